"""What differs within a line or a value; without it a reader would look for one letter in 200."""

from __future__ import annotations

import re
from collections.abc import Sequence

from requestbin.inspection.diff.alignment import Work, align, same_end, same_start
from requestbin.inspection.shapes import Token

MAX_COMPARED_CHARACTERS = 4000
"""Of longer texts only the beginning and the end are compared."""
KEPT_CHARACTERS = 240
"""What is shown of a long stretch beside a change, and of each end of a long change."""
LEAST_ALIKE = 1 / 4

SAME, CHANGED, CUT = "", "changed", "cut"
Part = tuple[str, str]
"""SAME, CHANGED or CUT, and the text; of a stretch that is cut out, how long it is."""
Piece = tuple[str, str, str]
"""The kind of a token, and a part of it."""

COMMA: Token = ("", ",")
"""At the end of a line of JSON, which says only that another follows."""

_WORD = re.compile(r"\w+|\s+|[^\w\s]")


def parts_of(left: str, right: str, work: Work) -> tuple[list[Part], list[Part]]:
    """Return both texts in parts that are SAME or CHANGED, every character in one of them."""
    if left == right:
        return _marked([(False, left)]), _marked([(False, right)])
    if len(left) + len(right) > MAX_COMPARED_CHARACTERS:
        return _by_ends(left, right)
    ours, theirs = _WORD.findall(left), _WORD.findall(right)
    pairs = align(ours, theirs, work)
    if sum(len(ours[at]) for at, _ in pairs) < LEAST_ALIKE * max(len(left), len(right)):
        return _marked([(True, left)]), _marked([(True, right)])
    kept, other = {at for at, _ in pairs}, {at for _, at in pairs}
    return (
        _marked([(at not in kept, word) for at, word in enumerate(ours)]),
        _marked([(at not in other, word) for at, word in enumerate(theirs)]),
    )


def pieces_of(
    left: Sequence[Token], right: Sequence[Token], work: Work
) -> tuple[list[Piece], list[Piece]]:
    """Return two lines of tokens in pieces, what they do not share marked."""
    ours, theirs = (line[:-1] if line[-1:] == [COMMA] else line for line in (left, right))
    if len(ours) != len(theirs):
        return _wholly(left), _wholly(right)
    before: list[Piece] = []
    after: list[Piece] = []
    for (kind, text), (other, new) in zip(ours, theirs, strict=True):
        if kind == other:
            old_parts, new_parts = parts_of(text, new, work)
        else:
            old_parts, new_parts = [(CHANGED, text)], [(CHANGED, new)]
        before += [(kind, *part) for part in shortened(old_parts)]
        after += [(other, *part) for part in shortened(new_parts)]
    return before + plain(left[len(ours) :]), after + plain(right[len(theirs) :])


def plain(tokens: Sequence[Token]) -> list[Piece]:
    """Return a line of tokens in pieces, none of them marked."""
    return [(kind, *part) for kind, text in tokens for part in shortened([(SAME, text)])]


def shortened(parts: Sequence[Part]) -> list[Part]:
    """Return the parts with the middle of long ones cut out; of the first the end is kept, of the
    last the beginning, and both ends of what stands alone or is changed."""
    found: list[Part] = []
    for at, (state, text) in enumerate(parts):
        alone = state == CHANGED or len(parts) == 1
        head = KEPT_CHARACTERS if at or alone else 0
        tail = KEPT_CHARACTERS if at < len(parts) - 1 or alone else 0
        if len(text) <= head + tail + KEPT_CHARACTERS:
            found.append((state, text))
            continue
        found += [(state, text[:head])] * bool(head)
        found.append((CUT, f"{len(text) - head - tail:,} characters"))
        found += [(state, text[-tail:])] * bool(tail)
    return found


def _by_ends(left: str, right: str) -> tuple[list[Part], list[Part]]:
    start = same_start(left, right)
    end = same_end(left, right, min(len(left), len(right)) - start)
    return tuple(  # type: ignore[return-value]
        _marked(
            [
                (False, text[:start]),
                (True, text[start : len(text) - end]),
                (False, text[len(text) - end :]),
            ]
        )
        for text in (left, right)
    )


def _marked(words: list[tuple[bool, str]]) -> list[Part]:
    """Join neighbours of one state, and what is small and the same between changes to those."""
    runs: list[tuple[bool, str]] = []
    for changed, text in words:
        if text and runs and runs[-1][0] == changed:
            runs[-1] = (changed, runs[-1][1] + text)
        elif text:
            runs.append((changed, text))
    joined: list[Part] = []
    for at, (changed, text) in enumerate(runs):
        small = not changed and 0 < at < len(runs) - 1 and len(text) <= 2
        state = CHANGED if changed or small else SAME
        if joined and joined[-1][0] == state:
            joined[-1] = (state, joined[-1][1] + text)
        else:
            joined.append((state, text))
    return joined


def _wholly(tokens: Sequence[Token]) -> list[Piece]:
    return [
        (kind, *part)
        for kind, text in tokens
        for part in shortened([(CHANGED if text.strip() else SAME, text)])
    ]
