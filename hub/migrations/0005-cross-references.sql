-- What one system calls a thing that another system calls otherwise, N:M, for the days from valid_from to valid_until, both included.
create table cross_references (
  kind text not null check (kind in ('customer', 'contact', 'ship-to', 'item')),
  from_system text not null,
  from_name text not null,
  to_system text not null,
  to_name text not null,
  valid_from date not null default '-infinity',
  valid_until date not null default 'infinity',
  is_default boolean not null default false,
  changed_at timestamptz not null,
  changed_by text not null,
  -- The name first: orders and people look for it.
  primary key (from_name, from_system, kind, to_system, to_name, valid_from),
  check (valid_from <= valid_until)
);
-- People ask from the other side too.
create index cross_references_to on cross_references (to_name, to_system);

-- Every change of them in the order of n, old and new value, never changed itself. The chain of operator actions holds a digest of each change set.
create table cross_reference_changes (
  n bigint generated always as identity primary key,
  change_set uuid not null,
  no int not null,
  kind text not null,
  from_system text not null,
  from_name text not null,
  to_system text not null,
  to_name text not null,
  valid_from date not null,
  before text,
  after text,
  unique (change_set, no)
);
create index cross_reference_changes_key on cross_reference_changes (kind, from_system, from_name, to_system, to_name, valid_from, n);

-- A hold that waits for a name: found by that name when it is loaded. woken_by: the change set that it is to be looked at again for.
create table cross_reference_waits (
  subject_id uuid not null,
  hold_id text not null,
  kind text not null,
  from_system text not null,
  from_name text not null,
  to_system text not null,
  woken_by uuid,
  primary key (subject_id, hold_id)
) with (fillfactor = 70);
create index cross_reference_waits_name on cross_reference_waits (from_name, from_system, kind, to_system);
create index cross_reference_waits_woken on cross_reference_waits (subject_id) where woken_by is not null;
