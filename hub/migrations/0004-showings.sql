-- What a channel's own records show: one row per record, holding no more than that its state is to be shown, or was.
create table showings (
  system text not null,
  channel_order text not null,
  -- Null while the channel's request has not become an order; then `problem` says why.
  subject_id uuid,
  problem text,
  -- Counts the changes that there were to show; those that came while a call was on its way are shown by the next.
  wanted int not null default 1,
  shown int not null default 0,
  -- The order's version and the content that the record has, as far as we know.
  version int not null default 0,
  digest bytea,
  shown_at timestamptz,
  waiting_since timestamptz not null,
  due_at timestamptz not null,
  failures int not null default 0,
  last_error text,
  node_epoch bigint,
  lease_until timestamptz,
  primary key (system, channel_order)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);
create index showings_due on showings (system, due_at) where wanted > shown;
create index showings_leased on showings (system, lease_until) where lease_until is not null;
create index showings_subject on showings (subject_id);
create index showings_problems on showings (shown_at) where subject_id is null;
