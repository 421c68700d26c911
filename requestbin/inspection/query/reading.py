"""A term in words, so that the box can say what it was understood to ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from requestbin.inspection.query.fields import Field
    from requestbin.inspection.query.globs import Glob
    from requestbin.inspection.query.terms import Named, Size
    from requestbin.inspection.query.times import Clock

LONGEST = 60

STANDS = {
    ">": "is above", ">=": "is at least", "<": "is below", "<=": "is at most",
    "=": "is", "!=": "is there and is not",
}  # fmt: skip
CONTRARY = {
    ">": "is not above", ">=": "is not at least", "<": "is not below", "<=": "is not at most",
    "=": "is not", "!=": "is not there, or is",
}  # fmt: skip
SENT = {
    "failed": ("its last delivery failed", "its last delivery did not fail"),
    "ok": ("it was delivered", "it was not delivered"),
    "waiting": ("it waits to be sent", "it does not wait to be sent"),
    "yes": ("it was sent on", "it was not sent on"),
    "no": ("it was not sent on", "it was sent on"),
}
UNITS = (("MB", 1024**2), ("KB", 1024))


def code(text: str) -> str:
    """Set a value off from the sentence, between backticks."""
    short = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    return "`" + short.replace("`", "'") + "`"


def text(needle: str, negated: bool, clock: Clock) -> str:
    """Say what is to be found."""
    return f"{'does not contain' if negated else 'contains'} {code(needle)}"


def subject(noun: str) -> Callable[[Glob, bool, Clock], str]:
    """Return how to say that a fact is such: `path begins with ...`."""
    return lambda glob, negated, clock: f"{noun} {_such(glob, negated)}"


def named(noun: str) -> Callable[[Named, bool, Clock], str]:
    """Return how to say that something with a name is there, or is such."""

    def words(asked: Named, negated: bool, clock: Clock) -> str:
        if asked.glob is None:
            return f"{'no ' if negated else ''}{noun} {code(asked.name)} is there"
        return f"{'no ' if negated else ''}{noun} {code(asked.name)} {_such(asked.glob, False)}"

    return words


def field(asked: Field, negated: bool, clock: Clock) -> str:
    """Say what is asked of a field of the body."""
    where = f"{code('.'.join(asked.path))} in the JSON"
    if not asked.order:
        return f"{where} is {'not ' if negated else ''}there"
    if asked.order == "=" and asked.glob.literal is None:
        return f"{where} {_such(asked.glob, negated)}"
    stands = (CONTRARY if negated else STANDS)[asked.order]
    return f"{where} {stands} {code(asked.glob.shown)}"


def size(asked: Size, negated: bool, clock: Clock) -> str:
    """Say how large the body is to be."""
    unit = next((u for u in UNITS if asked.octets >= u[1] and asked.octets % u[1] == 0), None)
    shown = f"{asked.octets // unit[1]:,} {unit[0]}" if unit else f"{asked.octets:,} bytes"
    return f"the body {(CONTRARY if negated else STANDS)[asked.order]} {shown}"


def since(moment: datetime, negated: bool, clock: Clock) -> str:
    """Say that it came no earlier."""
    return f"it arrived {'before' if negated else 'since'} {clock.shown(moment)}"


def until(moment: datetime, negated: bool, clock: Clock) -> str:
    """Say that it came earlier."""
    return since(moment, not negated, clock)


def note(glob: Glob, negated: bool, clock: Clock) -> str:
    """Say what is in the note."""
    if glob.anything:
        return f"it has {'no' if negated else 'a'} note"
    return f"the note {'does not contain' if negated else 'contains'} {code(glob.shown)}"


def sent(word: str, negated: bool, clock: Clock) -> str:
    """Say what came of sending it on."""
    if word in SENT:
        return SENT[word][negated]
    return f"its last answer {'was not' if negated else 'was'} {word}"


def flag(word: str, negated: bool, clock: Clock) -> str:
    """Say what it is."""
    return f"it is {'not ' if negated else ''}{word}"


def _such(glob: Glob, negated: bool) -> str:
    """Return `is X`, `begins with X` and so on, or the contrary."""
    inner = [piece for piece in glob.pieces if piece]
    if glob.literal is not None:
        return f"{'is not' if negated else 'is'} {code(glob.shown)}"
    if not inner:
        return f"is {'not ' if negated else ''}known"
    shape = tuple(bool(piece) for piece in glob.pieces)
    affirmed, denied = _SHAPES.get(shape, ("is like", "is not like"))
    shown = glob.shown.strip("*") if shape in _SHAPES else glob.shown
    return f"{denied if negated else affirmed} {code(shown)}"


_SHAPES = {
    (True, False): ("begins with", "does not begin with"),
    (False, True): ("ends with", "does not end with"),
    (False, True, False): ("contains", "does not contain"),
}
