"""Who may do what. One table, read by pages, API and live stream alike.

A right is a word of the form ``area.verb``. Nobody has a right that is not written here.
"""

from uuid import UUID

from casa.core.accounts.models import Member, Role

READ = frozenset({
    "inbox.read", "people.read", "stays.read", "knowledge.read",
    "campaigns.read", "templates.read", "appointments.read",
})  # fmt: skip
WRITE = frozenset({
    "inbox.reply", "inbox.note", "inbox.assign", "people.edit", "assistant.use", "appointments.edit", "consent.record",
})  # fmt: skip
RUN = frozenset({
    "knowledge.edit", "connections.read", "people.merge", "actions.read", "campaigns.edit", "campaigns.send",
    "templates.edit", "consent.read", "senders.read", "privacy.read",
})  # fmt: skip
OWN = frozenset({"connections.edit", "members.edit", "workspace.edit", "privacy.edit", "consent.edit", "senders.edit"})

RIGHTS: dict[str, frozenset[str]] = {
    Role.OWNER: READ | WRITE | RUN | OWN | {"codes.read"},
    Role.MANAGER: READ | WRITE | RUN | {"codes.read"},
    Role.AGENT: READ | WRITE | {"codes.read"},
    Role.CLEANER: frozenset({"stays.read"}),
    Role.VIEWER: READ,
}


def may(member: Member, right: str) -> bool:
    """Whether the member's role carries a right."""
    return right in RIGHTS.get(member.role, frozenset())


def may_see_property(member: Member, property_id: UUID | None) -> bool:
    """Whether a home is within the member's part of the workspace. No home at all: only unnarrowed members."""
    return not member.property_ids or property_id in member.property_ids
