-- Whether a workspace address is taken, without showing whose it is.
create or replace function casa_slug_taken(wanted text) returns boolean
language sql stable security definer set search_path = public
as $$ select exists (select from accounts_workspace where slug = wanted) $$;
alter function casa_slug_taken(text) owner to casa_system;
revoke all on function casa_slug_taken(text) from public;
grant execute on function casa_slug_taken(text) to casa_app;
