"""Refusals in the shapes that their readers expect."""

from __future__ import annotations

import json

from requestbin.api.errors import CODES
from requestbin.server import refusal
from tests.server.wire import Wire, get


def test_codes_are_the_apis() -> None:
    assert refusal.API_CODES.items() <= CODES.items()


def test_people_and_providers_read_a_sentence() -> None:
    response = refusal.plain(503, "Later.", ("Retry-After", "5"))
    assert (response.status, response.body) == (503, b"Later.\n")
    assert response.headers.get("content-type") == b"text/plain; charset=utf-8"
    assert response.headers.get("retry-after") == b"5"


def test_below_api_programs_read_its_errors(wire: Wire) -> None:
    reply = wire.ask(get(b"/api/bins", b"Host: twice"))
    assert reply.status == 400
    assert json.loads(reply.body) == {
        "error": {"code": "bad_request", "message": "A request has one Host."}
    }
