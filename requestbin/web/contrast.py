"""A comparison as the page draws it: its tables and lines, what is folded in them and muted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from requestbin.inspection.diff.alignment import Work
from requestbin.inspection.diff.bodies import UNLIKE, Bodies
from requestbin.inspection.diff.change import (
    ADDED,
    CHANGED,
    ELSEWHERE,
    MOVED,
    REMOVED,
    RETYPED,
    REWRITTEN,
    SAME,
    Change,
    path_of,
)
from requestbin.inspection.diff.comparison import Comparison
from requestbin.inspection.diff.difference import Difference, Row, Stretch, stretches
from requestbin.inspection.diff.words import SAME as SAME_PART
from requestbin.inspection.diff.words import Part, Piece, parts_of, pieces_of, plain, shortened
from requestbin.inspection.shapes import Token
from requestbin.web import words

MAX_ENTRIES = 200
MAX_ROWS = 1500
"""Of the lines that are drawn: 1,500 are 0.5 MB of markup."""
MAX_FOLDED = 200
"""Of the lines that one fold holds; of longer stretches only the number is told."""

MUTED = "muted"

SIGNS = {
    ADDED: ("+", "added"),
    REMOVED: ("−", "removed"),  # noqa: RUF001 - a minus as wide as the plus
    CHANGED: ("~", "changed"),
    MOVED: ("↷", "moved"),
    ELSEWHERE: ("↷", "moved"),
    RETYPED: ("≠", "retyped"),
    REWRITTEN: ("≈", "rewritten"),
}
"""What stands for each kind of change, and its word."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A change as a line of a table, its values in parts."""

    change: Change
    sign: str
    word: str
    left: list[Part]
    right: list[Part]
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Changes one below the other: those to be shown, and how many there are beside them. `same`
    are the fields without a change."""

    entries: list[Entry]
    more: int = 0
    muted: int = 0
    same: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line of both sides: its class, sign and word, a number and pieces for each side that has
    it, and a note."""

    kind: str
    sign: str
    word: str
    left: tuple[int, list[Piece]] | None
    right: tuple[int, list[Piece]] | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Neighbouring lines; folded under a label where that is not "". Of what is too much to draw,
    only the label is there."""

    label: str
    rows: list[Drawn] = field(default_factory=list)


def head_of(found: Comparison, shows_noise: bool, work: Work) -> Table:
    """Return the table of first line, query and headers."""
    query = [_asked(change) for change in found.query.changes]
    changes = [*found.line.changes, *query, *found.headers.changes]
    return table_of(changes, shows_noise, work)


def table_of(changes: Iterable[Change], shows_noise: bool, work: Work) -> Table:
    """Return changes as a table."""
    listed = [change for change in changes if change.sign != ELSEWHERE]
    same = [_entry(change, work) for change in listed if change.sign == SAME]
    differing = [change for change in listed if change.sign != SAME]
    shown = [change for change in differing if shows_noise or not change.noise]
    return Table(
        [_entry(change, work) for change in shown[:MAX_ENTRIES]],
        more=max(0, len(shown) - MAX_ENTRIES),
        muted=len(differing) - len(shown),
        same=same,
    )


def blocks_of(body: Bodies, shows_noise: bool, work: Work) -> list[Block]:
    """Return the lines of both bodies side by side, the same ones folded; at most MAX_ROWS."""
    found = body.difference
    if found is None:
        return []
    drawer = _Drawer(body, found, shows_noise, work)
    blocks = [Block(_alike(found.before))] if found.before else []
    room = MAX_ROWS
    for stretch in stretches(found.rows, drawer.is_shown):
        if not room:
            break
        block = drawer.block(stretch, room)
        room -= len(block.rows)
        blocks.append(block)
    if found.after and room:
        blocks.append(Block(_alike(found.after)))
    return blocks


class _Drawer:
    def __init__(self, body: Bodies, found: Difference, shows_noise: bool, work: Work) -> None:
        self._body, self._found, self._shows_noise, self._work = body, found, shows_noise, work
        self._told: Change | None = None

    def is_shown(self, row: Row) -> bool:
        change = self._change(row)
        return change is not None and (self._shows_noise or not change.noise)

    def block(self, stretch: Stretch, room: int) -> Block:
        if not stretch.folded:
            return Block("", [self._drawn(row) for row in stretch.rows[:room]])
        label = _alike(len(stretch.rows), sum(row.change is not None for row in stretch.rows))
        fits = len(stretch.rows) <= min(MAX_FOLDED, room)
        return Block(label, [self._drawn(row) for row in stretch.rows] if fits else [])

    def _change(self, row: Row) -> Change | None:
        return None if row.change is None else self._found.changes[row.change]

    def _drawn(self, row: Row) -> Drawn:
        change = self._change(row)
        kind, sign, word = self._kind(row, change)
        tokens = [self._tokens(side, at) for side, at in enumerate((row.left, row.right))]
        left, right = self._pieces(change if self.is_shown(row) else None, *tokens)
        note = _note(change) if change and change is not self._told else ""
        self._told = change
        first = self._found.before + 1
        return Drawn(
            kind, sign, word,
            None if row.left is None else (row.left + first, left),
            None if row.right is None else (row.right + first, right),
            note,
        )  # fmt: skip

    def _kind(self, row: Row, change: Change | None) -> tuple[str, str, str]:
        if change is None or self._body.way == UNLIKE:
            return SAME if change is None else UNLIKE, "", ""
        if change.noise:
            return MUTED, SIGNS[change.sign][0] if self._shows_noise else "", "noise"
        return change.sign, *SIGNS[change.sign]

    def _tokens(self, side: int, at: int | None) -> Sequence[Token]:
        return [] if at is None else self._body.line(side, at)

    def _pieces(
        self, change: Change | None, left: Sequence[Token], right: Sequence[Token]
    ) -> tuple[list[Piece], list[Piece]]:
        compared = (
            self._body.way != UNLIKE and change and change.sign in (CHANGED, RETYPED, REWRITTEN)
        )
        if compared and left and right:
            return pieces_of(left, right, self._work)
        return plain(left), plain(right)


def _entry(change: Change, work: Work) -> Entry:
    sign, word = SIGNS.get(change.sign, ("", ""))
    left, right = change.left or "", change.right or ""
    if change.sign in (CHANGED, REWRITTEN):
        ours, theirs = parts_of(left, right, work)
    else:
        ours, theirs = [(SAME_PART, left)], [(SAME_PART, right)]
    return Entry(change, sign, word, shortened(ours), shortened(theirs), path_of(change.origin))


def _asked(change: Change) -> Change:
    """A field of the query, told from a header of the same name."""
    return replace(change, steps=(f"?{change.steps[0]}",))


def _note(change: Change) -> str:
    if change.sign == MOVED:
        return f"from {path_of(change.origin)}"
    return f"to {change.path}" if change.sign == ELSEWHERE else ""


def _alike(count: int, muted: int = 0) -> str:
    if muted:
        return f"{words.counted(count, 'line')}, {muted:,} of them noise"
    return f"{count:,} same line{'' if count == 1 else 's'}"
