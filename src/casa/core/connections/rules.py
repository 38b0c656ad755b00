"""Connecting, health, disconnecting."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection as database
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from casa.core.accounts.jobs import defer, schedule
from casa.core.accounts.live import touch
from casa.core.accounts.models import Brand
from casa.core.accounts.rules import NotPossible, log_action
from casa.core.accounts.scope import current_scope
from casa.core.connections import registry
from casa.core.connections.contract import Ability, Account, AccountFacts, AuthFailed, NotReady, ProviderFailure
from casa.core.connections.doors import Purpose, account_of, door_for, door_of
from casa.core.connections.models import Connection, Health, Pulse
from casa.core.connections.wire import hook_hash
from casa.core.vault.models import KeyKind
from casa.core.vault.rules import destroy_keys
from casa.lib.ids import new_id, new_token

ERASE_AFTER = timedelta(days=30)  # promise CA-5a


def try_credentials(provider: str, settings: Mapping[str, str], secrets: Mapping[str, str]) -> AccountFacts:
    """Test credentials before anything is saved. Raises NotPossible with words for the host."""
    account, door = Account("", settings, secrets), door_for(provider, settings.get("base_url", ""), Purpose.CONNECTING)
    try:
        facts: AccountFacts = registry.ability(provider, Ability.CONNECT).test(account, door)
    except ProviderFailure as failure:
        raise NotPossible(failure.for_user) from failure
    return facts


def split_fields(provider: str, values: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What was typed, as (settings, secrets). Raises NotPossible naming the first field that is missing."""
    settings: dict[str, str] = {}
    secrets: dict[str, str] = {}
    for field in registry.manifest(provider).fields:
        value = values.get(field.name, "").strip()
        if field.required and not value:
            raise NotPossible(f"{field.label} is needed.")
        if value:
            (secrets if field.secret else settings)[field.name] = value
    return settings, secrets


def connect(provider: str, values: Mapping[str, str], *, secrets: Mapping[str, str] | None = None) -> Connection:
    """Connect an account, or give an account that is already connected its new credentials.

    ``secrets``: tokens from OAuth, beside what was typed. The credentials are tested first; then webhooks are set up
    and a first sync is queued.
    """
    typed, kept = split_fields(provider, values)
    kept |= secrets or {}
    facts = try_credentials(provider, typed, kept)
    with transaction.atomic():
        connection = _store(provider, {**typed, **facts.settings}, kept, facts)
        log_action("connections.connected", connection.id, provider=provider)
    defer("connections.set_up", queue="sync", **_ids(connection))
    return connection


def _store(provider: str, settings: dict[str, str], secrets: dict[str, str], facts: AccountFacts) -> Connection:
    scope = current_scope()
    found = Connection.objects.filter(workspace_id=scope.workspace_id, provider=provider, account_ref=facts.ref).first()
    connection = found or Connection(id=new_id(), workspace_id=scope.workspace_id, provider=provider)
    connection.account_ref, connection.label = facts.ref, facts.label
    connection.settings, connection.secrets = settings, secrets
    connection.brand = connection.brand or Brand.objects.get(workspace_id=scope.workspace_id, is_default=True)
    connection.expires_at, connection.disconnected_at = facts.expires_at, None
    connection.health, connection.trouble, connection.trouble_since = Health.HEALTHY, "", None
    connection.last_ok_at, connection.connected_by_id = timezone.now(), scope.user_id
    if not connection.hook_token:
        connection.hook_token = new_token()
        connection.hook_hash = hook_hash(connection.hook_token)
    connection.save(force_insert=found is None)
    _tell_edge()
    return connection


def _tell_edge() -> None:
    """The edge forgets the webhook addresses it knows, with this commit."""
    with database.cursor() as cursor:
        cursor.execute("select pg_notify('casa_connections', '')")


def set_up(connection: Connection) -> None:
    """Tell the provider our webhook address, then read everything once. Safe to repeat."""
    if registry.can(connection.provider, Ability.WEBHOOKS):
        attempt(
            connection,
            lambda: registry.ability(connection.provider, Ability.CONNECT).set_up(
                account_of(connection), door_of(connection, Purpose.CONNECTING)
            ),
        )
    if registry.can(connection.provider, Ability.REGISTRATION):
        defer("senders.read", queue="sync", once=f"senders:{connection.id}", **_ids(connection))
    if registry.can(connection.provider, Ability.SYNC):
        defer(
            "inbox.sync", queue="sync", once=f"sync:{connection.id}", lock=f"sync:{connection.id}", **_ids(connection)
        )


