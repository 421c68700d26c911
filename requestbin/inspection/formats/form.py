"""Form fields and query strings as names and values, in order, what is not text made visible."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from itertools import pairwise
from urllib.parse import unquote_to_bytes

from requestbin.inspection import charsets
from requestbin.inspection.content import Content
from requestbin.inspection.formats.format import cut_note
from requestbin.inspection.moments import moment_of, told
from requestbin.inspection.shapes import Field, Fields, Node

MAX_FIELDS = 1000
MAX_DEPTH = 20
LEAST_TIME, MOST_TIME = 9, 40
"""Characters of what may be a time."""

_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_BAD_PERCENT = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_ORDINALS = {1: "st", 2: "nd", 3: "rd"}


class Form:
    """The body of an HTML form (WHATWG URL standard, application/x-www-form-urlencoded)."""

    slug, name = "form", "Fields"

    def fit(self, content: Content) -> float:
        """Go by the media type, which `curl -d` also gives to JSON."""
        if not is_form(content.media_type):
            return 0.0
        return 0.5 if content.data[:64].lstrip()[:1] in (b"{", b"[", b"<") else 1.0

    def shape(self, content: Content, start: int) -> Fields:
        """Return every field."""
        head = content.data[: content.limit]
        found = fields_of(head, content.named_charset, content.arrived_at)
        cut = len(found) > MAX_FIELDS or len(head) < len(content.data)
        note = cut_note(f"the first {min(len(found), MAX_FIELDS):,} fields") if cut else ""
        return Fields(found[:MAX_FIELDS], note=note)


def is_form(media_type: str) -> bool:
    """Tell whether a media type is that of a form."""
    return media_type == "application/x-www-form-urlencoded"


def pairs_of(query: bytes) -> list[tuple[bytes, bytes, bytes]]:
    """Split `a=1&b=2` into (name, equals sign, value), decoded, at most MAX_FIELDS and one more."""
    parts = [part.partition(b"=") for part in query.split(b"&", MAX_FIELDS + 1) if part]
    return [(_decoded(name), equals, _decoded(value)) for name, equals, value in parts]


def fields_of(query: bytes, charset: str = "", arrived_at: datetime | None = None) -> list[Field]:
    """Split `a=1&b=2` into fields; bytes that are no UTF-8 are read in `charset`, or in the one
    that a field names (WHATWG HTML, `_charset_`), else written as `\\xff`.

    Times are told against `arrived_at`.
    """
    sent = [part for part in query.split(b"&", MAX_FIELDS + 1) if part]
    pairs = pairs_of(query)
    charset = charset or charset_in(pairs)
    often = Counter(name for name, _, _ in pairs if not name.endswith(b"[]"))
    seen: Counter[bytes] = Counter()
    fields = []
    for part, (name, equals, octets) in zip(sent, pairs, strict=True):
        seen[name] += 1
        label, value = plain(name, charset), plain(octets, charset)
        facts = (
            "" if equals else "no value",
            f"{_nth(seen[name])} of {often[name]}" if often[name] > 1 else "",
            "a % in it encodes nothing" if _BAD_PERCENT.search(part) else "",
            "" if charset or _is_utf8(name + octets) else "not UTF-8",
            _time(value, label, arrived_at),
        )
        fields.append(Field(label, value, ", ".join(filter(None, facts))))
    return fields


def charset_in(pairs: list[tuple[bytes, bytes, bytes]]) -> str:
    """Return the charset that a field of the form names, as browsers and PayPal do; "" for none."""
    named = (value for name, _, value in pairs if name in (b"_charset_", b"charset"))
    return charsets.known(next(named, b"").decode("latin-1"))


def nested(content: Content) -> Node:
    """Return the fields of a form as PHP, Rails and Stripe mean their brackets: `a[b][]=1`."""
    root = Node("", "object")
    pairs = pairs_of(content.data[: content.limit])[:MAX_FIELDS]
    charset = content.named_charset or charset_in(pairs)
    for name, _, octets in pairs:
        steps = _steps(plain(name, charset))
        value, at = plain(octets, charset), root
        for step, following in pairwise(steps):
            at = _branch(at, step, following)
        step = _numbered(at, steps[-1])
        at.children.append(Node(step, "text", value, aside=_time(value, step, content.arrived_at)))
    return root


def _branch(at: Node, step: str, following: str) -> Node:
    """Return the branch under a name, made where it is missing."""
    held = at.children[-1] if at.children and at.children[-1].name == step else None
    held = held or next((each for each in at.children if each.name == step), None)
    if held is not None and held.kind in ("array", "object"):
        return held
    child = Node(_numbered(at, step), "array" if following in ("", "0") else "object")
    at.children.append(child)
    return child


def _numbered(at: Node, step: str) -> str:
    return str(len(at.children)) if at.kind == "array" else step


def _time(value: str, name: str, arrived_at: datetime | None) -> str:
    """The name may have brackets: `order[placed_at]`."""
    if arrived_at is None or not LEAST_TIME <= len(value) <= MOST_TIME:
        return ""
    moment = moment_of(value, name.rstrip("]").rpartition("[")[2], arrived_at)
    return told(moment, arrived_at) if moment else ""


def _steps(name: str) -> list[str]:
    first, bracket, _ = name.partition("[")
    if not bracket or not first or not name.endswith("]"):
        return [name]
    return [first, *_BRACKETS.findall(name[len(first) :])[:MAX_DEPTH]]


def _decoded(encoded: bytes) -> bytes:
    return unquote_to_bytes(encoded.replace(b"+", b" "))


def _is_utf8(octets: bytes) -> bool:
    try:
        octets.decode()
    except UnicodeDecodeError:
        return False
    return True


def plain(octets: bytes, charset: str) -> str:
    """Return a name or a value as text: UTF-8, else `charset`, else with `\\xff` for its bytes."""
    if _is_utf8(octets) or not charset or charset.startswith("utf"):
        return octets.decode("utf-8", "backslashreplace")
    return octets.decode(charset, "replace")


def _nth(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else _ORDINALS.get(number % 10, "th")
    return f"{number}{ending}"
