"""Two messages compared: first line, query, headers, and the body in the way that tells most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from requestbin.http import NO_HEADERS, Headers
from requestbin.inspection.content import content_of
from requestbin.inspection.diff import bodies, heads, ways
from requestbin.inspection.diff.alignment import Work
from requestbin.inspection.diff.bodies import Bodies
from requestbin.inspection.diff.change import ADDED, REMOVED, Change, Tally, tally_of
from requestbin.inspection.diff.heads import Fields, Pair
from requestbin.inspection.formats.form import fields_of

ONE_SIDED = "headers of one side"
"""The noise between the heads of a request and of an answer."""
NO_FIELDS = Fields([])


@dataclass(frozen=True, slots=True)
class Side:
    """A message: what its first line says, by name ("Method", "Path"; "Status"), its query, its
    headers, its body as it came."""

    line: tuple[Pair, ...] = ()
    query: bytes = b""
    headers: Headers = NO_HEADERS
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of every part from left to right. `mixed` tells that one is a request and the
    other an answer: their first lines are not compared, nor headers that only one of them has."""

    line: Fields
    query: Fields
    headers: Fields
    body: Bodies
    mixed: bool

    @property
    def changes(self) -> Iterator[Change]:
        """Give every change, those of the head first."""
        for fields in (self.line, self.query, self.headers):
            yield from fields.changes
        yield from self.body.changes

    @property
    def tally(self) -> Tally:
        """Count the changes."""
        return tally_of(self.changes)

    @property
    def same_heads(self) -> bool:
        """Tell whether first line, query and headers are the same, in the same order."""
        return not self.mixed and all(
            fields.is_same for fields in (self.line, self.query, self.headers)
        )

    @property
    def is_same(self) -> bool:
        """Tell whether both messages are the same, byte for byte."""
        return self.same_heads and self.body.alike == bodies.BYTES


def compare(left: Side, right: Side, work: Work | None = None) -> Comparison:
    """Compare two messages; never raises, whatever they hold, in bounded time and memory."""
    work = work or Work()
    mixed = not {name for name, _ in left.line} & {name for name, _ in right.line}
    mixed = mixed and bool(left.line and right.line)
    headers = heads.compared(_pairs(left.headers), _pairs(right.headers), work, any_case=True)
    line = query = NO_FIELDS
    if mixed:
        headers = replace(headers, changes=[_one_sided(each) for each in headers.changes])
    else:
        line = heads.compared(left.line, right.line, work)
        query = heads.compared(_fields(left.query), _fields(right.query), work)
    ours, theirs = (content_of(side.headers, side.body) for side in (left, right))
    body = ways.compared(left.body, right.body, ours, theirs, work)
    return Comparison(line, query, headers, body, mixed)


def _pairs(headers: Headers) -> list[Pair]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]


def _fields(query: bytes) -> list[Pair]:
    return [(field.name, field.value) for field in fields_of(query)]


def _one_sided(change: Change) -> Change:
    return replace(change, noise=ONE_SIDED) if change.sign in (ADDED, REMOVED) else change
