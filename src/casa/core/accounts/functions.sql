-- Whether a workspace address is taken, without showing whose it is.
create or replace function casa_slug_taken(wanted text) returns boolean
language sql stable security definer set search_path = public
as $$ select exists (select from accounts_workspace where slug = wanted) $$;
alter function casa_slug_taken(text) owner to casa_system;
revoke all on function casa_slug_taken(text) from public;
grant execute on function casa_slug_taken(text) to casa_app;

-- Open a workspace for this transaction and tell how far its keys have moved: one round trip for what every page,
-- job and delivery does first. Runs as its caller, under the caller's policies.
create or replace function casa_enter(here uuid, me text) returns bigint
language plpgsql security invoker set search_path = public as $$
begin
    perform set_config('app.workspace', here::text, true), set_config('app.user', me, true);
    return coalesce((select keys_version from accounts_workspace where id = here), 0);
end $$;
revoke all on function casa_enter(uuid, text) from public;
grant execute on function casa_enter(uuid, text) to casa_app, casa_system;
