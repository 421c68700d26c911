"""Every kind of term, as one table: parser, predicate, SQL, suggestions and docs go by it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from requestbin.inspection.query import fields, quoting, reading, verdicts
from requestbin.inspection.query.facts import Facts, Pairs
from requestbin.inspection.query.globs import Glob
from requestbin.inspection.query.problems import QueryError, Unfinished
from requestbin.inspection.query.times import Clock

SENT = ("failed", "ok", "waiting", "yes", "no")
FLAG: dict[str, Callable[[Facts], bool]] = {
    "starred": lambda facts: facts.starred,
    "noted": lambda facts: bool(facts.note),
    "incomplete": lambda facts: not facts.complete,
    "empty": lambda facts: facts.size == 0,
    "retried": lambda facts: facts.attempt > 1,
}
FLAGS = tuple(FLAG)
ORDERS = fields.ORDERS | {"=": lambda value, bound: value == bound}

_SIZE = re.compile(r"(>=|<=|>|<|=)?([0-9]{1,15})([kmg]?)b?", re.IGNORECASE)
_FACTORS = {"": 1, "k": 1024, "m": 1024**2, "g": 1024**3}
_HEADER_NAME = re.compile(r"[!#$%&'+.^_`|~0-9A-Za-z-]+")
"""RFC 9110 section 5.6.2, but for `*`, which would be taken for any name."""


@dataclass(frozen=True, slots=True)
class Named:
    """A header or a field of the query: that it is there, or that one of its values is such."""

    name: str
    glob: Glob | None = None

    def found_in(self, pairs: Pairs) -> bool:
        """Tell whether any of the pairs is such."""
        name = Glob.exactly(self.name)
        return any(
            name.matches(key) and (self.glob is None or self.glob.matches(value))
            for key, value in pairs
        )


@dataclass(frozen=True, slots=True)
class Size:
    """How many bytes a body has."""

    order: str
    octets: int


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of term. `takes` names its value in a sentence; `read` makes a value of what was
    written, or raises QueryError; `holds` is the predicate, `words` says it (asked with True: its
    contrary). `inside` tells that it needs what is prepared after the capture, `bodies` that this
    may hold no more than the beginning of a large body.
    """

    key: str
    takes: str
    help: str
    example: str
    read: Callable[[str, Clock], Any]
    holds: Callable[[Any, Facts], bool]
    words: Callable[[Any, bool, Clock], str]
    inside: bool = False
    bodies: bool = False


def _text(raw: str, clock: Clock) -> str:
    return quoting.plain(raw).casefold()


def _glob(raw: str, clock: Clock) -> Glob:
    return Glob.of(raw)


def _path(raw: str, clock: Clock) -> Glob:
    first = quoting.pieces(raw)[0]
    if first.startswith("/") or (not first and len(quoting.pieces(raw)) > 1):
        return Glob.of(raw)
    return Glob.of(f'"/{raw[1:]}' if quoting.is_quoted(raw) else f"/{raw}")


def _note(raw: str, clock: Clock) -> Glob:
    glob = Glob.of(raw)
    return Glob(("", *glob.pieces, ""), glob.shown)


def _named(raw: str, clock: Clock) -> Named:
    name, equals, value = raw.partition("=")
    if equals and not value:
        raise Unfinished
    if not name:
        raise QueryError
    return Named(quoting.plain(name), Glob.of(value) if equals else None)


def _header(raw: str, clock: Clock) -> Named:
    named = _named(raw, clock)
    if not _HEADER_NAME.fullmatch(named.name):
        raise QueryError
    return named


def _size(raw: str, clock: Clock) -> Size:
    if raw in ORDERS:
        raise Unfinished
    found = _SIZE.fullmatch(raw)
    if not found:
        raise QueryError
    return Size(found[1] or "=", int(found[2]) * _FACTORS[found[3].lower()])


def _one_of(words: tuple[str, ...], numbers: str = "") -> Callable[[str, Clock], str]:
    def read(raw: str, clock: Clock) -> str:
        word = raw.lower()
        if word in words or (numbers and re.fullmatch(numbers, word)):
            return word
        number = bool(numbers) and word.isdigit() and len(word) < 3
        raise Unfinished if number or any(each.startswith(word) for each in words) else QueryError

    return read


