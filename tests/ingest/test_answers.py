"""What a bin may answer, and what it never may."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.bins.record import Answering, Recorded
from requestbin.http import Captured, Response
from requestbin.ingest import answers
from requestbin.ingest.answers import FORBIDDEN_HEADERS, NotAnAnswer, checked
from tests.builders import captured

DEFAULT = Recorded(Answering("bin", 200, "[]", b"", 0), 1, 1)


def answer(sent: Captured, recorded: Recorded) -> Response:
    told: list[Response] = []
    answers.answer(sent, recorded, told.append)
    (response,) = told
    return response


def test_answers_as_set() -> None:
    own = Answering("bin", 503, '[["Retry-After", "7"]]', b"later", 1500)
    response = answer(captured(), Recorded(own, 1, 1))
    assert (response.status, response.body, response.delay) == (503, b"later", 1.5)
    assert response.headers.get("retry-after") == b"7"


def test_every_answer_is_inert() -> None:
    response = answer(captured(), DEFAULT)
    assert (response.status, response.body) == (200, b"")
    assert response.headers.get("X-Content-Type-Options") == b"nosniff"
    assert response.headers.get("Content-Security-Policy") == b"sandbox"


def test_a_preflight_passes_whatever_the_bin_answers() -> None:
    refusing = Recorded(Answering("bin", 500, "[]", b"no", 0), 1, 1)
    asks = captured("OPTIONS", headers=[("Access-Control-Request-Method", "PUT")])
    response = answer(asks, refusing)
    assert response.status == 204
    assert b"Authorization" in (response.headers.get("Access-Control-Allow-Headers") or b"")
    assert answer(captured("OPTIONS"), refusing).status == 500


@pytest.mark.parametrize("found", [None, Response(201, body=b"found")])
async def test_a_step_may_find_its_answer_later(
    found: Response | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    later: answers.Later = asyncio.get_running_loop().create_future()
    last = Response(202)
    monkeypatch.setattr(answers, "STEPS", [lambda *_: later, lambda *_: last])
    told: asyncio.Queue[Response] = asyncio.Queue()
    answers.answer(captured(), DEFAULT, told.put_nowait)
    assert told.empty()
    later.set_result(found)
    assert await told.get() == answers.dressed(found or last)


@pytest.mark.parametrize("name", sorted(FORBIDDEN_HEADERS))
def test_headers_that_speak_for_the_site_are_refused(name: bytes) -> None:
    with pytest.raises(NotAnAnswer, match="whole site"):
        checked(200, [[name.decode().title(), "x"]], b"", 0)


@pytest.mark.parametrize(
    ("status", "headers", "delay"),
    [
        (199, [], 0),
        (600, [], 0),
        (200, [], -1),
        (200, [], 30_001),
        (200, [["a b", "c"]], 0),
        (200, [["", "c"]], 0),
        (200, [["x", "a\r\nSet-Cookie: b"]], 0),
        (200, [["x", "a\x00"]], 0),
        (200, [["x", "\u20ac"]], 0),
        (200, [["x", "y"]] * 51, 0),
    ],
)
def test_what_cannot_be_sent_is_refused(status: int, headers: list, delay: int) -> None:
    with pytest.raises(NotAnAnswer):
        checked(status, headers, b"", delay)


@given(st.text(), st.text())
def test_a_header_is_stored_safely_or_refused(name: str, value: str) -> None:
    try:
        ((name, value),) = checked(200, [[name, value]], b"", 0)
    except NotAnAnswer:
        return
    assert not set(name + value) & set("\r\n\x00")
    assert name.lower().encode() not in FORBIDDEN_HEADERS
