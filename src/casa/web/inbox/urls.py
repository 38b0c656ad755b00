"""Addresses of the inbox, below ``/w/<workspace>/``."""

from django.urls import path

from casa.web.inbox import actions, finding, restricted, texts, views

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/queue/", views.queue, name="queue"),
    path("inbox/<uuid:id>/", views.conversation, name="conversation"),
    path("inbox/restricted/<uuid:id>/", restricted.open_anyway, name="restricted_open"),
    path("inbox/restricted/<uuid:id>/lift/", restricted.lift, name="restricted_lift"),
    path("inbox/<uuid:id>/context/", views.context, name="conversation_context"),
    path("inbox/<uuid:id>/consent/", views.consent, name="conversation_consent"),
    path("inbox/<uuid:id>/news/", views.thread_news, name="thread_news"),
    path("inbox/<uuid:id>/code/", views.door_code, name="door_code"),
    path("inbox/<uuid:id>/send/", actions.send, name="send"),
    path("inbox/<uuid:id>/note/", actions.note, name="note"),
    path("inbox/<uuid:id>/done/", actions.finish, name="done"),
    path("inbox/<uuid:id>/reopen/", actions.reopen, name="reopen"),
    path("inbox/<uuid:id>/snooze/", actions.snooze, name="snooze"),
    path("inbox/<uuid:id>/assign/", actions.assign, name="assign"),
    path("inbox/<uuid:id>/verdict/", actions.verdict, name="verdict"),
    path("inbox/<uuid:id>/draft/", actions.draft, name="draft"),
    path("inbox/<uuid:id>/draft/redo/", actions.redo_draft, name="redo_draft"),
    path("inbox/<uuid:id>/draft/dismiss/", actions.dismiss, name="dismiss_draft"),
    path("inbox/<uuid:id>/ai/", actions.ai, name="conversation_ai"),
    path("inbox/<uuid:id>/texts/", texts.texts, name="texts"),
    path("inbox/<uuid:id>/upload/", actions.upload, name="upload"),
    path("inbox/messages/<uuid:id>/take-back/", actions.take_back, name="take_back"),
    path("inbox/messages/<uuid:id>/retry/", actions.retry, name="retry"),
    path("inbox/files/<uuid:id>/", actions.attachment, name="attachment"),
    path("search/", finding.find, name="search"),
    path("jump/", finding.jump, name="jump"),
    path("kept/", finding.kept, name="kept"),
]
