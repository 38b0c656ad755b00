-- Which of these words some message still has: each row of ``groups`` holds one word's tokens, one for each quarter.
-- One audited function, because row-level security would keep the GIN index from being used (its operators are not
-- leakproof). It filters by the workspace itself and returns places in the question only, never a message.
create or replace function privacy_words_used(groups bigint[][]) returns setof int
language plpgsql stable security definer set search_path = public set enable_seqscan = off as $$
declare
    here uuid := nullif(current_setting('app.workspace', true), '')::uuid;
    wanted bigint[];
    i int;
begin
    if here is null or groups is null then return; end if;
    for i in 1 .. array_length(groups, 1) loop
        wanted := array(select distinct t from unnest(groups[i:i]) as t);
        if exists (select from inbox_message m where m.tokens && wanted and m.workspace_id = here) then
            return next i;
        end if;
    end loop;
end $$;
alter function privacy_words_used(bigint[][]) owner to casa_system;
revoke all on function privacy_words_used(bigint[][]) from public;
grant execute on function privacy_words_used(bigint[][]) to casa_app;
