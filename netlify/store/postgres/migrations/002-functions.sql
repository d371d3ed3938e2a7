-- One function an operation, so that each is one statement, one round trip and one transaction, on any pooled
-- connection. Whoever frees or takes an owner's slot first takes that owner's lock, then rows; a claim of a
-- job that has its slot and a heartbeat change one row under a condition and need no more.
--
-- Options arrive as arguments: p_now, p_max_running, p_max_waiting, p_ttl, p_gone, p_keep, p_grace (all ms).

-- Until the transaction ends, which is with the call: sees every owner's rows, and plans each statement once
-- a session, with the indexes. Sessions are short and start before the tables have statistics, when the planner
-- would scan them from end to end.
create function offstage.as_engine() returns void language plpgsql as $$
begin
  perform set_config('offstage.engine', 'on', true), set_config('enable_seqscan', 'off', true),
    set_config('plan_cache_mode', 'force_generic_plan', true);
end $$;

-- Held until the transaction ends. An advisory lock rather than a row: nothing to write, nothing to vacuum.
create function offstage.lock_owner(p_owner text) returns void language sql as $$
  select pg_advisory_xact_lock(hashtextextended(p_owner, 6074));
$$;

-- Whether the job can still be known.
create function offstage.known(e offstage.jobs, p_now bigint, p_gone bigint) returns boolean
language sql immutable as $$
  select e.job_id is not null and e.removed_at is null and not e.erased
    and (e.expires_at is null or p_now < e.expires_at + p_gone);
$$;

-- The record as a caller may read it. Its input is read on its own; its output goes when it expires.
create function offstage.shown(e offstage.jobs, p_now bigint) returns json language plpgsql immutable as $$
begin
  e.input := null;
  e.ended := null;
  if e.expires_at <= p_now then e.output := null; end if;
  return to_json(e);
end $$;

create function offstage.free_slots(p_owner text, p_max_running integer) returns integer
language sql stable as $$
  select greatest(0, p_max_running - count(*))::integer from offstage.jobs where owner = p_owner and slot;
$$;

-- The owner's jobs that wait for a slot, first in line first.
create function offstage.line(p_owner text, p_now bigint, p_limit bigint) returns setof offstage.jobs
language sql stable as $$
  select * from offstage.jobs
  where owner = p_owner and line_at is not null and (run_after is null or run_after <= p_now)
  order by line_at, ord
  limit p_limit;
$$;

-- Lets waiting jobs into free slots and says which, for their workers to be woken.
create function offstage.admit(p_owner text, p_now bigint, p_max_running integer, p_grace bigint)
returns json language plpgsql as $$
declare
  v_free integer;
  v_wake json;
begin
  perform 1 from offstage.jobs
  where owner = p_owner and line_at is not null and (run_after is null or run_after <= p_now)
  limit 1;
  if not found then return '[]'; end if;
  v_free := offstage.free_slots(p_owner, p_max_running);
  if v_free = 0 then return '[]'; end if;
  with head as (
    select job_id, line_at, ord from offstage.line(p_owner, p_now, v_free)
  ), admitted as (
    update offstage.jobs j set slot = true, line_at = null, woken_at = p_now, attention_at = p_now + p_grace
    from head where j.job_id = head.job_id
    returning j.job_id, j.type, head.line_at, head.ord
  )
  select json_agg(json_build_array(job_id, type) order by line_at, ord) into v_wake from admitted;
  return coalesce(v_wake, '[]');
end $$;

-- Takes the attempt back from a claim whose lease ran out. The caller holds the owner's lock.
create function offstage.take_back(
  e offstage.jobs, p_now bigint, p_ttl bigint, p_gone bigint, p_keep bigint, p_lost text
) returns text language plpgsql as $$
begin
  if e.attempt >= e.max_attempts then
    update offstage.jobs set
      status = 'failed', error = p_lost, slot = false, claim_id = null, lease_expires_at = null,
      finished_at = p_now, expires_at = p_now + p_ttl, updated_at = p_now, revision = revision + 1,
      woken_at = null, attention_at = p_now + least(p_ttl + p_gone, p_keep),
      ended = ended || jsonb_build_object(claim_id, 'lapsed')
    where job_id = e.job_id;
    return 'worker-lost';
  end if;
  update offstage.jobs set
    status = 'pending', claim_id = null, lease_expires_at = null, started_at = null, percent = 0, note = null,
    updated_at = p_now, revision = revision + 1, woken_at = null, attention_at = p_now,
    ended = ended || jsonb_build_object(claim_id, 'lapsed')
  where job_id = e.job_id;
  return 'lease-expired';
