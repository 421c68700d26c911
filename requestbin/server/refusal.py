"""What a client is told whose request gets no further; without it its socket would just close."""

from __future__ import annotations

import json

from requestbin.http import Headers, Response

API_CODES = {400: "bad_request", 413: "too_large", 500: "internal", 503: "unavailable"}


class Refusal(Exception):
    """A request that goes no further: `response` is its answer, and ends the connection."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status)
        self.response = response


def plain(status: int, sentence: str, *headers: tuple[str, str]) -> Response:
    """Return a plain-text answer of one sentence."""
    fixed = (("Content-Type", "text/plain; charset=utf-8"), ("X-Content-Type-Options", "nosniff"))
    return Response(status, Headers((*fixed, *headers)), f"{sentence}\n".encode())


def of_the_api(status: int, sentence: str, *headers: tuple[str, str]) -> Response:
    """Return an error in the one shape that the API has for them (docs/api.md)."""
    fixed = (("Content-Type", "application/json"), ("X-Content-Type-Options", "nosniff"))
    error = {"error": {"code": API_CODES[status], "message": sentence}}
    return Response(status, Headers((*fixed, *headers)), json.dumps(error).encode())
