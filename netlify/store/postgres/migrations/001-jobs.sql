-- The tables. Times are milliseconds since the epoch and come from the caller, never from the server's clock.
-- What a job carries (input, output, error, note, document) is JSON kept as text: jsonb refuses \u0000 and
-- reorders keys.

create table offstage.jobs (
  job_id text collate "C" primary key,
  v smallint not null default 1,
  ord bigint generated always as identity,
  type text not null,
  owner text collate "C" not null,
  input_hash text not null,
  max_attempts integer not null,
  document text,
  retry_of text,
  retry_root text,
  status text collate "C" not null
    check (status in ('pending', 'processing', 'completed', 'failed', 'cancelled')),
  attempt integer not null default 0,
  percent double precision not null default 0,
  -- Progress without its percent.
  note text,
  created_at bigint not null,
  updated_at bigint not null,
  revision bigint not null default 0,
  run_after bigint,
  error text,
  claim_id text,
  started_at bigint,
  lease_expires_at bigint,
  finished_at bigint,
  expires_at bigint,
  -- Has been let run and is not finished.
  slot boolean not null default false,
  -- Its place in its owner's line, then ord: the time it arrived or its retry falls due. Null when not in line.
  line_at bigint,
  -- When a worker was last asked for.
  woken_at bigint,
  -- The sweep need not look at it before; null while it waits for others to finish. Claims and heartbeats leave
  -- it early on purpose: a row whose indexed columns stay as they are costs its indexes nothing (HOT).
  attention_at bigint,
  -- How each claim that is over ended: a digest of its outcome, or `lapsed`.
  ended jsonb not null default '{}',
  removed_at bigint,
  -- The record is gone; what is left is its history entry.
  erased boolean not null default false,
  input text,
  output text
);

create index jobs_attention on offstage.jobs (attention_at) where attention_at is not null;
create index jobs_slots on offstage.jobs (owner) where slot;
create index jobs_line on offstage.jobs (owner, line_at, ord) where line_at is not null;
create index jobs_history on offstage.jobs (owner, created_at, job_id);

-- Rows are short-lived and change a few times, best in their own page; vacuum's default of a fifth is late.
alter table offstage.jobs set (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);

-- Values kept by `once`, as JSON text.
create table offstage.kept (
  key text primary key,
  value text not null
);

-- A query sees one owner's rows, named by `offstage.owner` for its transaction, or none. The engine's
-- functions work across owners and say so with `offstage.engine`, set until their transaction ends, which is
-- with the call. FORCE holds the table's owner to it as well; superusers and roles with BYPASSRLS are not
-- held.
alter table offstage.jobs enable row level security;
alter table offstage.jobs force row level security;
create policy of_owner on offstage.jobs
  using (owner = current_setting('offstage.owner', true));
create policy of_engine on offstage.jobs
  using (current_setting('offstage.engine', true) = 'on');

alter table offstage.kept enable row level security;
alter table offstage.kept force row level security;
create policy of_engine on offstage.kept
  using (current_setting('offstage.engine', true) = 'on');
