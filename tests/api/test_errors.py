"""Whatever goes wrong, the answer has one shape, the right status, and tells nothing of inside."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from django.db import OperationalError

from requestbin.api import door, errors
from requestbin.bins import queries
from tests.api.callers import Caller, problem
from tests.builders import make_bin
from tests.serving import TOKEN

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/bins/", "/bins/%00", "/bins/x/y", "/bins/..%2f", "/bins/\u00e9", "//bins",
     "/bins/" + "a" * 33, "/bins/a/requests/x", "/../admin", "/bins/a b"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PROPFIND"])
def test_an_address_that_names_nothing(api: Caller, method: str, path: str) -> None:
    problem(api(method, path), 404, "not_found")
    problem(api.raw(method, path, b"x=1", "application/x-www-form-urlencoded"), 404, "not_found")


def test_a_method_that_is_not_possible_says_which_are(api: Caller) -> None:
    answer = api("PUT", "/bins")
    assert "PUT is not possible here" in problem(answer, 405, "method_not_allowed")
    assert answer["Allow"] == "GET, HEAD, OPTIONS, POST"
    assert api("TRACE", "/bins").status_code == 405
    for path in ("/", "/openapi.json"):
        answer = api("POST", path)
        problem(answer, 405, "method_not_allowed")
        assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_options_says_what_is_possible_to_anybody() -> None:
    answer = Caller()("OPTIONS", "/bins/abc/requests/1")
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Allow"] == "DELETE, GET, HEAD, OPTIONS, PATCH"


def test_head_is_get_without_the_body(api: Caller) -> None:
    got, head = api("GET", "/bins"), api("HEAD", "/bins")
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Length"] == got["Content-Length"] == str(len(got.content))
    assert api("HEAD", "/bins/abc").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        b"{", b"nul", b'{"name": NaN}', b'{"name": "\xff"}', b"\xef\xbb\xbf{}", b"'a'",
        b'{"name": "\\ud800"}', b'{"\\udc00": 1}', b"[" * 100_000, b'{"a":' * 100_000,
        b"1" * 5000, b"\x00", "{}".encode("utf-16"),
    ],
    ids=lambda body: repr(body[:12]),
)  # fmt: skip
def test_what_is_not_json_is_refused(api: Caller, body: bytes) -> None:
    sentence = problem(api.raw("POST", "/bins", body, "application/json"), 422, "invalid")
    assert "The body" in sentence
    assert len(sentence) < 400


def test_a_body_that_is_wrong_all_over_gets_a_short_answer(api: Caller) -> None:
    sentence = problem(api("POST", "/bins", {f"x{n}" * 400: n for n in range(999)}), 422, "invalid")
    assert "and 994 more" in sentence
    assert len(sentence) < 2000


def test_a_field_that_takes_several_kinds_has_its_own_name(api: Caller) -> None:
    path = f"/bins/{make_bin().pk}/secrets"
    sentence = problem(api("POST", path, {"provider": "stripe", "secret": ""}), 422, "invalid")
    assert sentence == "`secret` should have at least 1 character, or must be an object."
    wrong = {"provider": "stripe", "secret": {"a": 5}, "Bool": 1}
    sentence = problem(api("POST", path, wrong), 422, "invalid")
    assert sentence.endswith("`secret.a` should be a valid string; `Bool` is not a known field.")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "json"])
def test_bodies_are_json_and_say_so(api: Caller, kind: str) -> None:
    problem(api.raw("POST", "/bins", b"{}", kind), 415, "unsupported_media_type")


def test_a_charset_does_no_harm(api: Caller) -> None:
    body = '{"name": "\u00e9"}'.encode()
    for kind in ("application/json; charset=utf-8", "Application/JSON;charset=latin-1"):
        assert api.raw("POST", "/bins", body, kind).json()["name"] == "\u00e9"


@pytest.fixture
def small(configure: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a call have 2,000 bytes."""
    configure(max_body=1000)
    monkeypatch.setattr(door, "MIN_BODY_BYTES", 10)


def test_a_call_has_a_largest_body(api: Caller, small: None) -> None:
    fits = b'{"name": "a"}'.ljust(2000)
    assert api.raw("POST", "/bins", fits, "application/json").status_code == 201
    sentence = problem(api.raw("POST", "/bins", fits + b" ", "application/json"), 413, "too_large")
    assert "2,000 bytes" in sentence


def test_a_length_that_is_not_announced_is_bounded_too(api: Caller, small: None) -> None:
    api.client.defaults["CONTENT_LENGTH"] = ""
    problem(api.raw("POST", "/bins", b" " * 2001, "application/json"), 413, "too_large")


def test_an_edited_body_may_be_as_large_as_a_captured_one(configure: Callable[..., None]) -> None:
    for largest in (1000, 10 * 1024**2, 1024**3):
        configure(max_body=largest)
        assert door.max_body() > largest * 4 / 3 + 1024


def test_a_fault_of_ours_tells_nothing(
    api: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(queries, "bins_of", broken)
    answer = Caller(TOKEN, raise_request_exception=False)("GET", "/bins")
    assert "secret" not in problem(answer, 500, "internal")
    logged = [record for record in caplog.records if record.name == errors.__name__]
    assert logged[0].levelno == logging.ERROR
    with pytest.raises(ZeroDivisionError):
        api("GET", "/bins")  # tests and error reporters see the exception itself


def test_a_database_that_is_away_is_told_as_such(
    api: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(queries, "bins_of", away)
    answer = api("GET", "/bins")
    assert "locked" not in problem(answer, 503, "unavailable")
    assert int(answer["Retry-After"]) > 0


def test_nothing_is_cached(api: Caller) -> None:
    for path in ("/bins", "/nothing", "/openapi.json"):
        assert api("GET", path)["Cache-Control"] == "no-store"
