import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from casa.lib.http import Door, HttpFailure
from casa.testing.serve import serve


def test_an_application_answers_over_http_and_is_gone_afterwards():
    app = Starlette(routes=[Route("/hello", lambda request: PlainTextResponse("good day"))])
    with serve(app) as base:
        assert Door(own=frozenset({base})).request("GET", f"{base}/hello").text == "good day"
        first = base
    with serve(app) as base:
        assert base.startswith("http://127.0.0.1:")
        assert Door(own=frozenset({base})).request("GET", f"{base}/missing").status == 404
    with pytest.raises(HttpFailure):
        Door(own=frozenset({first})).request("GET", f"{first}/hello", timeout=1)