def attempt(connection: Connection, work: Any) -> Any:
    """Do something at the provider and note in the connection's health how it went. Failures pass through."""
    try:
        result = work()
    except ProviderFailure as failure:
        note_failure(connection, failure)
        raise
    note_ok(connection)
    return result


def note_ok(connection: Connection) -> None:
    """It works: clear trouble, count the call."""
    recovered = Connection.objects.filter(id=connection.id, disconnected_at=None).exclude(health=Health.HEALTHY)
    if recovered.update(health=Health.HEALTHY, trouble="", trouble_since=None):
        log_action("connections.recovered", connection.id)
        touch("connections")
    Connection.objects.filter(id=connection.id).update(last_ok_at=timezone.now())
    count_call(connection, failed=False)


def note_failure(connection: Connection, failure: ProviderFailure) -> None:
    """Write down what is wrong, once when it begins. Three kinds: late, needs you, stopped."""
    health = _health_after(failure)
    began = Connection.objects.filter(id=connection.id, disconnected_at=None).exclude(health=health)
    if health is not None and began.update(health=health, trouble=failure.for_user[:300], trouble_since=timezone.now()):
        log_action("connections.trouble", connection.id, health=health)
        touch("connections")
    count_call(connection, failed=True)


def _health_after(failure: ProviderFailure) -> str | None:
    if isinstance(failure, AuthFailed):
        return Health.ATTENTION
    return Health.LATE if isinstance(failure, NotReady) else None


def count_call(connection: Connection, *, failed: bool) -> None:
    slot = timezone.now().replace(second=0, microsecond=0)
    slot -= timedelta(minutes=slot.minute % 5)
    with database.cursor() as cursor:
        cursor.execute(
            f"insert into {Pulse._meta.db_table} as p (id, workspace_id, connection_id, slot, calls, failures) "  # noqa: S608
            "values (%s, %s, %s, %s, 1, %s) on conflict (workspace_id, connection_id, slot) "
            "do update set calls = p.calls + 1, failures = p.failures + excluded.failures",
            [new_id(), connection.workspace_id, connection.id, slot, int(failed)],
        )


def note_ended(connection: Connection, words: str) -> None:
    """The other side ended the connection."""
    Connection.objects.filter(id=connection.id).update(
        health=Health.STOPPED, trouble=words[:300], trouble_since=timezone.now()
    )
    log_action("connections.ended_by_provider", connection.id)


def disconnect(connection: Connection) -> datetime:
    """End a connection: its key is destroyed with this commit, its records go within 30 days (promise CA-5a).

    Telling the provider (webhook address, token) is tried first, since it needs the key. Returns the day by which
    the records will be gone; ending it again moves nothing.
    """
    held = Connection.objects.get(workspace_id=connection.workspace_id, id=connection.id)
    if held.disconnected_at is not None:
        return held.disconnected_at + ERASE_AFTER
    _tell_provider(held)
    gone_by = timezone.now() + ERASE_AFTER
    with transaction.atomic():
        destroy_keys(KeyKind.CONNECTION, connection.id)
        Connection.objects.filter(id=connection.id).update(
            secrets=None,
            hook_token=None,
            hook_hash=None,
            cursor=None,
            disconnected_at=timezone.now(),
            health=Health.DISCONNECTED,
            trouble="",
            trouble_since=None,
            expires_at=None,
        )
        schedule(
            "connections.erase",
            gone_by,
            f"erase:{connection.id}",
            queue="bulk",
            args={"connection_id": str(connection.id)},
        )
        _tell_edge()
        log_action("connections.disconnected", connection.id, provider=connection.provider)
    return gone_by


def _tell_provider(connection: Connection) -> None:
    module = registry.ability(connection.provider, Ability.CONNECT)
    try:
        module.tear_down(account_of(connection), door_of(connection, Purpose.DISCONNECTING))
    except ProviderFailure as failure:  # their side may be down: ours ends all the same
        log_action("connections.tear_down_failed", connection.id, code=failure.code)


def count_bad_signature(connection_id: UUID, words: str) -> None:
    """A forged or misconfigured webhook: shown in the connection's health with its likely cause."""
    Connection.objects.filter(id=connection_id).update(
        bad_signatures=F("bad_signatures") + 1, bad_signature_words=words[:300]
    )


def _ids(connection: Connection) -> dict[str, str]:
    return {"workspace_id": str(connection.workspace_id), "connection_id": str(connection.id)}