def _column(name: str) -> Callable[[Glob, Facts], bool]:
    return lambda glob, facts: glob.found_in(getattr(facts, name))


KINDS = (
    Kind(
        "", "a text", "Text in path, headers or body, in any letter case.", "invoice.paid",
        _text, lambda text, facts: text in (facts.text or ""), reading.text,
        inside=True, bodies=True,
    ),
    Kind(
        "method", "a method", "The method.", "method:POST",
        _glob, _column("method"), reading.subject("method"),
    ),
    Kind(
        "path", "a path", "The path below the bin; `*` stands for anything.", "path:/orders/*",
        _path, _column("path"), reading.subject("path"),
    ),
    Kind(
        "header", "a name, or a name and its value", "A header is there, or has such a value.",
        "header:x-github-event=push",
        _header, lambda named, facts: named.found_in(facts.headers), reading.named("header"),
    ),
    Kind(
        "query", "a name, or a name and its value", "A field of the query is there, or is such.",
        "query:page=2",
        _named, lambda named, facts: named.found_in(facts.query), reading.named("query field"),
        inside=True,
    ),
    Kind(
        "json", "the path of a field, and what is asked of it",
        "A field of a JSON or form body: `=`, `!=`, `>`, `<`, or only that it is there.",
        "json:data.object.amount>1000",
        lambda raw, clock: fields.field_of(raw), lambda field, facts: field.matches(facts.fields),
        reading.field, inside=True, bodies=True,
    ),
    Kind(
        "provider", "a provider", "Who sent it.", "provider:stripe",
        _glob, _column("provider"), reading.subject("provider"),
    ),
    Kind(
        "event", "the type of an event", "What kind of event it is.", "event:invoice.*",
        _glob, _column("event_type"), reading.subject("event type"),
    ),
    Kind(
        "id", "the id of an event", "What the sender calls the event, the same on every retry.",
        "id:evt_1Nz*",
        _glob, _column("event_id"), reading.subject("event id"),
    ),
    Kind(
        "verdict", "a verdict, `genuine` or `bad`", "Whether its signature is genuine.",
        "verdict:genuine",
        verdicts.read, lambda asked, facts: asked.found_in(facts.verdict), verdicts.words,
    ),
    Kind(
        "sent", f"{', '.join(SENT)} or the status of an answer", "What came of sending it on.",
        "sent:failed",
        _one_of(SENT, r"[1-5][0-9][0-9]"), lambda word, facts: word in facts.sent, reading.sent,
    ),
    Kind(
        "size", "a size in bytes, `k` or `m`", "How large the body is.", "size:>10k",
        _size, lambda size, facts: ORDERS[size.order](facts.size, size.octets), reading.size,
    ),
    Kind(
        "after", "a day, a time or how long ago", "It arrived then or later.", "after:2h",
        lambda raw, clock: clock.moment(quoting.plain(raw)),
        lambda moment, facts: facts.received_at >= moment, reading.since,
    ),
    Kind(
        "before", "a day, a time or how long ago", "It arrived earlier.", "before:2026-11-20",
        lambda raw, clock: clock.moment(quoting.plain(raw)),
        lambda moment, facts: facts.received_at < moment, reading.until,
    ),
    Kind(
        "from", "an address", "The address that it came from.", "from:203.0.113.*",
        _glob, _column("remote_addr"), reading.subject("sender's address"),
    ),
    Kind(
        "note", "a text", "What people wrote about it.", "note:retry",
        _note, _column("note"), reading.note,
    ),
    Kind(
        "is", f"one of {', '.join(FLAGS)}", f"It is {', '.join(FLAGS[:-1])} or {FLAGS[-1]}.",
        "is:starred",
        _one_of(FLAGS), lambda word, facts: FLAG[word](facts), reading.flag,
    ),
)  # fmt: skip

TEXT = KINDS[0]
BY_KEY = {kind.key: kind for kind in KINDS if kind.key}
