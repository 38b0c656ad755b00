"""The register of incidents as pages: opened, described, told, proven, closed."""

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from casa.core.accounts.models import Read
from casa.core.accounts.rules import log_reads
from casa.core.people.rules import make_person
from casa.core.privacy import breach
from casa.core.privacy.models import Breach, BreachNote
from casa.testing.fixtures import signed_in

REPORT = "A laptop was stolen from a car. Its sessions were ended within the hour; disks are sealed now."


def at(cast, name, *ids):
    return reverse(name, args=[cast.workspace.slug, *ids])


def text(answer):
    return answer.content.decode()


@pytest.fixture
def owner(cast):
    return signed_in(cast.alice)


@pytest.fixture
def opened(cast, owner):
    """An incident opened on the page: Bob's account opened one of two guests."""
    with cast.scope(cast.bob):
        log_reads([make_person("Hannah Lindqvist").id], "conversation")
        make_person("Marcus Bell")
    began = (timezone.localtime() - timedelta(hours=30)).strftime("%Y-%m-%dT%H:%M")
    asked = {"title": "A stolen laptop", "story": "From a car", "begins": began, "account": str(cast.bob.id)}
    answer = owner.post(at(cast, "privacy_breach_open"), asked, follow=True)
    assert "The 72 hours run from now" in text(answer)
    with cast.scope():
        return Breach.objects.get()


def test_an_incident_shows_its_clock_and_whom_it_concerns(cast, owner, opened):
    page = text(owner.get(at(cast, "privacy_breach", opened.id)))
    shown = datetime.fromisoformat(page.partition('data-due="')[2].partition('"')[0])
    assert shown == breach.due_at(opened)
    assert "Hannah Lindqvist" in page
    assert "Marcus Bell" not in page
    assert "counted from what the account opened" in page
    assert "A stolen laptop" in text(owner.get(at(cast, "privacy_breaches")))
    with cast.scope():
        assert Read.objects.filter(reason="incident", user=cast.alice).count() == 1


def test_both_notices_follow_what_is_known(cast, owner, opened):
    known = {"consequences": "Somebody may write in our name", "measures": "Sessions ended", "advice": "Ring us first"}
    owner.post(at(cast, "privacy_breach_describe", opened.id), known)
    page = text(owner.get(at(cast, "privacy_breach", opened.id)))
    assert "What you can do: Ring us first" in page
    assert "What we have done: Sessions ended" in page


def test_evidence_is_kept_with_its_file_and_only_ever_downloaded(cast, owner, opened):
    file = SimpleUploadedFile("log.html", b"<script>09:14</script>", "text/html")
    owner.post(at(cast, "privacy_breach_note", opened.id), {"words": "The log", "file": file})
    with cast.scope():
        kept = BreachNote.objects.get()
    answer = owner.get(at(cast, "privacy_breach_file", kept.id))
    assert answer.content == b"<script>09:14</script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")


def test_it_is_told_and_closed_and_stays_as_a_paper(cast, owner, opened):
    assert owner.post(at(cast, "privacy_breach_close", opened.id), {"report": REPORT}).status_code == 409
    with cast.scope():
        notice = breach.authority_notice(opened)
    owner.post(at(cast, "privacy_breach_told", opened.id), {"whom": "authority", "notice": notice})
    assert "The authority was told" in text(owner.get(at(cast, "privacy_breach", opened.id)))
    owner.post(at(cast, "privacy_breach_close", opened.id), {"report": REPORT})
    page = text(owner.get(at(cast, "privacy_breach", opened.id)))
    assert "disks are sealed now" in page
    assert "I have sent this" not in page
    paper = owner.get(at(cast, "privacy_breach_report", opened.id))
    assert paper.content.startswith(b"%PDF")


@pytest.mark.parametrize("wrong", [
    {"title": " ", "begins": "2026-01-01T10:00"}, {"title": "A leak", "begins": "yesterday"},
    {"title": "A leak", "begins": "2199-01-01T10:00"},
    {"title": "A leak", "begins": "2026-01-02T10:00", "ends": "2026-01-01T10:00"},
], ids=["no words", "no time", "in the future", "ends before it began"])  # fmt: skip
def test_what_cannot_be_is_said_and_nothing_is_lost(cast, owner, wrong):
    answer = owner.post(at(cast, "privacy_breach_open"), wrong | {"story": "Half a page of it"})
    assert answer.status_code == 422
    assert "Half a page of it" in text(answer)
    with cast.scope():
        assert not Breach.objects.exists()


def test_the_people_go_on_page_by_page(cast, owner):
    with cast.scope():
        for number in range(45):
            make_person(f"Guest {number}")
        row = breach.open_breach("An open door", "", timezone.now())
    page = text(owner.get(at(cast, "privacy_breach_people", row.id)))
    assert page.count("Guest ") == 40
    assert "Show more" in page
    where = page.partition('hx-get="')[2].partition('"')[0]
    assert text(owner.get(where, headers={"HX-Request": "true"})).count("Guest ") == 5


def test_the_register_asks_no_more_as_it_grows(cast, owner, count_queries):
    def incidents(number):
        with cast.scope():
            for one in range(number):
                breach.open_breach(f"Incident {one}", "", timezone.now(), account=cast.bob)

    incidents(1)
    owner.get(at(cast, "privacy_breaches"))
    with count_queries() as few:
        owner.get(at(cast, "privacy_breaches"))
    incidents(9)
    with count_queries() as many:
        owner.get(at(cast, "privacy_breaches"))
    assert len(many) == len(few)


def test_a_manager_reads_and_does_not_write(cast, opened):
    from casa.core.accounts.models import Member, Role

    with cast.scope():
        Member.objects.filter(user=cast.vera).update(role=Role.MANAGER)
    manager = signed_in(cast.vera)
    assert "I have sent this" not in text(manager.get(at(cast, "privacy_breach", opened.id)))
    assert manager.post(at(cast, "privacy_breach_note", opened.id), {"words": "x"}).status_code == 403
