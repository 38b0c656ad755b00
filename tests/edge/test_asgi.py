"""Who answers what: files, pages, edge."""

import httpx
import pytest
from django.conf import settings

from casa.config.asgi import app
from casa.testing.serve import serve


@pytest.fixture(scope="module")
def base(database):
    with serve(app, lifespan="on") as base:
        yield base


def test_a_file_under_the_fingerprint_is_kept_for_good_and_packed(base):
    said = httpx.get(f"{base}{settings.STATIC_URL}casa/css/base.css", headers={"accept-encoding": "gzip"})
    assert said.status_code == 200
    assert said.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert said.headers["x-content-type-options"] == "nosniff"
    assert said.headers["content-encoding"] == "gzip"
    assert said.headers["content-type"].startswith("text/css")


def test_a_file_under_the_plain_address_is_asked_for_again(base):
    said = httpx.get(f"{base}/static/casa/css/base.css")
    assert said.status_code == 200
    assert said.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["casa/nothing.css", "../settings.py", "%2e%2e/%2e%2e/config/settings.py", ""])
def test_what_is_no_file_is_not_found_and_not_remembered(base, path):
    for prefix in (settings.STATIC_URL, "/static/"):
        said = httpx.get(f"{base}{prefix}{path}")
        assert said.status_code == 404
        assert "immutable" not in said.headers.get("cache-control", "")


def test_pages_come_from_django_and_health_from_the_edge(base):
    assert httpx.get(f"{base}/account/login/").status_code == 200
    assert httpx.get(f"{base}/up").text == "Up.\n"
    assert httpx.post(f"{base}/hook/twilio/nobody").status_code == 404
    assert httpx.get(f"{base}/live/nothing").status_code == 403
