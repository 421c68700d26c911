"""Query and body as a page shows them: the whole or a part, in the format that fits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from requestbin.http import Captured
from requestbin.inspection.content import MAX_TEXT_BYTES, Content, content_of
from requestbin.inspection.formats.form import fields_of
from requestbin.inspection.parts import MAX_DEPTH, Part, part_at, parts_of
from requestbin.inspection.parts.cloudevents import attributes_of, mode_of
from requestbin.inspection.parts.part import PREVIEW_BYTES
from requestbin.inspection.registry import Reading, read
from requestbin.web.lookups import whole

FIRST_PART_BYTES = 16 * 1024
"""Of a body that is too large to be shown whole: 1,600 lines of small values, which a browser draws
in 0.1 s; it goes on by a press."""
NEXT_PART_BYTES = 128 * 1024
PAGED = frozenset(("text", "html", "markdown", "hex"))
"""Formats that can begin anywhere."""
UNREAD = PAGED | {"facts", "image"}
"""Formats for bytes of which nothing was undone."""
MAX_PREVIEWS = 20
BRIEF_BYTES, BRIEF_LINES = 200, 3
MAX_PICTURE_BYTES = 1024 * 1024
"""Of a picture in a list of parts; opened, it may be larger."""

Params = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Offer:
    """A format to press; `query` is its address below the request's."""

    slug: str
    name: str
    query: str
    on: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A part in the list of parts, with a look at what it holds."""

    part: Part
    address: str
    query: str
    reading: Reading | None
    brief: str | None
    """All of it where it is a few words, which stand beside its name."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Bytes that are shown: a body or a part of one. `query` holds what was asked for, so that it
    stands in the page's address; `address` names the part."""

    content: Content
    reading: Reading
    offers: list[Offer]
    query: str
    address: str
    as_sent: bool
    earlier: str
    later: str


def payload_of(captured: Captured, query: bytes, params: Params) -> dict[str, Any]:
    """Return what the payload of a request shows; `query` is the query below the bin.

    `params` name a `view`, a `part`, an offset `at`, and by `sent` the bytes as they were sent.
    """
    as_sent = "sent" in params
    headers = captured.headers.without("Content-Encoding") if as_sent else captured.headers
    content = content_of(headers, captured.body, captured.received_at)
    fields = fields_of(query, arrived_at=captured.received_at)
    context: dict[str, Any] = {"query_fields": fields, "content": content}
    if not content.data:
        return context
    address = params.get("part", "")
    part = part_at(content, address) if address else None
    shown = _shown(part.content if part else content, params, address if part else "", as_sent)
    if not part:
        context |= {"event_fields": attributes_of(headers), "event_mode": mode_of(content)}
    within = [] if as_sent else _listed(shown)
    return context | {"shown": shown, "part": part, "parts": within}


def content_at(captured: Captured, address: str) -> Content | None:
    """Return the decoded body, or the part at an address in it, None where that is not there."""
    content = content_of(captured.headers, captured.body, captured.received_at)
    part = part_at(content, address) if address else None
    return part.content if part else None if address else content


def read_in(content: Content, view: str = "", start: int = 0) -> Reading:
    """Return bytes in the format that is asked for or fits best; of many, the first part."""
    if len(content.data) > MAX_TEXT_BYTES:
        content = replace(content, limit=NEXT_PART_BYTES if start else FIRST_PART_BYTES)
    return read(content, view, start)


def _shown(content: Content, params: Params, address: str, as_sent: bool) -> Shown:
    start = whole(params.get("at", ""))
    reading = read_in(content, params.get("view", "hex" if as_sent else ""), start)
    slug = reading.format.slug
    place = {"part": address, "sent": "1" if as_sent else ""}
    asked = slug == params.get("view") and reading.format not in reading.offers[:1]
    offers = [
        Offer(each.slug, each.name, _query(view=each.slug, **place), each is reading.format)
        for each in reading.offers
        if not as_sent or each.slug in UNREAD
    ]
    pages = slug if slug in PAGED else "text"  # the rest of what was laid out, as it was sent
    previous = getattr(reading.shape, "previous", None)
    following = getattr(reading.shape, "following", None)
    return Shown(
        content,
        reading,
        offers,
        query=_query(view=slug if asked else "", at=str(start or ""), **place),
        address=address,
        as_sent=as_sent,
        earlier="" if previous is None else _query(view=pages, at=str(previous), **place),
        later="" if following is None else _query(view=pages, at=str(following), **place),
    )


def _listed(shown: Shown) -> list[Listed]:
    if shown.address.count(".") + 1 >= MAX_DEPTH:
        return []
    prefix = f"{shown.address}." if shown.address else ""
    listed = []
    for number, part in enumerate(parts_of(shown.content), 1):
        address = f"{prefix}{number}"
        brief = _brief(part)
        looked_at = brief is None and number <= MAX_PREVIEWS and not part.is_shown_above
        reading = _preview(part.content) if looked_at else None
        listed.append(Listed(part, address, _query(part=address), reading, brief))
    return listed


def _brief(part: Part) -> str | None:
    content = part.content
    if part.flags or not part.headers or content.media_type not in ("", "text/plain"):
        return None
    if len(content.data) > BRIEF_BYTES or content.data.count(b"\n") >= BRIEF_LINES:
        return None
    if content.data and read(content).format.slug != "text":
        return None
    return content.text(BRIEF_BYTES)[0].strip("\r\n")


def _preview(content: Content) -> Reading | None:
    if not content.data:
        return None
    if len(content.data) > MAX_PICTURE_BYTES and not content.is_text:
        return None
    return read(replace(content, limit=PREVIEW_BYTES))


def _query(**parts: str) -> str:
    return urlencode({name: value for name, value in parts.items() if value})
