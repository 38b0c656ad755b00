drop function if exists inbox_search(bigint[][], timestamptz, timestamptz, int);
-- Search over keyed words. One audited function, because row-level security would keep the GIN index from being used
-- (its operators are not leakproof). It filters by the workspace setting itself and returns ids only.
--
-- A word that every tenth message has is found among the newest ones; only where these do not fill the page are the
-- posting lists read, and then all of them: the planner must not walk the dates for a word that is rare.
create or replace function inbox_search(groups bigint[][], newest timestamptz, oldest timestamptz, most int)
returns table (id uuid)
language plpgsql stable security definer set search_path = public as $$
declare
    here uuid := nullif(current_setting('app.workspace', true), '')::uuid;
    wanted text := '';
    found uuid[];
    i int;
begin
    if here is null or groups is null then return; end if;
    for i in 1 .. array_length(groups, 1) loop
        wanted := wanted || format(' and tokens && %L::bigint[]', (
            select array_agg(distinct t) from unnest(groups[i:i]) as t));
    end loop;
    execute 'with recent as materialized (select m.id, m.sent_at, m.tokens from inbox_message m where m.workspace_id = $1'
        || ' and m.sent_at < $2 and m.sent_at >= $3 order by m.sent_at desc, m.id desc limit 500)'
        || ' select array(select r.id from recent r where true' || wanted
        || ' order by r.sent_at desc, r.id desc limit $4)'
        into found using here, newest, oldest, most;
    if cardinality(found) < most then
        execute 'with hits as materialized (select m.id, m.sent_at from inbox_message m where m.workspace_id = $1'
            || ' and m.sent_at < $2 and m.sent_at >= $3' || wanted || ')'
            || ' select array(select h.id from hits h order by h.sent_at desc, h.id desc limit $4)'
            into found using here, newest, oldest, most;
    end if;
    return query select unnest(found);
end $$;
alter function inbox_search(bigint[][], timestamptz, timestamptz, int) owner to casa_system;
revoke all on function inbox_search(bigint[][], timestamptz, timestamptz, int) from public;
grant execute on function inbox_search(bigint[][], timestamptz, timestamptz, int) to casa_app;

-- Nothing is handed to a provider without the gate's leave, given in the same transaction (CF-3a).
create or replace function inbox_gate_holds() returns trigger language plpgsql security definer set search_path = public as $$
begin
    if new.state = 'sending' and old.state is distinct from 'sending' and not exists (
        select from consent_decision d
        where d.workspace_id = new.workspace_id and d.outbox_id = new.id and d.answer = 'allow' and d.txid = txid_current()
    ) then
        raise exception 'An outbox row goes to sending only through the consent gate.';
    end if;
    return new;
end $$;
alter function inbox_gate_holds() owner to casa_system;
drop trigger if exists gate_holds on inbox_outbox;
create trigger gate_holds before update on inbox_outbox for each row execute function inbox_gate_holds();

create or replace function inbox_no_insert_past_gate() returns trigger language plpgsql as $$
begin
    if new.state not in ('queued', 'held') then
        raise exception 'An outbox row begins as queued or held.';
    end if;
    return new;
end $$;
drop trigger if exists begins_queued on inbox_outbox;
create trigger begins_queued before insert on inbox_outbox for each row execute function inbox_no_insert_past_gate();
