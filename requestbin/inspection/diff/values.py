"""JSON by meaning: what was added, removed, changed, moved or given another type, and where."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import zip_longest

from requestbin.inspection.content import Unreadable
from requestbin.inspection.diff.alignment import Work
from requestbin.inspection.diff.change import (
    ADDED,
    CHANGED,
    ELSEWHERE,
    INSIDE,
    MOVED,
    REMOVED,
    RETYPED,
    REWRITTEN,
    Change,
    Step,
    Steps,
)
from requestbin.inspection.diff.difference import Difference, Row
from requestbin.inspection.diff.matching import Match, matched
from requestbin.inspection.diff.noise import noise_of
from requestbin.inspection.diff.tree import (
    CONTAINERS,
    MAX_DEPTH,
    NUMBER,
    OBJECT,
    STREAM,
    STRING,
    Meanings,
    Node,
    Tree,
    tree_of,
    unquoted,
)

LEAST_MOVED_CHARACTERS = 8
"""Of a string that is taken for moved where its name is another, too."""
MAX_INSIDE = 2
"""How deep JSON in strings in JSON is compared."""


def compared(left: Tree, right: Tree, meanings: Meanings, work: Work) -> Difference:
    """Compare what two texts of JSON hold."""
    roots = [left.root, right.root]
    if STREAM in (left.root.kind, right.root.kind):
        roots = [_as_stream(root) for root in roots]
    differ = _Differ(meanings, work)
    differ.pair(roots[0], roots[1], ())
    return differ.done()


def inside(
    left: str, right: str, steps: Steps, meanings: Meanings, work: Work, depth: int = 1
) -> list[Change] | None:
    """Compare two strings that stand at `steps` by the JSON in them; None where there is none."""
    if not all(text[:64].lstrip()[:1] in ("{", "[") for text in (left, right)):
        return None
    try:
        room = MAX_DEPTH - len(steps)  # of the stack, too
        trees = [tree_of(text, meanings, room) for text in (left, right)]
    except Unreadable:
        return None
    differ = _Differ(meanings, work, depth)
    differ.pair(trees[0].root, trees[1].root, (*steps, INSIDE))
    return differ.done().changes


class _Differ:
    def __init__(self, meanings: Meanings, work: Work, inside: int = 0) -> None:
        self._meanings, self._work, self._inside = meanings, work, inside
        self._found = Difference()
        self._removed: list[tuple[int, Node]] = []
        self._added: list[tuple[int, Node]] = []

    def pair(self, left: Node, right: Node, steps: Steps) -> None:
        """Compare two values that stand in the same place."""
        if left.writing == right.writing:
            self._lines(left, right)
        elif left.kind == right.kind and left.kind in CONTAINERS:
            self._containers(left, right, steps)
        elif left.meaning == right.meaning:
            place = self._found.note(Change(REWRITTEN, steps, left.text, right.text))
            self._lines(left, right, place)
        else:
            self._values(left, right, steps)

    def done(self) -> Difference:
        """Return what was found, what was removed here and added there told as moved."""
        for gone, come in _moves(self._found.changes, self._removed, self._added):
            was, now = self._found.changes[gone], self._found.changes[come]
            told = replace(now, sign=MOVED, left=was.left, origin=was.steps)
            self._found.changes[come] = told
            self._found.changes[gone] = replace(told, sign=ELSEWHERE)
        return self._found

    def _containers(self, left: Node, right: Node, steps: Steps) -> None:
        bracketed = left.kind != STREAM
        if bracketed:
            self._found.rows.append(Row(left.start, right.start))
        matches = matched(left, right, self._work)
        if left.kind == OBJECT:
            both = [it.left for it in matches if it.left is not None and it.right is not None]
            self._found.reordered |= both != sorted(both)
        for match in matches:
            self._match(left, right, match, steps)
        if bracketed and (left.end > left.start or right.end > right.start):
            ends = (node.end if node.end > node.start else None for node in (left, right))
            self._found.rows.append(Row(*ends))

    def _match(self, left: Node, right: Node, match: Match, steps: Steps) -> None:
        if match.right is None:
            assert match.left is not None
            self._alone(left.children[match.left], REMOVED, (*steps, _step(left, match.left)))
            return
        here = (*steps, _step(right, match.right))
        value = right.children[match.right]
        if match.left is None:
            self._alone(value, ADDED, here)
            return
        old = left.children[match.left]
        if not match.moved:
            self.pair(old, value, here)
            return
        change = Change(MOVED, here, old.shown, value.shown, origin=(*steps, match.left))
        place = self._found.note(change)
        if old.writing == value.writing:
            self._lines(old, value, place)
            return
        first = len(self._found.rows)
        self.pair(old, value, here)
        row = self._found.rows[first]
        self._found.rows[first] = row if row.change is not None else row._replace(change=place)

    def _values(self, left: Node, right: Node, steps: Steps) -> None:
        if left.kind == STRING == right.kind and self._in_strings(left, right, steps):
            return
        if left.type != right.type:
            facts = f"{left.type} → {right.type}"
            change = Change(RETYPED, steps, left.shown, right.shown, facts=facts)
        else:
            noise = noise_of(_name(steps), _plain(left), _plain(right))
            change = Change(CHANGED, steps, left.shown, right.shown, noise)
        self._lines(left, right, self._found.note(change))

    def _in_strings(self, left: Node, right: Node, steps: Steps) -> bool:
        """Compare JSON that stands in strings; tell whether it did."""
        if self._inside == MAX_INSIDE:
            return False
        texts = unquoted(left.text), unquoted(right.text)
        changes = inside(*texts, steps, self._meanings, self._work, self._inside + 1)
        if changes is None:
            return False
        told = next((at for at, change in enumerate(changes) if change.told), 0)
        first = len(self._found.changes)
        self._found.changes += changes or [Change(REWRITTEN, steps, left.text, right.text)]
        self._lines(left, right, first + told)
        return True

    def _alone(self, node: Node, sign: str, steps: Steps) -> None:
        sides = (node.shown, None) if sign == REMOVED else (None, node.shown)
        place = self._found.note(Change(sign, steps, *sides))
        (self._removed if sign == REMOVED else self._added).append((place, node))
        lines = range(node.start, node.end + 1)
        if sign == REMOVED:
            self._found.rows += [Row(line, None, place) for line in lines]
        else:
            self._found.rows += [Row(None, line, place) for line in lines]

    def _lines(self, left: Node, right: Node, change: int | None = None) -> None:
        ours, theirs = range(left.start, left.end + 1), range(right.start, right.end + 1)
        self._found.rows += [Row(*pair, change) for pair in zip_longest(ours, theirs)]


def _as_stream(root: Node) -> Node:
    if root.kind == STREAM:
        return root
    return Node(STREAM, root.start, root.end, children=[root], meaning=-1, writing=-1)


def _step(node: Node, at: int) -> Step:
    return node.names[at] if node.kind == OBJECT else at


def _name(steps: Steps) -> str:
    return next((step for step in reversed(steps) if isinstance(step, str)), "")


def _plain(node: Node) -> str:
    return unquoted(node.text) if node.kind == STRING else node.text


def _moves(
    changes: list[Change], removed: list[tuple[int, Node]], added: list[tuple[int, Node]]
) -> list[tuple[int, int]]:
    """Return which removed value is which added one: the same under the same name, else the same
    where it says enough; never where there are more on one side than on the other."""
    found: list[tuple[int, int]] = []
    for named in (True, False):
        groups: defaultdict[tuple[int, Step], tuple[list[int], list[int]]]
        groups = defaultdict(lambda: ([], []))
        taken = {place for pair in found for place in pair}
        for side, values in enumerate((removed, added)):
            for place, node in values:
                if place not in taken and (_tells(node) if not named else _exists(node)):
                    name = changes[place].steps[-1] if named else None
                    groups[node.meaning, name][side].append(place)
        for gone, come in groups.values():
            if len(gone) == len(come):
                found += zip(gone, come, strict=True)
    return found


def _exists(node: Node) -> bool:
    return bool(node.children) or node.kind in (NUMBER, STRING)


def _tells(node: Node) -> bool:
    if node.kind in CONTAINERS:
        return bool(node.children)
    return node.kind == STRING and len(node.text) >= LEAST_MOVED_CHARACTERS + 2
