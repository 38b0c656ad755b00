-- People by keyed beginnings of names or runs of digits. One audited function, because row-level security would keep
-- the GIN index from being used (its operators are not leakproof). It filters by the workspace itself, returns ids only.
create or replace function people_search(wanted bigint[], most int) returns table (id uuid)
language plpgsql stable security definer set search_path = public as $$
declare
    here uuid := nullif(current_setting('app.workspace', true), '')::uuid;
begin
    if here is null or wanted is null then return; end if;
    return query
        with hits as materialized (
            select p.id, p.created_at from people_person p
            where p.tokens @> wanted and p.workspace_id = here and p.merged_into_id is null
        )
        select h.id from hits h order by h.created_at desc, h.id desc limit most;
end $$;
alter function people_search(bigint[], int) owner to casa_system;
revoke all on function people_search(bigint[], int) from public;
grant execute on function people_search(bigint[], int) to casa_app;
