"""What a thin payload is about, fetched from its provider: an id proves nothing, the thing does."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings

from requestbin.bins import keyring
from requestbin.bins.models import Bin, BinSecret, CapturedRequest
from requestbin.bins.queries import body_of
from requestbin.egress import Answer, Client, Failure, Limits
from requestbin.egress.url import parse
from requestbin.forwarding.models import Fetch
from requestbin.forwarding.senders import as_signed, sender_of
from requestbin.http import Headers, Request
from requestbin.providers.refetch import NotFetchable, checked_template, url_of
from requestbin.transactions import writing

LIMITS = Limits(connect_seconds=5, total_seconds=10, count_bytes=1024 * 1024 + 1)
MAX_AT_ONCE = 8
"""Each holds a thread of the server for up to 10 s."""
MASK = b"(masked)"
ORIGIN, AUTHORIZATION = "origin", "authorization"
AGENT = (("Accept", "application/json, */*;q=0.5"), ("User-Agent", "requestbin"))
KEPT = (
    *("url", "authorized", "fetched_at", "duration_ms", "status", "header_pairs", "body"),
    *("size", "body_complete", "error", "detail"),
)

_places = threading.BoundedSemaphore(MAX_AT_ONCE)


class Busy(Exception):
    """Too many fetches at once; the message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is fetched: a template, and an Authorization value ("" for the one that is kept)."""

    template: str
    authorization: str = ""


def template_of(row: CapturedRequest) -> str:
    """Return the template for a request: that of its bin, else of its provider; "" for none."""
    if row.bin.fetch_url:
        return row.bin.fetch_url
    provider = sender_of(row)
    return provider.fetch if provider else ""


def authorization_of(bin_id: str, origin: str) -> str:
    """Return the Authorization value that is kept for one origin, "" for none. No other gets it,
    whatever address a bin is set to fetch from."""
    for each in reversed(keyring.known(bin_id, BinSecret.FETCH)):
        value = each.secret
        if value is not None and not isinstance(value, str) and value.get(ORIGIN) == origin:
            return value.get(AUTHORIZATION, "")
    return ""


def keep_authorization(bin: Bin, origin: str, value: str, provider: str = "") -> None:
    """Keep an Authorization value for one origin, in place of an earlier one. Raises NotKept."""
    _demand_header(value)
    known = keyring.known(bin.pk, BinSecret.FETCH)
    old = [e.id for e in known if isinstance(e.secret, dict) and e.secret.get(ORIGIN) == origin]
    for id in old:
        keyring.remove(bin.pk, id)
    secret = {ORIGIN: origin, AUTHORIZATION: value}
    keyring.add(bin, provider, parse(origin).host, secret, BinSecret.FETCH)


def fetch(row: CapturedRequest, wanted: Wanted) -> Fetch:
    """Fetch what a request is about, GET and no redirects, and return what is kept of it.

    It blocks up to LIMITS.total_seconds. Raises NotFetchable and Busy.
    """
    url = url_of(wanted.template, as_signed(row, body_of(row.bin_id, row.seq)))
    origin = checked_template(wanted.template).origin
    value = wanted.authorization or authorization_of(row.bin_id, origin)
    _demand_header(value)
    if not _places.acquire(blocking=False):
        raise Busy("Too much is fetched at once. Try again in a few seconds.")
    started_at = datetime.now(UTC)
    try:
        outcome = _answered(url, value)
    finally:
        _places.release()
    made = Fetch(url=url, authorized=bool(value), fetched_at=started_at)
    return _kept(row, _filled(made, outcome, value))


def found(bin_id: str, seq: int) -> Fetch | None:
    """Return what was fetched for a request, None where nothing was."""
    return Fetch.objects.filter(bin_id=bin_id, request_seq=seq).first()


def _demand_header(value: str) -> None:
    if not value.isascii() or not value.isprintable():
        raise NotFetchable("An Authorization value is one line of plain characters.")


def _answered(url: str, authorization: str) -> Answer | Failure:
    headers = Headers((*AGENT, *([("Authorization", authorization)] if authorization else [])))
    client = Client(settings.REQUESTBIN.nets)
    try:
        return asyncio.run(client.exchange(Request("GET", url, headers), LIMITS))
    except Failure as failure:
        return failure


def _filled(made: Fetch, outcome: Answer | Failure, authorization: str) -> Fetch:
    made.duration_ms = outcome.duration_ms
    if isinstance(outcome, Failure):
        made.error, made.detail = outcome.code, outcome.sentence
        return made
    hidden = list(_told(authorization))
    pairs = [[_without(name, hidden), _without(value, hidden)] for name, value in outcome.headers]
    text = [[name.decode("latin-1"), value.decode("latin-1")] for name, value in pairs]
    made.status, made.header_pairs = outcome.status, json.dumps(text)
    made.body, made.size = _without(outcome.body, hidden), outcome.size
    made.body_complete = outcome.body_complete
    return made


def _told(authorization: str) -> Iterable[bytes]:
    """What an answer may not repeat to us: the value, and what stands in it behind `Bearer`."""
    if authorization:
        yield authorization.encode()
        yield authorization.rpartition(" ")[2].encode()


def _without(octets: bytes, hidden: Iterable[bytes]) -> bytes:
    for each in hidden:
        octets = octets.replace(each, MASK) if each else octets
    return octets


def _kept(row: CapturedRequest, made: Fetch) -> Fetch:
    values = {name: getattr(made, name) for name in KEPT}
    with writing():
        stored, _ = Fetch.objects.update_or_create(
            bin_id=row.bin_id, request_seq=row.seq, defaults=values
        )
    return stored
