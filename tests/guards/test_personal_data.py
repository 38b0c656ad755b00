"""Every text of a core model is sealed, or stands here with the reason why it need not be."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from casa.core.vault.fields import EncryptedField
from tests.guards.house import ROOMS, unexpected

CODE = "a word of ours from a fixed set"
WORDS = "plain words that we wrote ourselves, with no personal data in them"
REF = "the provider's own number for a record; says nothing without their database"
IDS = "ids of our own rows"
FILTER = "conditions: days, words of ours, names of cities and ids of our own rows; filters.read takes nothing else"
BLIND = "a keyed stand-in: says nothing without the workspace's key"
COLLEAGUE = "about the people who run the house; needed before any workspace is open (signing in, mail)"
PLAIN = {
    "accounts.User.password": "an Argon2id hash",
    "accounts.User.email": COLLEAGUE,
    "accounts.User.name": COLLEAGUE,
    "accounts.User.timezone": CODE,
    "accounts.User.theme": CODE,
    "accounts.Workspace.name": "the business's name, shown before its keys are open",
    "accounts.Workspace.slug": "the address of the business",
    "accounts.Workspace.timezone": CODE,
    "accounts.Workspace.exceptions": "the host's own yes and no to what the assistant may answer alone: settings",
    "accounts.Brand.name": "printed in every text to a guest: public by its nature",
    "accounts.Brand.signature": "printed in messages to guests",
    "accounts.Brand.support_phone": "the published number of the business",
    "accounts.Brand.support_email": "the published address of the business",
    "accounts.Member.role": CODE,
    "accounts.Member.property_ids": IDS,
    "accounts.Invitation.email": COLLEAGUE,
    "accounts.Invitation.role": CODE,
    "accounts.Invitation.property_ids": IDS,
    "accounts.Invitation.token_hash": "a hash of an unguessable token",
    "accounts.Action.verb": CODE,
    "accounts.Action.data": "ids, counts and settings, never personal text (see rules.log_action)",
    "accounts.Read.reason": CODE,
    "accounts.Due.job": CODE,
    "accounts.Due.args": "ids only; test_jobs.py holds it",
    "accounts.Due.queue": CODE,
    "accounts.Due.key": "a word of ours and an id",
    "accounts.Heartbeat.name": "the name of a process of ours",
    "accounts.Heartbeat.version": CODE,
    "vault.DataKey.kind": CODE,
    "vault.DataKey.wrapped": "a data key under the master key",
    "connections.Connection.provider": CODE,
    "connections.Connection.account_ref": REF,
    "connections.Connection.label": "how the business's own account is called at the provider",
    "connections.Connection.settings": "what the manifest does not call secret: account numbers, sender numbers",
    "connections.Connection.hook_hash": "a hash of an unguessable token",
    "connections.Connection.health": CODE,
    "connections.Connection.trouble": WORDS,
    "connections.Connection.bad_signature_words": WORDS,
    "connections.Delivery.key": "a hash of the provider's delivery id",
    "connections.Delivery.state": CODE,
    "connections.Delivery.trouble": WORDS,
    "connections.Authorization.provider": CODE,
    "connections.Authorization.state_hash": "a hash of an unguessable state",
    "people.Person.language": CODE,
    "people.Person.tokens": BLIND,
    "people.Identity.kind": CODE,
    "people.Identity.lookup": BLIND,
    "people.Merge.moved": IDS,
    "consent.ConsentEvent.address": BLIND,
    "consent.ConsentEvent.channel": CODE,
    "consent.ConsentEvent.program": CODE,
    "consent.ConsentEvent.consent_class": CODE,
    "consent.ConsentEvent.source": CODE,
    "consent.ConsentEvent.action": CODE,
    "consent.Suppression.address": BLIND,
    "consent.Suppression.channel": CODE,
    "consent.Suppression.scope": CODE,
    "consent.Suppression.reason": CODE,
    "consent.Suppression.rule": CODE,
    "consent.Suppression.matcher": CODE,
    "consent.Suppression.message_ref": REF,
    "consent.Decision.answer": CODE,
    "consent.Decision.reason": CODE,
    "consent.Decision.rule": CODE,
    "consent.Decision.facts": "the gate's facts without the address or the text (see gate.Facts)",
    "stays.Property.external_id": REF,
    "stays.Property.sequence": "the provider's version of a record",
    "stays.Property.name": "how the business calls a home, on public pages; its address is sealed",
    "stays.Property.city": "where a home is offered, on public pages; its address is sealed",
    "stays.Property.country": "where a home is offered, on public pages",
    "stays.Property.timezone": CODE,
    "stays.Property.amenities": "what a home offers, on public pages",
    "stays.Property.house": CODE,
    "stays.Reservation.external_id": REF,
    "stays.Reservation.sequence": "the provider's version of a record",
    "stays.Reservation.platform": CODE,
    "stays.Reservation.status": CODE,
    "stays.Reservation.currency": CODE,
    "stays.Reservation.thread_id": REF,
    "stays.Review.external_id": REF,
    "inbox.Conversation.status": CODE,
    "inbox.Conversation.channel": CODE,
    "inbox.Conversation.urgent": CODE,
    "inbox.Message.direction": CODE,
    "inbox.Message.channel": CODE,
    "inbox.Message.external_id": REF,
    "inbox.Message.language": CODE,
    "inbox.Message.status": CODE,
    "inbox.Message.why": WORDS,
    "inbox.Message.rule": CODE,
    "inbox.Message.tokens": BLIND,
    "inbox.Attachment.kind": CODE,
    "inbox.Attachment.content_type": CODE,
    "inbox.Attachment.trouble": WORDS,
    "inbox.Attachment.public_hash": "a hash of an unguessable token",
    "inbox.Outbox.kind": CODE,
    "inbox.Outbox.state": CODE,
    "inbox.Outbox.thread_id": REF,
    "inbox.Outbox.reservation_ref": REF,
    "templates.Template.name": "how the house calls a text of its own; what it says is sealed",
    "templates.Template.kind": CODE,
    "templates.Template.language": CODE,
    "templates.TemplateText.language": CODE,
    "templates.TemplateMedia.content_type": CODE,
    "templates.BrandLink.key": CODE,
    "templates.BrandLink.url": "a web address of the business, printed in its texts: public by its nature",
    "campaigns.Audience.name": "what the business calls a group of people",
    "campaigns.Audience.filter": FILTER,
    "campaigns.Campaign.name": "what the business calls a sending; its text is sealed",
    "campaigns.Campaign.kind": CODE,
    "campaigns.Campaign.program": CODE,
    "campaigns.Campaign.state": CODE,
    "campaigns.Campaign.channel": CODE,
    "campaigns.Campaign.filter": FILTER,
    "campaigns.Campaign.when": CODE,
    "campaigns.Campaign.winner_by": CODE,
    "campaigns.Campaign.winner": CODE,
    "campaigns.Campaign.trouble": WORDS,
    "campaigns.Variant.letter": CODE,
    "campaigns.Variant.language": CODE,
    "campaigns.Recipient.address": BLIND,
    "campaigns.Recipient.variant": CODE,
    "campaigns.Recipient.state": CODE,
    "campaigns.Recipient.reason": CODE,
    "campaigns.Recipient.words": WORDS,
    "campaigns.Recipient.rule": CODE,
    "campaigns.Throttle.sender": "the business's own number",
    "campaigns.Count.kind": CODE,
    "campaigns.Count.program": CODE,
    "campaigns.Count.filter": FILTER,
    "campaigns.Count.key": "a hash of what is counted",
    "campaigns.Count.state": CODE,
    "campaigns.Count.totals": "how many people, by a word of ours",
    "campaigns.Count.places": "how many people, by state",
    "campaigns.Counted.outcome": CODE,
    "campaigns.Counted.words": WORDS,
    "campaigns.Counted.rule": CODE,
    "campaigns.Counted.place": CODE,
    "campaigns.Sequence.name": "what the business calls a sequence",
    "campaigns.Sequence.trigger": CODE,
    "campaigns.Sequence.program": CODE,
    "campaigns.Sequence.filter": FILTER,
    "assistant.Knowledge.source": CODE,
    "assistant.Knowledge.source_ref": "a home's number and the heading a provider gives a passage",
    "assistant.Draft.state": CODE,
    "assistant.Draft.reason": WORDS,
    "assistant.Draft.urgent": CODE,
    "assistant.Draft.model": CODE,
    "assistant.Run.purpose": CODE,
    "assistant.Run.model": CODE,
    "assistant.Run.fact_ids": IDS,
    "assistant.Run.outcome": CODE,
    "assistant.Run.trouble": WORDS,
}
HOLDS_TEXT = (models.CharField, models.TextField, models.JSONField, models.BinaryField, ArrayField, models.FileField)


def core_fields() -> list[tuple[str, models.Field]]:
    from django.apps import apps

    return [
        (f"{model._meta.label}.{field.name}", field)
        for model in apps.get_models()
        if model._meta.app_label in ROOMS
        for field in model._meta.local_fields
    ]


def test_every_text_is_sealed_or_has_a_reason():
    plain = {
        label
        for label, field in core_fields()
        if isinstance(field, HOLDS_TEXT) and not isinstance(field, EncryptedField)
    }
    assert not unexpected(plain, PLAIN)


def test_what_guests_say_and_who_they_are_is_sealed():
    """The list nobody may shorten (promises CF-2, CA-2)."""
    sealed = {label for label, field in core_fields() if isinstance(field, EncryptedField)}
    assert sealed >= {
        "people.Person.name",
        "people.Person.notes",
        "people.Identity.value",
        "inbox.Message.body",
        "inbox.Conversation.preview",
        "inbox.Attachment.blob",
        "inbox.Word.sealed",
        "connections.Connection.secrets",
        "connections.Connection.cursor",
        "connections.Delivery.sealed",
        "connections.Authorization.verifier",
        "stays.Property.wifi",
        "stays.Property.address",
        "stays.Reservation.code",
        "stays.Review.text",
        "assistant.Knowledge.text",
        "assistant.Draft.content",
        "assistant.Run.prompt",
        "consent.Suppression.text",
    }


def test_no_model_keeps_a_password_of_somebody_else():
    """Promise CA-6d: a connection is a key or an authorization, never a password."""
    named = {label for label, _ in core_fields() if "password" in label.lower()}
    assert named == {"accounts.User.password"}
