-- What is read, what is taken back when workers or their callers are gone, and what is forgotten.

create function offstage.get_job(p_now bigint, p_gone bigint, p_id text) returns json
language plpgsql as $$
declare e offstage.jobs;
begin
  perform offstage.as_engine();
  select * into e from offstage.jobs where job_id = p_id;
  if not offstage.known(e, p_now, p_gone) then return null; end if;
  return offstage.shown(e, p_now);
end $$;

create function offstage.job_input(p_now bigint, p_gone bigint, p_id text) returns text
language plpgsql as $$
begin
  perform offstage.as_engine();
  return (
    select j.input from offstage.jobs j
    where j.job_id = p_id and offstage.known(j, p_now, p_gone)
      and (j.expires_at is null or p_now < j.expires_at)
  );
end $$;

create function offstage.remove(p_now bigint, p_gone bigint, p_keep bigint, p_id text) returns text
language plpgsql as $$
begin
  perform offstage.as_engine();
  update offstage.jobs set
    removed_at = coalesce(removed_at, p_now), input = null, output = null,
    attention_at = case
      when erased then finished_at + p_keep
      else least(coalesce(removed_at, p_now) + p_gone, finished_at + p_keep)
    end
  where job_id = p_id and status not in ('pending', 'processing');
  if found then return 'removed'; end if;
  perform 1 from offstage.jobs where job_id = p_id;
  return case when found then 'active' else 'unknown' end;
end $$;

create function offstage.recover(
  p_now bigint, p_max_running integer, p_ttl bigint, p_gone bigint, p_keep bigint, p_grace bigint,
  p_id text, p_lost text
) returns json language plpgsql as $$
declare
  e offstage.jobs;
  late offstage.jobs;
  v_recovered text[] := '{}';
  v_wake json;
begin
  perform offstage.as_engine();
  select * into e from offstage.jobs where job_id = p_id;
  if not offstage.known(e, p_now, p_gone) then return null; end if;
  perform offstage.lock_owner(e.owner);
  for late in
    select * from offstage.jobs
    where owner = e.owner and slot and status = 'processing' and lease_expires_at <= p_now
    order by job_id <> p_id, ord
    for update
  loop
    v_recovered := v_recovered || offstage.take_back(late, p_now, p_ttl, p_gone, p_keep, p_lost);
  end loop;
  update offstage.jobs set slot = true, line_at = null, attention_at = p_now
  where job_id in (
    select job_id from offstage.line(e.owner, p_now, offstage.free_slots(e.owner, p_max_running))
  );
  with woken as (
    update offstage.jobs set woken_at = p_now, attention_at = p_now + p_grace
    where owner = e.owner and slot and status = 'pending' and (run_after is null or run_after <= p_now)
      and (woken_at is null or p_now - woken_at >= p_grace)
    returning job_id, type, ord
  )
  select coalesce(json_agg(json_build_array(job_id, type) order by ord), '[]') into v_wake from woken;
  select * into e from offstage.jobs where job_id = p_id;
  return json_build_object('job', offstage.shown(e, p_now), 'recovered', to_json(v_recovered), 'wake', v_wake);
end $$;

-- What wants attention. Rows that another call is changing at this moment are being dealt with: skipped.
create function offstage.sweep(p_now bigint, p_max_running integer, p_grace bigint, p_limit integer)
returns json language plpgsql as $$
declare
  e offstage.jobs;
  v_kind text;
  v_found json[] := '{}';
begin
  perform offstage.as_engine();
  for e in
    select * from offstage.jobs where attention_at <= p_now
    order by attention_at
    for update skip locked
  loop
    exit when cardinality(v_found) >= p_limit;
    v_kind := null;
    if e.status not in ('pending', 'processing') then
      v_kind := 'gone';
    elsif e.status = 'processing' then
      if e.lease_expires_at <= p_now then v_kind := 'stalled'; end if;
    elsif (e.run_after is null or e.run_after <= p_now) and (e.woken_at is null or p_now - e.woken_at >= p_grace)
      and (e.slot or exists (
        select 1 from offstage.line(e.owner, p_now, offstage.free_slots(e.owner, p_max_running)) l
        where l.job_id = e.job_id)) then
      v_kind := 'stalled';
    end if;
    if v_kind is not null then
      v_found := v_found || json_build_array(v_kind, e.job_id, e.type);
    else
      -- Not yet. When its owner's slots are taken, whoever frees one admits it; looked at again, should that
      -- be missed.
      update offstage.jobs set attention_at = greatest(
        p_now + 1, coalesce(e.lease_expires_at, case when e.slot then e.woken_at + p_grace end, p_now + p_grace)
      ) where job_id = e.job_id;
    end if;
  end loop;
  return to_json(v_found);
end $$;

create function offstage.erase(p_now bigint, p_gone bigint, p_keep bigint, p_id text) returns void
language plpgsql as $$
begin
  perform offstage.as_engine();
  update offstage.jobs set erased = true, input = null, output = null, attention_at = finished_at + p_keep
  where job_id = p_id and not erased and expires_at is not null
    and p_now >= coalesce(removed_at, expires_at) + p_gone;
  delete from offstage.jobs
  where job_id = p_id and erased and (removed_at is not null or p_now >= finished_at + p_keep);
end $$;

-- Reads under the owner's own policy: no other owner's row can be seen here, whatever the query says.
create function offstage.history(
  p_now bigint, p_keep bigint, p_owner text, p_type text, p_status text, p_limit integer,
  p_after_at bigint, p_after_id text
) returns json language plpgsql as $$
declare
  v_totals json;
  v_jobs json;
begin
  perform set_config('offstage.engine', '', true), set_config('offstage.owner', p_owner, true);
  select json_object_agg(status, n) into v_totals from (
    select status, count(*) as n from offstage.jobs
    where owner = p_owner and removed_at is null and (finished_at is null or p_now < finished_at + p_keep)
    group by status
  ) counted;
  select json_agg(offstage.shown(page, p_now) order by page.created_at desc, page.job_id desc) into v_jobs from (
    select * from offstage.jobs
    where owner = p_owner and removed_at is null and (finished_at is null or p_now < finished_at + p_keep)
      and (p_type is null or type = p_type)
      and (p_status is null or status = p_status)
      and (p_after_at is null or (created_at, job_id) < (p_after_at, p_after_id collate "C"))
    order by created_at desc, job_id desc
    limit p_limit
  ) page;
  return json_build_object('totals', coalesce(v_totals, '{}'), 'jobs', coalesce(v_jobs, '[]'));
end $$;

create function offstage.once(p_key text, p_value text) returns text
language plpgsql as $$
declare v_kept text;
begin
  perform offstage.as_engine();
  insert into offstage.kept (key, value) values (p_key, p_value) on conflict (key) do nothing;
  select value into v_kept from offstage.kept where key = p_key;
  return v_kept;
end $$;

create function offstage.ping(p_value text) returns text
language plpgsql as $$
declare v_kept text;
begin
  perform offstage.as_engine();
  insert into offstage.kept (key, value) values ('ping', p_value)
  on conflict (key) do update set value = excluded.value;
  select value into v_kept from offstage.kept where key = 'ping';
  return v_kept;
end $$;
