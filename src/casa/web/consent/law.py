"""Why a message was held or not sent: the rule, its source, and the facts it was decided with."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from casa.core.accounts.rules import log_reads
from casa.core.consent.models import Decision
from casa.core.inbox.models import Conversation, Message, Outbox
from casa.core.inbox.queries import conversation
from casa.web.consent import reasons
from casa.web.inbox.show import clock
from casa.web.workspace import WorkspaceRequest, right


@right("inbox.read")
def why(request: WorkspaceRequest, id: UUID) -> HttpResponse:
    """For one message, every decision of the gate about it, the newest first."""
    message = Message.objects.filter(id=id, direction="out").select_related("person").first()
    row = Outbox.objects.filter(message_id=id).first() if message else None
    if message is None or row is None:
        raise Http404
    try:
        conversation(request.member, row.conversation_id)
    except Conversation.DoesNotExist:
        raise Http404 from None
    log_reads([message.person_id], "consent")
    decisions = list(Decision.objects.filter(outbox_id=row.id).order_by("-at")[:20])
    context = {
        "message": message,
        "name": message.person.shown_name,
        "conversation_id": row.conversation_id,
        "decisions": [reasons.face(decision) for decision in decisions],
        "at": clock(message.sent_at),
    }
    return render(request, "consent/why.html", context)
