"""What a bin answers: the steps that may answer, in order, and the rules for what may be said."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, partial

from requestbin.bins.record import Recorded
from requestbin.http import Captured, Headers, Response
from requestbin.ingest.handshaking import Handshaking

MAX_ANSWER_BYTES = 256 * 1024
MAX_ANSWER_HEADERS = 50
MAX_DELAY_MS = 30_000

Later = asyncio.Future[Response | None]
Step = Callable[[Captured, Recorded], Response | Later | None]
"""Looks at a stored capture and answers it, or leaves it to the next step. It runs on the event
loop: what takes long, or asks the database, is a future that says so later."""
Tell = Callable[[Response], None]

EVERY_ANSWER = (
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "sandbox"),
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Methods", "*"),
    ("Access-Control-Allow-Headers", "*, Authorization"),
    ("Access-Control-Expose-Headers", "*"),
)
"""Nothing that a bin answers is live on this origin, and any page may send to it. The wildcard does
not cover Authorization (Fetch standard, CORS-safelisted request-headers)."""

FORBIDDEN_HEADERS = frozenset(
    b"set-cookie set-cookie2 strict-transport-security content-security-policy"
    b" content-security-policy-report-only clear-site-data service-worker-allowed report-to"
    b" reporting-endpoints nel public-key-pins alt-svc accept-ch critical-ch expect-ct"
    b" permissions-policy feature-policy origin-agent-cluster referrer-policy x-frame-options"
    b" cross-origin-opener-policy cross-origin-embedder-policy cross-origin-resource-policy"
    b" x-content-type-options speculation-rules supports-loading-mode document-policy"
    b" access-control-allow-origin access-control-allow-credentials access-control-allow-headers"
    b" access-control-allow-methods access-control-expose-headers access-control-max-age"
    b" connection content-length keep-alive proxy-connection te trailer transfer-encoding"
    b" upgrade date server".split()
)
"""They speak for the whole site or for the connection, and a bin is neither."""

_TOKEN = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
"""RFC 9110 section 5.6.2."""
_VALUE = re.compile(rb"[\t\x20-\x7e\x80-\xff]*")
"""RFC 9110 section 5.5: no CR, LF or NUL."""


class NotAnAnswer(ValueError):
    """What was set cannot be answered with; the message is a sentence for people."""


def dressed(response: Response) -> Response:
    """Return `response` with the headers that every answer of a bin carries."""
    return replace(response, headers=response.headers.plus(*EVERY_ANSWER))


def preflight(captured: Captured, recorded: Recorded) -> Response | None:
    """Let any page send, whatever the bin's own status is (Fetch standard, CORS preflight)."""
    asks = captured.method == "OPTIONS" and b"access-control-request-method" in captured.headers
    return Response(204) if asks else None


STEPS: list[Step] = [preflight, Handshaking().step]
"""Asked in order before the bin's own answer; scripted answers and relays that respond register
here, since edges never call each other."""


def answer(captured: Captured, recorded: Recorded, tell: Tell) -> None:
    """Tell what the sender of a stored capture is told: at once, or when a step has found it."""
    _ask(iter(STEPS), captured, recorded, tell)


def _ask(steps: Iterator[Step], captured: Captured, recorded: Recorded, tell: Tell) -> None:
    for step in steps:
        said = step(captured, recorded)
        if isinstance(said, asyncio.Future):
            said.add_done_callback(partial(_heard, steps, captured, recorded, tell))
            return
        if said is not None:
            tell(dressed(said))
            return
    own = recorded.answering
    tell(_own(own.status, own.headers, own.body, own.delay_ms))


def _heard(
    steps: Iterator[Step], captured: Captured, recorded: Recorded, tell: Tell, said: Later
) -> None:
    response = said.result()
    if response is None:
        _ask(steps, captured, recorded, tell)
    else:
        tell(dressed(response))


def checked(
    status: int, headers: Sequence[Sequence[str]], body: bytes, delay_ms: int
) -> list[list[str]]:
    """Return `headers` as they may be stored, if a bin may answer like this.

    Raises NotAnAnswer (a ValueError) with the sentence that says what is wrong.
    """
    if not 200 <= status <= 599:
        raise NotAnAnswer(f"The status must be from 200 to 599; {status} is not.")
    if not 0 <= delay_ms <= MAX_DELAY_MS:
        raise NotAnAnswer(f"The delay must be from 0 to {MAX_DELAY_MS:,} milliseconds.")
    if len(body) > MAX_ANSWER_BYTES:
        raise NotAnAnswer(f"The body may have up to {MAX_ANSWER_BYTES:,} bytes.")
    if len(headers) > MAX_ANSWER_HEADERS:
        raise NotAnAnswer(f"An answer may have up to {MAX_ANSWER_HEADERS} headers.")
    return [_checked_header(*pair) for pair in headers]


def _checked_header(name: str, value: str) -> list[str]:
    try:
        raw_name, raw_value = name.strip().encode("ascii"), value.strip().encode("latin-1")
    except UnicodeEncodeError:
        raise NotAnAnswer(f"A header may have latin-1 text only: {name[:80]!r}.") from None
    if not _TOKEN.fullmatch(raw_name):
        raise NotAnAnswer(f"{name[:80]!r} is not a header name.")
    if not _VALUE.fullmatch(raw_value):
        raise NotAnAnswer(f"The value of {name[:80]} may not have line ends or control characters.")
    if raw_name.lower() in FORBIDDEN_HEADERS:
        raise NotAnAnswer(
            f"A bin cannot set {name.strip()[:80]}: it would speak for the whole site, "
            "or for the connection."
        )
    return [name.strip(), value.strip()]


@lru_cache(maxsize=256)
def _own(status: int, headers: str, body: bytes, delay_ms: int) -> Response:
    return dressed(Response(status, Headers(json.loads(headers)), body, delay_ms / 1000))
