"""Files of messages: fetched through the guarded door, re-encoded, sealed. Only images are ever shown."""

from dataclasses import replace
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from casa.core.accounts.live import touch
from casa.core.accounts.rules import NotPossible
from casa.core.accounts.scope import current_workspace_id, workspace_scope
from casa.core.connections import registry
from casa.core.connections.contract import Ability, Account, Media, MediaRef, NotReady, ProviderFailure
from casa.core.connections.doors import Purpose, account_of, door_of, errand
from casa.core.inbox.models import Attachment, Conversation, Direction, Message
from casa.lib.http import Door, HttpFailure, TooLarge
from casa.lib.ids import new_id
from casa.lib.pictures import NotAFile, reencode

LARGEST = 5 * 1024 * 1024  # bytes; Twilio's ceiling (R75)
FILES = {
    "application/pdf": "pdf",
    "text/plain": "txt",
    "text/vcard": "vcf",
    "audio/mpeg": "mp3",
    "video/mp4": "mp4",
    "audio/ogg": "ogg",
    "audio/amr": "amr",
    "video/3gpp": "3gp",
}


def keep(attachment: Attachment, body: bytes, content_type: str) -> None:
    """Seal a file into its attachment. Raises NotAFile."""
    if len(body) > LARGEST:
        raise NotAFile("This file is larger than 5 MB.")
    if attachment.kind == "image" or content_type.startswith("image/"):
        attachment.blob, attachment.content_type, attachment.width, attachment.height = reencode(body)
        attachment.kind = "image"
    else:
        if content_type.split(";")[0] not in FILES:
            raise NotAFile("Casa does not keep this kind of file.")
        attachment.blob, attachment.content_type = body, content_type.split(";")[0]
    attachment.size, attachment.source, attachment.trouble = len(attachment.blob), None, ""
    attachment.save()


def fetch(workspace_id: UUID, message_id: UUID) -> None:
    """Fetch what a message refers to. Safe to repeat; a file that cannot be had says so and stays said."""
    with workspace_scope(workspace_id):
        rows = list(Attachment.objects.filter(workspace_id=workspace_id, message_id=message_id, blob=None, trouble=""))
        jobs = [(row, row.source) for row in rows if row.source]
        connection = Message.objects.select_related("connection").get(id=message_id).connection
        if connection is None:
            return
        account, door = account_of(connection), door_of(connection)
    for row, source in jobs:
        try:
            media: Media | None = _fetched(connection.provider, account, door, MediaRef(source, row.content_type))
            trouble = ""
        except NotReady:
            raise
        except (ProviderFailure, NotAFile, TooLarge, HttpFailure) as failure:
            media, trouble = None, getattr(failure, "for_user", "") or "This file could not be fetched safely."
        with workspace_scope(workspace_id):
            _store(row, media, trouble)


def _fetched(provider: str, account: Account, door: Door, ref: MediaRef) -> Media:
    """Through the provider where it has a way of its own, else from the public address, with no credentials."""
    if registry.can(provider, Ability.MEDIA):
        found: Media = registry.ability(provider, Ability.MEDIA).fetch(account, door, ref, LARGEST)
        return found
    goes = replace(door.errand or errand(provider, Purpose.PICTURES), purpose=Purpose.PICTURES)
    reply = Door(hosts=None, routes=door.routes, errand=goes).request("GET", ref.url, limit=LARGEST, follow=3)
    if not reply.ok:
        raise NotAFile("This file could not be fetched.")
    return Media(reply.headers.get("content-type", ""), reply.body)


def _store(row: Attachment, media: Media | None, trouble: str) -> None:
    try:
        if media is not None:
            keep(row, media.body, media.content_type)
    except NotAFile as refusal:
        trouble = str(refusal)
    if trouble:
        Attachment.objects.filter(id=row.id).update(trouble=trouble[:200])
    conversation_id = Message.objects.values_list("conversation_id", flat=True).get(id=row.message_id)
    touch(f"conversation:{conversation_id}")


def take_upload(conversation: Conversation, upload: UploadedFile) -> Attachment:
    """A file a colleague attaches; it waits on a draft message until that is sent. Raises NotPossible."""
    if (upload.size or 0) > LARGEST:
        raise NotPossible("This file is larger than 5 MB. Send a link or a smaller one.")
    message = Message.objects.create(
        id=new_id(),
        workspace_id=conversation.workspace_id,
        conversation=conversation,
        person_id=conversation.person_id,
        direction=Direction.NOTE,
        body="",
        sent_at=conversation.last_message_at,
        status="uploading",
    )
    attachment = Attachment(
        id=new_id(),
        workspace_id=current_workspace_id(),
        message=message,
        person_id=conversation.person_id,
        kind="file",
        name=(upload.name or "file")[:120],
    )
    try:
        keep(attachment, upload.read(), upload.content_type or "")
    except NotAFile as refusal:
        raise NotPossible(str(refusal)) from refusal
    return attachment
