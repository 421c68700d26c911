"""Form fields and query strings as names and values, in order, what is not text made visible."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import unquote_to_bytes

from requestbin.inspection.content import Content
from requestbin.inspection.formats.format import cut_note
from requestbin.inspection.shapes import Field, Fields, Node

MAX_FIELDS = 1000
MAX_DEPTH = 20

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
        found = fields_of(head, content.named_charset)
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


def fields_of(query: bytes, charset: str = "") -> list[Field]:
    """Split `a=1&b=2` into fields; bytes that are no UTF-8 are read in `charset`, where that is
    given, else written as `\\xff`."""
    sent = [part for part in query.split(b"&", MAX_FIELDS + 1) if part]
    pairs = pairs_of(query)
    often = Counter(name for name, _, _ in pairs)
    seen: Counter[bytes] = Counter()
    fields = []
    for part, (name, equals, value) in zip(sent, pairs, strict=True):
        seen[name] += 1
        facts = "" if equals else "no value"
        if often[name] > 1:
            facts = _joined(facts, f"{_nth(seen[name])} of {often[name]}")
        if _BAD_PERCENT.search(part):
            facts = _joined(facts, "a % in it encodes nothing")
        fields.append(Field(_plain(name, charset), _plain(value, charset), facts))
    return fields


def nested(content: Content) -> Node:
    """Return the fields of a form as PHP, Rails and Stripe mean their brackets: `a[b][]=1`."""
    root = Node("", "object")
    for name, _, value in pairs_of(content.data[: content.limit])[:MAX_FIELDS]:
        steps = _steps(_plain(name, content.named_charset))
        text, at = _plain(value, content.named_charset), root
        for step, following in zip(steps, [*steps[1:], None], strict=True):
            at = _child(at, step, following, text)
    return root


def _child(at: Node, step: str, following: str | None, value: str) -> Node:
    """Return the branch under a name, made where it is missing; the last step makes a leaf."""
    name = str(len(at.children)) if at.kind == "array" else step
    if following is None:
        child = Node(name, "text", value)
    else:
        kind = "array" if following in ("", "0") else "object"
        held = at.children[-1] if at.children and at.children[-1].name == step else None
        held = held or next((each for each in at.children if each.name == step), None)
        if held is not None and held.kind in ("array", "object"):
            return held
        child = Node(name, kind)
    at.children.append(child)
    return child


def _steps(name: str) -> list[str]:
    first, bracket, _ = name.partition("[")
    if not bracket or not first or not name.endswith("]"):
        return [name]
    return [first, *_BRACKETS.findall(name[len(first) :])[:MAX_DEPTH]]


def _decoded(encoded: bytes) -> bytes:
    return unquote_to_bytes(encoded.replace(b"+", b" "))


def _plain(decoded: bytes, charset: str) -> str:
    try:
        return decoded.decode("utf-8")
    except UnicodeDecodeError:
        if not charset or charset.startswith("utf"):
            return decoded.decode("utf-8", "backslashreplace")
        return decoded.decode(charset, "replace")


def _joined(facts: str, fact: str) -> str:
    return f"{facts}, {fact}" if facts else fact


def _nth(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else _ORDINALS.get(number % 10, "th")
    return f"{number}{ending}"
