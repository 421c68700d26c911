"""What a signature costs to check, and a sender to recognise: each request pays both."""

from __future__ import annotations

import json
import time
import timeit
from collections.abc import Callable, Iterator

from requestbin.http import Headers, Request
from requestbin.providers import sign, verify
from requestbin.providers.detection import recognise
from tests.bench.figures import Figure

BODY_BYTES = 1024
TIMES, ROUNDS = 200, 100
SENT = (
    ("Host", "example.com"),
    ("User-Agent", "curl/8.7.1"),
    ("Accept", "*/*"),
    ("Content-Type", "application/json"),
    ("Content-Length", str(BODY_BYTES)),
    ("X-Request-Id", "9f8c"),
    ("X-Forwarded-For", "203.0.113.7"),
)
NOW = 1_760_000_000


def measure() -> Iterator[Figure]:
    """Measure with a body of 1 KiB, the quickest of several rounds."""
    plain = Request("POST", "https://example.com/in/abc", Headers(SENT), _body())
    for slug, secret in (("stripe", "whsec_x"), ("github", "x"), ("svix", "whsec_" + "a" * 32)):
        request = sign(plain, slug, secret, now=NOW)
        check = _verifying(request, slug, secret)
        yield Figure(f"verify {slug}, 1 KiB", _microseconds(check), "µs", 50, 40)
    signed = sign(plain, "stripe", "whsec_x", now=NOW)
    unknown = Request("POST", plain.url, Headers([*SENT[:3], ("Content-Type", "text/plain")]), b"x")
    shop = sign(plain, "shopify", "x", now=NOW)
    for what, request, must in (
        ("by a header", shop, 20),
        ("by a header, its event in 1 KiB of JSON", signed, 30),
        ("unknown JSON, 1 KiB", plain, 20),
        ("unknown text", unknown, 20),
    ):
        yield Figure(f"recognise {what}", _microseconds(_recognising(request)), "µs", must, 15)


def _verifying(request: Request, slug: str, secret: str) -> Callable[[], object]:
    return lambda: verify(request, slug, secret, now=NOW)


def _recognising(request: Request) -> Callable[[], object]:
    return lambda: recognise(request)


def _microseconds(call: Callable[[], object]) -> float:
    rounds = timeit.repeat(call, timer=time.process_time, number=TIMES, repeat=ROUNDS)
    return min(rounds) / TIMES * 1e6


def _body() -> bytes:
    items = [{"id": number, "name": f"thing {number}", "price": 1.5} for number in range(20)]
    body = json.dumps({"type": "x", "id": 5, "data": {"object": "thing"}, "items": items})
    return body.ljust(BODY_BYTES).encode()
