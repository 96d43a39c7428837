-- Sales of one channel that are held together because more came than its cap allows, until a person releases or discards them.
create table held_lots (
  id uuid primary key,
  source text not null,
  -- The lot that a person took some sales out of, to decide on these alone.
  split_from uuid,
  -- The cap when it was opened: the landscape may say something else by now.
  sales_max int not null,
  within_minutes int not null,
  opened_at timestamptz not null default now(),
  verdict text check (verdict in ('release', 'discard')),
  decided_at timestamptz,
  decided_by text,
  reason text,
  -- When the last of it had been released or discarded.
  done_at timestamptz,
  check ((verdict is null) = (decided_at is null) and (verdict is not null or done_at is null))
);
-- A channel's gate is shut for as long as it has a lot without a verdict.
create unique index held_lots_undecided on held_lots (source) where verdict is null;
create index held_lots_not_done on held_lots (source) where done_at is null;
create index held_lots_released on held_lots (source, decided_at) where verdict = 'release' and split_from is null;

-- not valid: every row met the narrower check, so nobody need look at them all again.
alter table inbox drop constraint inbox_status_check;
alter table inbox add constraint inbox_status_check
  check (status in ('pending', 'parked', 'held', 'done', 'ignored', 'refused', 'unreadable')) not valid;
-- admitted_at: when it was let through its channel's gate; it is not asked there again. lot: the lot that it was held in.
alter table inbox add column admitted_at timestamptz, add column lot uuid;
create index inbox_admitted on inbox (source, admitted_at) where admitted_at is not null and lot is null;
-- Once to find and count the sales of a lot, once to take them in the order in which they came.
create index inbox_held_sales on inbox (lot, match_value, received_at) where status = 'held';
create index inbox_held_in_turn on inbox (lot, received_at) where status = 'held';

-- A channel may tell of a sale after years: it is the same sale.
update idempotency set expires_at = 'infinity' where starts_with(client, 'channel:') and starts_with(key, 'order:');
