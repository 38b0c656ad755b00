"""What a person does in a conversation. One address an action; each calls one rule."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from casa.core.accounts.models import Member
from casa.core.accounts.queries import members
from casa.core.accounts.rules import NotPossible
from casa.core.assistant import leave
from casa.core.assistant.queries import living_draft
from casa.core.assistant.rules import ask_again, dismiss_draft, note_used
from casa.core.inbox import outbox, queries, rules
from casa.core.inbox.attachments import take_upload
from casa.core.inbox.models import Attachment, Conversation, Message
from casa.core.inbox.ways import way_of
from casa.web.answers import done, is_fragment, says_why
from casa.web.inbox import show
from casa.web.inbox.composer import ai_view, thread_urls, verdict_view
from casa.web.inbox.drafts import draft_view
from casa.web.inbox.times import picked
from casa.web.workspace import WorkspaceRequest, right


def held(request: WorkspaceRequest, conversation_id: UUID) -> Conversation:
    """The conversation, if the member may see it, held until the request's transaction ends."""
    if not queries.conversations(request.member).filter(id=conversation_id).exists():
        raise Http404
    return rules.held(conversation_id)


def read(request: WorkspaceRequest, conversation_id: UUID) -> Conversation:
    """The conversation, if the member may see it. What only looks must not stand in the way of what happens."""
    try:
        return queries.conversation(request.member, conversation_id)
    except Conversation.DoesNotExist:
        raise Http404 from None


@right("inbox.reply")
@require_POST
@says_why
def send(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    conversation = held(request, id)
    way = way_of(conversation, request.POST.get("way", ""))
    if way is None:
        raise NotPossible("No account is connected that reaches them. Connect one first.")
    at = picked(request.POST.get("later_at", "")) if request.POST.get("later") else None
    message = outbox.queue_reply(
        conversation,
        way,
        request.POST.get("body", "").strip(),
        author=request.user,
        key=_key(request.POST.get("key", "")),
        at=at,
        attachments=_attachments(request, conversation),
    )
    note_used(conversation, request.POST.get("draft", ""), message.body)
    return _entry_or_back(request, conversation, message)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _attachments(request: WorkspaceRequest, conversation: Conversation) -> tuple[Attachment, ...]:
    ids = [_key(value) for value in request.POST.getlist("attachment")]
    rows = Attachment.objects.filter(
        workspace_id=conversation.workspace_id,
        id__in=[value for value in ids if value],
        message__conversation=conversation,
        message__status="uploading",
    )
    return tuple(rows)


def _entry_or_back(request: WorkspaceRequest, conversation: Conversation, message: Message) -> HttpResponse:
    if request.headers.get("HX-Request") != "true":
        return redirect(reverse("conversation", args=[request.workspace.slug, conversation.id]))
    rows = queries.outbox_of([message])
    face = show.entry(
        message,
        request.workspace.slug,
        rows.get(message.id),
        queries.attachments_of([message], rows).get(message.id, []),
        request.user,
    )
    return render(request, "inbox/news.html", {"entries": [face]})


@right("inbox.reply")
@require_POST
@says_why
def take_back(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    message = outbox.take_back(id)
    return done() if is_fragment(request) else _back(request, message.conversation_id)


@right("inbox.reply")
@require_POST
@says_why
def retry(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    outbox.try_again(id)
    return done() if is_fragment(request) else _back(request, Message.objects.get(id=id).conversation_id)


def _back(request: WorkspaceRequest, conversation_id: UUID) -> HttpResponse:
    return redirect(reverse("conversation", args=[request.workspace.slug, conversation_id]))


@right("inbox.note")
@require_POST
@says_why
def note(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    conversation = held(request, id)
    message = rules.write_note(conversation, request.user, request.POST.get("body", ""))
    return _entry_or_back(request, conversation, message)


@right("inbox.assign")
@require_POST
@says_why
def finish(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    rules.finish(held(request, id))
    return done() if is_fragment(request) else redirect(reverse("inbox", args=[request.workspace.slug]))


@right("inbox.assign")
@require_POST
@says_why
def reopen(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    rules.reopen(held(request, id))
    return done() if is_fragment(request) else _back(request, id)


@right("inbox.assign")
@require_POST
@says_why
def snooze(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    rules.snooze(held(request, id), picked(request.POST.get("until", "")))
    return done() if is_fragment(request) else redirect(reverse("inbox", args=[request.workspace.slug]))


@right("inbox.assign")
@require_POST
@says_why
def assign(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    conversation = held(request, id)
    wanted = request.POST.get("member", "")
    rules.assign(conversation, _member(wanted) if wanted else None)
    return done() if is_fragment(request) else _back(request, id)


def _member(text: str) -> Member:
    key = _key(text)
    found = members().filter(id=key).first() if key else None
    if found is None:
        raise NotPossible("Pick somebody from the list.")
    return found


@right("inbox.read")
def verdict(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """What the gate would say: to what is being written, or (asked by a live page) to any words now."""
    conversation = read(request, id)
    rules.look(conversation.id, typing=request.method == "POST" and "first" not in request.POST)
    way = way_of(conversation, request.POST.get("way", ""))
    body = request.POST.get("body", "").strip() or "…"
    context = {"verdict": verdict_view(conversation, way, body), "thread": _thread(request, conversation)}
    return render(request, "inbox/verdict.html", context)


@right("inbox.read")
def draft(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    return _draft(request, read(request, id))


@right("assistant.use")
@require_POST
@says_why
def redo_draft(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    conversation = held(request, id)
    ask_again(conversation)
    return _draft(request, conversation)


@right("assistant.use")
@require_POST
def dismiss(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    conversation = held(request, id)
    dismiss_draft(conversation)
    return _draft(request, conversation)


@right("people.edit")
@require_POST
def ai(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """Whether AI works on this conversation."""
    conversation = read(request, id)
    leave.let(conversation.person, request.POST.get("allowed") == "1")
    return _draft(request, conversation)


def _thread(request: WorkspaceRequest, conversation: Conversation) -> dict[str, Any]:
    urls = thread_urls(request.workspace.slug, conversation)
    return {"topic": f"conversation:{conversation.id}", "urls": urls, **ai_view(request, conversation)}


def _draft(request: WorkspaceRequest, conversation: Conversation) -> HttpResponse:
    if not is_fragment(request):
        return _back(request, conversation.id)
    thread = _thread(request, conversation)
    shown = draft_view(living_draft(conversation), request.workspace.slug)
    return render(request, "inbox/draft.html", {"draft": shown, "thread": thread})


@right("inbox.reply")
@require_POST
@says_why
def upload(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """Take the files of a message that is still being written."""
    conversation = held(request, id)
    sent = [file for name in request.FILES for file in request.FILES.getlist(name)][:10]
    files = [take_upload(conversation, file) for file in sent]
    faces = [show.file_face(file, request.workspace.slug) for file in files]
    return render(request, "inbox/upload.html", {"uploads": faces})


@right("inbox.read")
def attachment(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """A file of a message: pictures may be shown, everything else is only ever a download."""
    try:
        file = queries.attachment(request.member, id)
    except Attachment.DoesNotExist:
        raise Http404 from None
    if file.blob is None:
        raise Http404
    answer = HttpResponse(file.blob, content_type=file.content_type)
    way = "inline" if file.kind == "image" else "attachment"
    answer["Content-Disposition"] = f'{way}; filename="{file.id.hex[:12]}"'
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, max-age=300"
    return answer
