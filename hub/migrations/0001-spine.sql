-- The spine: subjects and their events, the effect ledger, lanes, the feed and its deliveries, exceptions.
-- Append-only: a released migration is never edited. docs/reference/database.md explains each table.

create sequence node_epochs;

-- One row per thing with a state of its own (an order). State is text: jsonb costs twice the time and keeps no bytes.
create table subjects (
  id uuid primary key,
  kind text not null,
  flow_version int not null,
  state_schema int not null,
  version int not null,
  state text not null,
  chain_head bytea not null,
  wake_at timestamptz,
  closed_at timestamptz
) with (fillfactor = 70);
create index subjects_wake on subjects (wake_at) where wake_at is not null;
create index subjects_open on subjects (id) where closed_at is null;

create table events (
  subject_id uuid not null,
  seq int not null,
  n bigint generated always as identity,
  type text not null,
  at timestamptz not null,
  actor text not null,
  causation text not null,
  body text not null,
  salt bytea not null,
  digest bytea not null,
  hash bytea not null,
  primary key (subject_id, seq)
);
create index events_n on events (n);

-- All committed events in one gapless sequence, filled by the sequencer alone.
create table feed (
  position bigint primary key,
  subject_id uuid not null,
  seq int not null,
  unique (subject_id, seq)
);

create table idempotency (
  client text not null,
  key text not null,
  fingerprint bytea not null,
  subject_id uuid not null,
  answer text not null,
  expires_at timestamptz not null,
  primary key (client, key)
);
create index idempotency_expiry on idempotency (expires_at);

-- part = release and ship-to, where a channel splits one PO
create table po_claims (
  customer text not null,
  po text not null,
  part text not null,
  first_subject uuid not null,
  primary key (customer, po, part)
);

create table refs (
  system text not null,
  kind text not null,
  value text not null,
  subject_id uuid not null,
  primary key (system, kind, value, subject_id)
);
create index refs_value on refs (value);
create index refs_subject on refs (subject_id);

-- Every message from outside, once per sender's own id; parked while its order is unknown.
create table inbox (
  source text not null,
  message_id text not null,
  part int not null default 0,
  received_at timestamptz not null default now(),
  status text not null check (status in ('pending', 'parked', 'done', 'ignored', 'refused', 'unreadable')),
  subject_id uuid,
  match_system text,
  match_value text,
  message text not null,
  raw text not null,
  detail text,
  primary key (source, message_id, part)
);
create index inbox_parked on inbox (match_value) where status = 'parked';
create index inbox_pending on inbox (source, received_at) where status = 'pending';
create index inbox_age on inbox (received_at);

-- What was refused at the door, raw, with the reason; trimmed by age.
create table refusals (
  id uuid primary key,
  at timestamptz not null default now(),
  client text not null,
  entry text not null,
  code text not null,
  detail text not null,
  raw text not null
);
create index refusals_at on refusals (at);

-- Effects and asks: the row is the work, the claim is the intent.
create table effects (
  subject_id uuid not null,
  key text not null,
  op text not null,
  system text not null,
  limiter text not null,
  class text not null check (class in ('live', 'status', 'master', 'history')),
  serial_key text,
  status text not null check (status in ('ready', 'claimed', 'doubt', 'confirmed', 'refused', 'failed', 'withdrawn', 'abandoned')),
  due_at timestamptz not null,
  reference text,
  body text not null,
  body_digest bytea not null,
  attempt int not null default 0,
  -- Attempts that count against the effect: an unreachable or throttling system charges its lane instead.
  failures int not null default 0,
  -- How often a person had it sent again; the difference reopens a settled row only when this grows.
  reopened int not null default 0,
  ever_doubt boolean not null default false,
  node_epoch bigint,
  lease_until timestamptz,
  inserted_at timestamptz not null default now(),
  settled_at timestamptz,
  outcome text,
  flow_version int not null,
  primary key (subject_id, key)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);
create index effects_ready on effects (system, limiter, class, due_at) where status = 'ready';
create index effects_claimed on effects (lease_until) where status = 'claimed';
create index effects_doubt on effects (system, limiter, due_at) where status = 'doubt';
create index effects_reference on effects (reference) where reference is not null;
create index effects_swept on effects (settled_at) where ever_doubt and status in ('confirmed', 'withdrawn', 'refused', 'failed', 'abandoned');

-- Only attempts that were not clean, or came late: the evidence.
create table attempts (
  subject_id uuid not null,
  key text not null,
  attempt int not null,
  n bigint generated always as identity,
  at timestamptz not null default now(),
  node_epoch bigint,
  answer_class text not null,
  evidence text not null,
  primary key (subject_id, key, attempt, n)
);

create table lanes (
  system text not null,
  limiter text not null,
  slots int not null,
  per_second double precision,
  paused_at timestamptz,
  paused_by text,
  paused_why text,
  open_until timestamptz,
  failures int not null default 0,
  half_open boolean not null default false,
  last_error text,
  landscape_version text not null,
  primary key (system, limiter)
);
create table lane_slots (
  system text not null,
  limiter text not null,
  no int not null,
  node_epoch bigint,
  until timestamptz,
  primary key (system, limiter, no)
);
create table nodes (
  node_epoch bigint primary key,
  started_at timestamptz not null default now(),
  timeline text not null,
  landscape_version text not null,
  until timestamptz not null
);
-- Polls, sequencer, sweepers, retention: one holder at a time, fenced; the cursor commits with what it brought.
create table duties (
  name text primary key,
  node_epoch bigint,
  until timestamptz,
  cursor text,
  ran_at timestamptz,
  note text
);

create table exceptions (
  id uuid primary key,
  subject_id uuid not null,
  key text not null,
  class text not null,
  severity text not null,
  owner text not null,
  summary text not null,
  -- Root cause shared by many, e.g. tryton:customer:C-CEDAR:credit
  cause text not null,
  evidence text not null,
  remedies text not null,
  verdict text not null,
  opened_at timestamptz not null,
  due_at timestamptz not null,
  escalated_at timestamptz,
  assignee text,
  closed_at timestamptz,
  closed_by text
);
create unique index exceptions_open on exceptions (subject_id, key) where closed_at is null;
create index exceptions_due on exceptions (due_at) where closed_at is null;
create index exceptions_cause on exceptions (cause) where closed_at is null;
create index exceptions_subject on exceptions (subject_id);

create table subscriptions (
  id text primary key,
  client text not null,
  url text not null,
  secret text not null,
  previous_secret text,
  mode text not null check (mode in ('stream', 'latest')),
  types text[] not null,
  status text not null check (status in ('active', 'disabled')),
  position bigint not null,
  created_at timestamptz not null default now(),
  failing_since timestamptz,
  disabled_at timestamptz,
  disabled_why text
);
create table deliveries (
  subscription text not null,
  subject_id uuid not null,
  serial_key text,
  sent_seq int not null,
  wanted_seq int not null,
  due_at timestamptz not null,
  attempt int not null default 0,
  node_epoch bigint,
  lease_until timestamptz,
  last_error text,
  primary key (subscription, subject_id)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);
create index deliveries_due on deliveries (subscription, due_at);

-- States and bodies change with every step: lz4 costs a fifth of the usual compression. A server that was built without it keeps that one.
do $$
begin
  alter table subjects alter column state set compression lz4;
  alter table events alter column body set compression lz4;
  alter table effects alter column body set compression lz4, alter column outcome set compression lz4;
  alter table inbox alter column message set compression lz4, alter column raw set compression lz4;
exception when feature_not_supported or invalid_parameter_value then
  null;
end
$$;