end $$;

-- Why this claim may not write.
create function offstage.refusal(e offstage.jobs, p_claim text, p_attempt integer) returns text
language sql immutable as $$
  select case
    when e.status = 'cancelled' then 'cancelled'
    when e.attempt = p_attempt and (e.ended ->> p_claim = 'lapsed'
      or (e.status = 'processing' and e.claim_id = p_claim)) then 'lapsed'
    else 'superseded'
  end;
$$;

create function offstage.create_jobs(
  p_now bigint, p_max_running integer, p_max_waiting integer, p_gone bigint, p_grace bigint,
  p_owner text, p_jobs json
) returns json language plpgsql as $$
declare
  v_ids text[];
  v_present integer;
  v_known text[];
  v_used text[];
  v_fresh integer;
  v_waiting integer;
  v_free integer;
  v_direct integer := 0;
  v_new json;
  v_id text;
  v_made text[] := '{}';
  v_jobs json[] := '{}';
  v_wake json[] := '{}';
  e offstage.jobs;
begin
  perform offstage.as_engine();
  perform offstage.lock_owner(p_owner);
  select array_agg(distinct value ->> 'jobId') into v_ids from json_array_elements(p_jobs);
  select count(*), coalesce(array_agg(j.job_id) filter (where offstage.known(j, p_now, p_gone)), '{}'),
      array_agg(j.job_id) filter (where j.removed_at is not null)
    into v_present, v_known, v_used from offstage.jobs j where j.job_id = any (v_ids);
  if v_used is not null then
    return json_build_object('kind', 'used', 'jobId', (
      select value ->> 'jobId' from json_array_elements(p_jobs) with ordinality as asked (value, place)
      where value ->> 'jobId' = any (v_used) order by place limit 1));
  end if;
  v_fresh := cardinality(v_ids) - cardinality(v_known);
  if v_fresh > 0 then
    select count(*) into v_waiting from offstage.jobs
      where owner = p_owner and line_at is not null and (run_after is null or run_after <= p_now);
    v_free := offstage.free_slots(p_owner, p_max_running);
    if v_waiting + v_fresh - v_free > p_max_waiting then
      return json_build_object('kind', 'full', 'waiting', greatest(0, v_waiting - v_free));
    end if;
    if v_waiting = 0 then v_direct := v_free; end if;
    if v_present > cardinality(v_known) then
      delete from offstage.jobs where job_id = any (v_ids) and not (job_id = any (v_known));
    end if;
  end if;
  for v_new in select value from json_array_elements(p_jobs) loop
    v_id := v_new ->> 'jobId';
    if v_id = any (v_known) or v_id = any (v_made) then
      select * into e from offstage.jobs where job_id = v_id;
      v_jobs := v_jobs || json_build_array('existing', offstage.shown(e, p_now));
      continue;
    end if;
    insert into offstage.jobs (
      job_id, type, owner, input_hash, max_attempts, document, retry_of, retry_root, input,
      status, created_at, updated_at, line_at, slot, woken_at, attention_at
    ) values (
      v_id, v_new ->> 'type', p_owner, v_new ->> 'inputHash', (v_new ->> 'maxAttempts')::integer,
      v_new ->> 'document', v_new ->> 'retryOf', v_new ->> 'retryRoot', v_new ->> 'input',
      'pending', p_now, p_now, case when v_direct > 0 then null else p_now end, v_direct > 0,
      case when v_direct > 0 then p_now end, case when v_direct > 0 then p_now + p_grace end
    ) on conflict (job_id) do nothing returning * into e;
    if e.job_id is null then
      -- Another owner took the id in this moment.
      select * into e from offstage.jobs where job_id = v_id;
      v_jobs := v_jobs || json_build_array('existing', offstage.shown(e, p_now));
      continue;
    end if;
    v_made := v_made || v_id;
    v_jobs := v_jobs || json_build_array('created', offstage.shown(e, p_now));
    if v_direct > 0 then
      v_direct := v_direct - 1;
      v_wake := v_wake || json_build_array(v_id, e.type);
    end if;
  end loop;
  return json_build_object('kind', 'accepted', 'jobs', to_json(v_jobs), 'wake',
    case when v_waiting > 0 then offstage.admit(p_owner, p_now, p_max_running, p_grace) else to_json(v_wake) end);
