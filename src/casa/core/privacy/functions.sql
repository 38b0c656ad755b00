drop function if exists privacy_words_used(bigint[]);
-- What was said lately still waits in the index's pending list, and each question below would compare every word with
-- every entry of it: ten thousand words took a minute. Taken up once, they take two seconds. Only the index's owner may
-- do this, and so this function is the owner's. It reads nothing and nobody waits for it.
create or replace function privacy_take_up_words() returns void
language sql security definer set search_path = public as $$ select gin_clean_pending_list('message_tokens') $$;
revoke all on function privacy_take_up_words() from public;
grant execute on function privacy_take_up_words() to casa_app;
-- Which of these tokens messages still have, as far as the first so many messages tell: whoever asks leaves out what
-- was found and asks again until nothing is. Many tokens a question, because each question reads the index's pending
-- list. One audited function, because row-level security would keep the GIN index from being used (its operators are
-- not leakproof). It filters by the workspace itself and returns tokens of the question only, never a message.
create or replace function privacy_words_used(wanted bigint[], most int) returns setof bigint
language plpgsql stable security definer
set search_path = public set enable_seqscan = off set enable_indexscan = off as $$
declare
    here uuid := nullif(current_setting('app.workspace', true), '')::uuid;
begin
    if here is null or cardinality(wanted) = 0 then return; end if;
    return query execute format(  -- by the tokens alone first: beside the workspace's rows the index would not be used
        'with hits as materialized (select m.workspace_id, m.tokens from inbox_message m '
        'where m.tokens && %L::bigint[] limit $2) '
        'select distinct t from hits, unnest(hits.tokens) as t where hits.workspace_id = $1 and t = any($3)', wanted
    ) using here, most, wanted;
end $$;
alter function privacy_words_used(bigint[], int) owner to casa_system;
revoke all on function privacy_words_used(bigint[], int) from public;
grant execute on function privacy_words_used(bigint[], int) to casa_app;
