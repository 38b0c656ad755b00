"""A campaign's picture stands in the thread of everybody it went to; it is kept once and belongs to nobody of them."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from casa.core.campaigns import rules
from casa.core.campaigns.tests import crowd as c
from casa.core.campaigns.tests.test_pictures import png
from casa.core.inbox.models import Attachment, Conversation, Message
from casa.core.inbox.queries import attachments_of, outbox_of, thread
from casa.core.privacy import erase
from casa.core.templates.models import BatchPicture
from casa.testing.fixtures import signed_in


@pytest.fixture(autouse=True)
def noon():
    with c.at(datetime(2026, 11, 24, 17, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def sent(stage):
    c.shop(stage)
    c.crowd(stage, 2)
    made = c.campaign(stage)
    with stage.cast.scope():
        rules.add_picture(rules.held(made.id), png())
    with c.provider():
        c.run(stage, made)
    return made


def talks(stage):
    with stage.cast.scope():
        return list(Conversation.objects.order_by("id"))


def get(stage, name, key, user=None):
    return signed_in(user or stage.cast.alice).get(reverse(name, args=[stage.cast.workspace.slug, key]))


def picture_of(stage, made):
    with stage.cast.scope():
        return BatchPicture.objects.get(batch=made.id)


def test_everybody_s_thread_shows_it_and_nothing_is_kept_for_each(stage, sent):
    picture = picture_of(stage, sent)
    where = reverse("attachment", args=[stage.cast.workspace.slug, picture.id])
    for talk in talks(stage):
        shown = get(stage, "conversation", talk.id).content.decode()
        assert f'<img src="{where}" alt="Picture you sent"' in shown
    answer = get(stage, "attachment", picture.id)
    assert (answer.status_code, answer["Content-Type"]) == (200, picture.content_type)
    with stage.cast.scope():
        assert answer.content == bytes(BatchPicture.objects.get().blob)
        assert not Attachment.objects.exists()


def test_the_thread_asks_one_question_more_however_many_campaigns_there_were(stage, sent, count_queries):
    with stage.cast.scope():
        talk = talks(stage)[0]
        messages, _ = thread(talk)
        rows = outbox_of(messages)
        with count_queries() as asked:
            attachments_of(messages, rows)
        assert len(asked) == 2
        with count_queries() as asked:
            attachments_of(messages, {})
        assert len(asked) == 1
    again = c.campaign(stage)
    with stage.cast.scope():
        rules.add_picture(rules.held(again.id), png("red"))
    with c.provider():
        c.run(stage, again)
    with stage.cast.scope():
        messages, _ = thread(talk)
        rows = outbox_of(messages)
        with count_queries() as asked:
            found = attachments_of(messages, rows)
        assert len(asked) == 2
        assert sorted(len(files) for files in found.values()) == [1, 1]


def test_a_picture_that_has_not_gone_out_is_no_file_of_the_inbox(stage):
    c.shop(stage)
    made = c.campaign(stage)
    with stage.cast.scope():
        rules.add_picture(rules.held(made.id), png())
    assert get(stage, "attachment", picture_of(stage, made).id).status_code == 404


def test_only_members_see_it(stage, sent):
    picture = picture_of(stage, sent)
    told = {
        who: get(stage, "attachment", picture.id, getattr(stage.cast, who)).status_code for who in ("bob", "charlie")
    }
    assert told == {"bob": 200, "charlie": 404}


def test_erasing_one_of_them_takes_their_thread_and_leaves_the_other_s(stage, sent):
    picture, (first, second) = picture_of(stage, sent), talks(stage)
    with stage.cast.scope():
        row = erase.begin(first.person)
    erase.go_on(row.workspace_id, row.id)
    with stage.cast.scope():
        assert not Message.objects.filter(conversation=first).exclude(body=None).exists()
        assert BatchPicture.objects.get().id == picture.id
    assert str(picture.id) in get(stage, "conversation", second.id).content.decode()
