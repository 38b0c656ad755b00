"""The page that closes the workspace: only the owner, only with the name typed, and back again."""

from django.urls import reverse

from casa.core.privacy import closing
from casa.testing.fixtures import signed_in


def url(cast, name):
    return reverse(name, args=[cast.workspace.slug])


def test_only_an_owner_may_open_or_use_it(cast):
    browser = signed_in(cast.bob)
    assert browser.get(url(cast, "settings_closing")).status_code == 403
    assert browser.post(url(cast, "settings_close"), {"name": cast.workspace.name}).status_code == 403
    assert browser.post(url(cast, "settings_reopen")).status_code == 403


def test_it_says_what_happens_and_closes_with_the_typed_name_only(cast):
    browser = signed_in(cast.alice)
    assert "every account is disconnected" in browser.get(url(cast, "settings_closing")).content.decode()
    refused = browser.post(url(cast, "settings_close"), {"name": "laurel"})
    assert refused.status_code == 422
    assert "exactly as it stands" in refused.content.decode()
    with cast.scope():
        assert closing.standing() is None
    page = browser.post(url(cast, "settings_close"), {"name": cast.workspace.name}, follow=True).content.decode()
    assert "Everything goes on" in page
    page = browser.post(url(cast, "settings_reopen"), follow=True).content.decode()
    assert "every account is disconnected" in page
    with cast.scope():
        assert closing.standing() is None
