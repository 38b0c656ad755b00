"""Every text of a core model is sealed and in the data map, or stands in plain.toml with its reason."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from casa.core.privacy import datamap
from casa.core.vault.fields import EncryptedField
from tests.guards.house import ROOMS, unexpected

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
    assert not unexpected(plain, dict(datamap.plain()))


def test_every_personal_field_is_in_the_data_map():
    """Purpose, class, source, retention and readers of each (GDPR art. 30); what it names is really there."""
    assert not datamap.unmapped()
    for field in datamap.fields():
        assert field.kind in datamap.CLASS_WORDS, field.label
        assert field.keeps in datamap.KEEP_WORDS, field.label
        assert field.readers, f"{field.label} is read by nobody: {field.read}"
        assert min(len(field.purpose), len(field.source)) > 8, field.label


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
