"""What can come next in the search box: keys with what they do, and values that a bin has seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from requestbin.inspection.query import fields, quoting
from requestbin.inspection.query.parser import split
from requestbin.inspection.query.problems import QueryError
from requestbin.inspection.query.terms import BY_KEY, FLAGS, KINDS, SENT, TEXT

Seen = Callable[[str], Sequence[str]]
"""The values seen under a key: `event`, `header` (its names), `header=x-github-event` (its values),
`json` (paths), `json=data.type`."""

MAX_HINTS = 12
FROM_TEXT = ("event", "provider", "path")
"""Kinds whose values are offered while somebody types a text."""
ENOUGH = 2
FIXED: dict[str, Sequence[str]] = {
    "is": FLAGS,
    "sent": SENT,
    "after": ("10m", "1h", "today", "yesterday"),
    "before": ("10m", "1h", "today", "yesterday"),
    "size": (">10k", ">1m", "<1k"),
}


@dataclass(frozen=True, slots=True)
class Hint:
    """What may be put in the place of the word that is typed: `text`, what it does, an example."""

    text: str
    help: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Hints:
    """Hints for the part of the box from `start` to `end`."""

    hints: list[Hint]
    start: int
    end: int


def hints(text: str, caret: int, seen: Seen) -> Hints:
    """Return what can stand at the caret instead of the word that it is in or behind."""
    token = next((t for t in quoting.tokens(text) if t.start < caret <= t.end), None)
    if token is None:
        return Hints(_keys("", ""), caret, caret)
    begun = token.raw[: caret - token.start]
    negated, kind, value = split(begun)
    minus = "-" if negated or begun == "-" else ""
    if kind is TEXT:
        found = _keys(value.removeprefix("-"), minus) + _values_with(value, minus, seen)
    else:
        found = [Hint(f"{minus}{kind.key}:{each}") for each in _values(kind.key, value, seen)]
    return Hints([each for each in found if each.text.strip() != token.raw], token.start, token.end)


def _keys(begun: str, minus: str) -> list[Hint]:
    return [
        Hint(f"{minus}{kind.key}:", kind.help, kind.example)
        for kind in KINDS
        if kind.key.startswith(begun.lower()) and kind.key
    ]


def _values_with(text: str, minus: str, seen: Seen) -> list[Hint]:
    if len(text) < ENOUGH:
        return []
    found = [
        Hint(f"{minus}{key}:{quoting.quoted(value)} ", BY_KEY[key].help)
        for key in FROM_TEXT
        for value in _fitting(seen(key), text)
    ]
    return found[:MAX_HINTS]


def _values(key: str, begun: str, seen: Seen) -> Iterable[str]:
    if key in FIXED:
        return [f"{each} " for each in _fitting(FIXED[key], begun)]
    if key in ("header", "query"):
        return _named(key, begun, seen)
    if key == "json":
        return _fields(begun, seen)
    return [f"{quoting.quoted(each)} " for each in _fitting(seen(key), quoting.plain(begun))]


def _named(key: str, begun: str, seen: Seen) -> list[str]:
    name, equals, value = begun.partition("=")
    if not equals:
        return [f"{each}=" for each in _fitting(seen(key), name)]
    found = _fitting(seen(f"{key}={quoting.plain(name).lower()}"), quoting.plain(value))
    return [f"{name}={quoting.quoted(each)} " for each in found]


def _fields(begun: str, seen: Seen) -> list[str]:
    path, equals, value = begun.partition("=")
    if not equals:
        return _fitting(seen("json"), path)
    try:
        steps = fields.field_of(path).path
    except QueryError:
        return []
    found = _fitting(seen(f"json={fields.written(steps)}"), quoting.plain(value))
    return [f"{path}={quoting.quoted(each)} " for each in found]


def _fitting(values: Iterable[str], begun: str) -> list[str]:
    """Return those that begin so, then those that have it inside."""
    begun = begun.strip("*").casefold()
    having = [value for value in values if begun in value.casefold()]
    return sorted(having, key=lambda value: not value.casefold().startswith(begun))[:MAX_HINTS]