end $$;

create function offstage.claim(
  p_now bigint, p_max_running integer, p_ttl bigint, p_gone bigint, p_keep bigint,
  p_id text, p_claim text, p_lease bigint, p_lost text, p_type text
) returns json language plpgsql as $$
declare
  e offstage.jobs;
  v_input text;
begin
  perform offstage.as_engine();
  -- What nearly always happens: the job has its slot and waits for this call.
  update offstage.jobs set
    status = 'processing', attempt = attempt + 1, woken_at = null, claim_id = p_claim, started_at = p_now,
    lease_expires_at = p_now + p_lease, attention_at = least(attention_at, p_now + p_lease), percent = 0,
    note = null, run_after = null, error = null, updated_at = p_now, revision = revision + 1
  where job_id = p_id and status = 'pending' and slot and (run_after is null or run_after <= p_now)
    and (p_type is null or type = p_type)
  returning * into e;
  if found then
    return json_build_object('kind', 'claimed', 'input', e.input, 'job', offstage.shown(e, p_now));
  end if;

  select * into e from offstage.jobs where job_id = p_id;
  if not offstage.known(e, p_now, p_gone) or e.type <> p_type then
    return json_build_object('kind', 'unknown');
  end if;
  perform offstage.lock_owner(e.owner);
  select * into e from offstage.jobs where job_id = p_id for update;
  if not offstage.known(e, p_now, p_gone) then return json_build_object('kind', 'unknown'); end if;
  if e.status = 'processing' and e.lease_expires_at <= p_now then
    if offstage.take_back(e, p_now, p_ttl, p_gone, p_keep, p_lost) = 'worker-lost' then
      -- Nobody is woken by a refused claim: the sweep is to see who could have the slot.
      update offstage.jobs set attention_at = p_now
      where job_id in (select job_id from offstage.line(e.owner, p_now, offstage.free_slots(e.owner, p_max_running)));
    end if;
    select * into e from offstage.jobs where job_id = p_id;
  end if;
  if e.status not in ('pending', 'processing') then return json_build_object('kind', 'finished'); end if;
  if e.status = 'processing' then
    if e.claim_id <> p_claim then return json_build_object('kind', 'running'); end if;
    return json_build_object('kind', 'claimed', 'input', e.input, 'job', offstage.shown(e, p_now));
  end if;
  if e.run_after > p_now then return json_build_object('kind', 'not-due'); end if;
  if not e.slot and not exists (
    select 1 from offstage.line(e.owner, p_now, offstage.free_slots(e.owner, p_max_running)) l
    where l.job_id = p_id
  ) then
    return json_build_object('kind', 'no-slot');
  end if;
  update offstage.jobs set
    status = 'processing', attempt = attempt + 1, slot = true, line_at = null, woken_at = null, claim_id = p_claim,
    started_at = p_now, lease_expires_at = p_now + p_lease, attention_at = p_now + p_lease, percent = 0,
    note = null, run_after = null, error = null, updated_at = p_now, revision = revision + 1
  where job_id = p_id
  returning * into e;
  return json_build_object('kind', 'claimed', 'input', e.input, 'job', offstage.shown(e, p_now));
end $$;

create function offstage.heartbeat(
  p_now bigint, p_gone bigint, p_id text, p_claim text, p_attempt integer, p_lease bigint,
  p_percent double precision, p_note text
) returns text language plpgsql as $$
declare e offstage.jobs;
begin
  perform offstage.as_engine();
  update offstage.jobs set
    lease_expires_at = p_now + p_lease,
    attention_at = least(attention_at, p_now + p_lease),
    percent = greatest(percent, p_percent),
    note = case when p_percent is null then note else p_note end,
    updated_at = case when p_percent is null then updated_at else p_now end,
    revision = case when p_percent is null then revision else revision + 1 end
  where job_id = p_id and status = 'processing' and claim_id = p_claim and attempt = p_attempt
    and lease_expires_at > p_now;
  if found then return 'held'; end if;
  select * into e from offstage.jobs where job_id = p_id;
  if not offstage.known(e, p_now, p_gone) then return 'unknown'; end if;
  return offstage.refusal(e, p_claim, p_attempt);
