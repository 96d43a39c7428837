-- What people and programs did to the hub itself and to its exceptions: paused, resumed, assigned, noted, remedied.
-- One chain over all of them, in the order of n: each hash covers the one before.
create table operator_actions (
  n bigint primary key,
  at timestamptz not null,
  actor text not null,
  action text not null,
  target text not null,
  reason text not null,
  previous bytea not null,
  hash bytea not null
);
create index operator_actions_target on operator_actions (target, n);
