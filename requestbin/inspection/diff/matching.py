"""Which members of two objects, or elements of two arrays, are the same thing; without it an item
put in front would change all that follow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from requestbin.inspection.diff.alignment import Pair, Work, align, gaps, rising
from requestbin.inspection.diff.tree import (
    ARRAY,
    CONTAINERS,
    NUMBER,
    OBJECT,
    STRING,
    Node,
    numbered,
)

IDENTIFYING = ("id", "_id", "uid", "uuid", "guid", "key", "sku", "slug", "email", "name", "type")
"""Fields that tell elements apart; the first that does so is taken."""


@dataclass(frozen=True, slots=True)
class Match:
    """A child of the left (None: it was added) and of the right (None: it was removed); `moved`
    tells that it stands elsewhere among those that are on both sides."""

    left: int | None
    right: int | None
    moved: bool = False


def matched(left: Node, right: Node, work: Work) -> list[Match]:
    """Match the children of two containers of one kind, each exactly once, in the order of the
    right; what is only on the left follows what it followed there."""
    if left.kind == OBJECT:
        pairs = _by_name(left, right)
        return _in_order(pairs, len(left.children), len(right.children))
    known = _by_identity(left, right)
    pairs = _by_meaning(left, right, work) if known is None else known
    return _in_order(pairs, len(left.children), len(right.children), _moved(pairs))


def _by_name(left: Node, right: Node) -> list[Pair]:
    ours = {name: at for at, name in enumerate(numbered(left.names))}
    pairs = [(ours.get(name), at) for at, name in enumerate(numbered(right.names))]
    return [(here, there) for here, there in pairs if here is not None]


def _by_identity(left: Node, right: Node) -> list[Pair] | None:
    """Match by the first field that all elements have, each with a value of its own, if any of
    those is on both sides: an id that is new each time tells nothing."""
    for name in IDENTIFYING:
        ours, theirs = _identities(left, name), _identities(right, name)
        shared = ours.keys() & theirs.keys()
        if shared:
            return [(ours[each], at) for each, at in theirs.items() if each in shared]
    return None


def _identities(node: Node, name: str) -> dict[int, int]:
    found: dict[int, int] = {}
    for at, child in enumerate(node.children):
        if child.kind != OBJECT or name not in child.names:
            return {}
        value = child.children[child.names.index(name)]
        if value.kind not in (STRING, NUMBER) or value.meaning in found:
            return {}
        found[value.meaning] = at
    return found


def _by_meaning(left: Node, right: Node, work: Work) -> list[Pair]:
    """Match equal elements in order, then equal ones elsewhere, then what stands in between."""
    ours = [child.meaning for child in left.children]
    theirs = [child.meaning for child in right.children]
    kept = align(ours, theirs, work)
    mine, yours = {at for at, _ in kept}, {at for _, at in kept}
    waiting: defaultdict[int, list[int]] = defaultdict(list)
    for at in range(len(ours) - 1, -1, -1):
        if at not in mine:
            waiting[ours[at]].append(at)
    elsewhere = [
        (waiting[meaning].pop(), at)
        for at, meaning in enumerate(theirs)
        if at not in yours and waiting.get(meaning)
    ]
    gone, come = {at for at, _ in elsewhere}, {at for _, at in elsewhere}
    pairs = kept + elsewhere
    for here, there, _ in gaps(kept, len(ours), len(theirs)):
        rest = [at for at in here if at not in gone]
        others = [at for at in there if at not in come]
        pairs += _alike(left, right, rest, others, work)
    return pairs


def _alike(left: Node, right: Node, ours: list[int], theirs: list[int], work: Work) -> list[Pair]:
    """Match one by one what replaced what; where there are more on one side, those neighbours that
    have most in common."""
    extra = abs(len(ours) - len(theirs))
    few = min(len(ours), len(theirs))
    forward = len(ours) <= len(theirs)

    def shifted(shift: int) -> list[Pair]:
        starts = (0, shift) if forward else (shift, 0)
        return [(ours[starts[0] + at], theirs[starts[1] + at]) for at in range(few)]

    def common(shift: int) -> int:
        return sum(_common(left.children[i], right.children[j]) for i, j in shifted(shift))

    members = sum(len(left.children[at].children) + 1 for at in ours)
    members += sum(len(right.children[at].children) + 1 for at in theirs)
    shift = 0
    if few and extra and work.afford(members * (extra + 1)):
        shift = max(range(extra + 1), key=lambda each: (common(each), -each))
    return [
        (i, j)
        for i, j in shifted(shift)
        if left.children[i].kind == right.children[j].kind
        or not {left.children[i].kind, right.children[j].kind} & set(CONTAINERS)
    ]


def _common(left: Node, right: Node) -> int:
    if left.kind == OBJECT == right.kind:
        ours = zip(left.names, (child.meaning for child in left.children), strict=True)
        theirs = zip(right.names, (child.meaning for child in right.children), strict=True)
        return len(set(ours) & set(theirs))
    if left.kind == ARRAY == right.kind:
        ours_too = {child.meaning for child in left.children}
        return len(ours_too & {child.meaning for child in right.children})
    return int(left.kind == right.kind)


def _moved(pairs: list[Pair]) -> set[Pair]:
    pairs = sorted(pairs, key=lambda pair: pair[1])
    kept = {pairs[index] for index in rising([here for here, _ in pairs])}
    return set(pairs) - kept


def _in_order(
    pairs: list[Pair], ours: int, theirs: int, moved: Collection[Pair] = ()
) -> list[Match]:
    partner = dict(pairs)
    following: defaultdict[int, list[int]] = defaultdict(list)
    last = -1
    for here in range(ours):
        if here in partner:
            last = partner[here]
        else:
            following[last].append(here)
    came = {there: here for here, there in pairs}
    found = [Match(here, None) for here in following[-1]]
    for there in range(theirs):
        here_too = came.get(there)
        found.append(Match(here_too, there, (here_too, there) in moved))
        found += [Match(here, None) for here in following[there]]
    return found