end $$;

create function offstage.finish(
  p_now bigint, p_max_running integer, p_ttl bigint, p_gone bigint, p_keep bigint, p_grace bigint,
  p_id text, p_owner text, p_claim text, p_attempt integer,
  p_kind text, p_told text, p_value text, p_run_after bigint, p_done text
) returns json language plpgsql as $$
declare e offstage.jobs;
begin
  perform offstage.as_engine();
  perform offstage.lock_owner(p_owner);
  if p_kind = 'retry' then
    update offstage.jobs set
      status = 'pending', slot = false, claim_id = null, lease_expires_at = null, started_at = null,
      percent = 0, note = null, error = p_value, run_after = p_run_after, line_at = p_run_after,
      updated_at = p_now, revision = revision + 1, woken_at = null, attention_at = p_run_after,
      ended = ended || jsonb_build_object(p_claim, p_told)
    where job_id = p_id and owner = p_owner and status = 'processing' and claim_id = p_claim
      and attempt = p_attempt and lease_expires_at > p_now and attempt < max_attempts
    returning * into e;
  end if;
  if e.job_id is null then
    update offstage.jobs set
      status = case p_kind when 'completed' then 'completed' else 'failed' end,
      output = case p_kind when 'completed' then p_value end,
      error = case p_kind when 'completed' then null else p_value end,
      percent = case p_kind when 'completed' then 100 else percent end,
      note = case p_kind when 'completed' then p_done else note end,
      slot = false, claim_id = null, lease_expires_at = null, finished_at = p_now, expires_at = p_now + p_ttl,
      updated_at = p_now, revision = revision + 1, woken_at = null,
      attention_at = p_now + least(p_ttl + p_gone, p_keep),
      ended = ended || jsonb_build_object(p_claim, p_told)
    where job_id = p_id and owner = p_owner and status = 'processing' and claim_id = p_claim
      and attempt = p_attempt and lease_expires_at > p_now
    returning * into e;
  end if;
  if e.job_id is not null then
    return json_build_object('kind', 'accepted', 'job', offstage.shown(e, p_now),
      'wake', offstage.admit(p_owner, p_now, p_max_running, p_grace));
  end if;
  select * into e from offstage.jobs where job_id = p_id;
  if not offstage.known(e, p_now, p_gone) then return json_build_object('kind', 'unknown'); end if;
  if e.ended ->> p_claim = p_told then
    return json_build_object('kind', 'accepted', 'job', offstage.shown(e, p_now), 'wake', json_build_array());
  end if;
  return json_build_object('kind', offstage.refusal(e, p_claim, p_attempt));
end $$;

create function offstage.cancel(
  p_now bigint, p_max_running integer, p_ttl bigint, p_gone bigint, p_keep bigint, p_grace bigint, p_id text
) returns json language plpgsql as $$
declare
  e offstage.jobs;
  v_wake json := '[]';
begin
  perform offstage.as_engine();
  select * into e from offstage.jobs where job_id = p_id;
  if not offstage.known(e, p_now, p_gone) then return json_build_object('kind', 'unknown'); end if;
  perform offstage.lock_owner(e.owner);
  update offstage.jobs set
    status = 'cancelled', slot = false, line_at = null, claim_id = null, lease_expires_at = null, run_after = null,
    error = null, started_at = case when status = 'processing' then started_at end,
    finished_at = p_now, expires_at = p_now + p_ttl, updated_at = p_now, revision = revision + 1,
    attention_at = p_now + least(p_ttl + p_gone, p_keep)
  where job_id = p_id and status in ('pending', 'processing')
  returning * into e;
  if found then
    v_wake := offstage.admit(e.owner, p_now, p_max_running, p_grace);
  else
    select * into e from offstage.jobs where job_id = p_id;
    if not offstage.known(e, p_now, p_gone) then return json_build_object('kind', 'unknown'); end if;
  end if;
  return json_build_object('kind', e.status, 'job', offstage.shown(e, p_now), 'wake', v_wake);
end $$;
