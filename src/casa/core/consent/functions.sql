-- Every line of a ledger gets its place in its brand's chain at the very end of the transaction that writes it: the
-- lock is held only while that commits, and taken after every other, so that it can be part of no deadlock. The app
-- role can neither change a line nor move a head.
create or replace function consent_chain() returns trigger
language plpgsql security definer set search_path = public as $$
declare
    ledger_name text := tg_argv[0];
    place bigint;
    hash bytea;
begin
    if new.digest is null or length(new.digest) <> 32 then
        raise exception 'A line of a ledger needs the digest of what it says.';
    end if;
    perform pg_advisory_xact_lock(hashtextextended('chain:' || new.workspace_id, 0));
    insert into consent_chainhead (id, workspace_id, brand_id, ledger, seq, chain)
        values (gen_random_uuid(), new.workspace_id, new.brand_id, ledger_name, 0,
                sha256(convert_to('casa chain|' || ledger_name || '|' || new.brand_id, 'UTF8')))
        on conflict do nothing;
    update consent_chainhead h set seq = h.seq + 1, chain = sha256(h.chain || new.digest)
        where h.workspace_id = new.workspace_id and h.brand_id = new.brand_id and h.ledger = ledger_name
        returning h.seq, h.chain into place, hash;
    execute format('update %I set seq = $1, chain = $2 where workspace_id = $3 and id = $4', tg_table_name)
        using place, hash, new.workspace_id, new.id;
    return null;
end $$;
alter function consent_chain() owner to casa_system;
drop trigger if exists chained on consent_consentevent;
create constraint trigger chained after insert on consent_consentevent
    deferrable initially deferred for each row execute function consent_chain('consent');
drop trigger if exists chained on consent_suppression;
create constraint trigger chained after insert on consent_suppression
    deferrable initially deferred for each row execute function consent_chain('suppression');
