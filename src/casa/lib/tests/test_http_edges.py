"""What the door does with cookies, malformed addresses and answers that do not unpack."""

import pytest

from casa.lib.http import Door, ForbiddenAddress, Unanswered
from casa.testing.serve import serve


class Vendor:
    """Sets a cookie, claims its body is packed under /packed, and redirects to nonsense under /away."""

    def __init__(self):
        self.cookies = []

    async def __call__(self, scope, receive, send):
        self.cookies.append(dict(scope["headers"]).get(b"cookie"))
        packed = b"gzip" if scope["path"] == "/packed" else b"identity"
        status = 302 if scope["path"] == "/away" else 200
        headers = [
            (b"set-cookie", b"session=1; path=/"),
            (b"content-encoding", packed),
            (b"location", b"https://["),
        ]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"plain"})


@pytest.fixture
def vendor():
    return Vendor()


@pytest.fixture
def base(vendor):
    with serve(vendor) as address:
        yield address


def test_a_cookie_of_one_account_never_travels_with_another(vendor, base):
    door = Door(own=frozenset({base}))
    door.request("GET", f"{base}/")
    door.request("GET", f"{base}/")
    assert vendor.cookies == [None, None]


@pytest.mark.parametrize("path", ["/\x00", "/\ud800", "/" + "x" * 70_000])
def test_a_malformed_path_is_a_forbidden_address(vendor, base, path):
    with pytest.raises(ForbiddenAddress):
        Door(own=frozenset({base})).request("GET", base + path)
    assert vendor.cookies == []


@pytest.mark.parametrize("url", ["https://[", "https://", "not an address", "ftp://example.com/x"])
def test_a_malformed_address_is_forbidden(url):
    with pytest.raises(ForbiddenAddress):
        Door(hosts=None).request("GET", url)


def test_half_characters_in_a_form_do_not_leave(vendor, base):
    with pytest.raises(ForbiddenAddress):
        Door(own=frozenset({base})).request("POST", f"{base}/", form={"body": "\ud800"})
    assert vendor.cookies == []


def test_an_answer_that_does_not_unpack_is_no_answer(base):
    with pytest.raises(Unanswered):
        Door(own=frozenset({base})).request("GET", f"{base}/packed")


def test_a_redirect_to_nonsense_is_not_followed(base):
    with pytest.raises(ForbiddenAddress):
        Door(own=frozenset({base})).request("GET", f"{base}/away", follow=2)
