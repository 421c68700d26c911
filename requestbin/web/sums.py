"""A comparison in a sentence or two: what differs, what of it is noise, what is the same."""

from __future__ import annotations

from datetime import datetime

from requestbin.forwarding.advice import duration
from requestbin.inspection.diff import bodies
from requestbin.inspection.diff.bodies import Bodies
from requestbin.inspection.diff.change import REMOVED, Tally
from requestbin.inspection.diff.comparison import Comparison
from requestbin.inspection.diff.octets import Octets
from requestbin.web import words

WAYS = {
    bodies.JSON: "JSON by meaning",
    bodies.FORM: "form, field by field",
    bodies.PARTS: "upload, part by part",
    bodies.XML: "XML by lines",
    bodies.TEXT: "text by lines",
    bodies.OCTETS: "by bytes",
}
SAME_THINGS = {
    bodies.JSON: "JSON",
    bodies.FORM: "fields",
    bodies.PARTS: "parts",
    bodies.XML: "XML",
    bodies.TEXT: "text",
}


def sentence_of(found: Comparison) -> str:
    """Return what comes of the whole comparison."""
    tally = found.tally
    if found.is_same:
        return "The same, byte for byte. Only number and time differ."
    if tally.changes:
        return f"{words.counted(tally.changes, 'change')}{_besides(tally)}."
    if tally.noise:
        return f"Nothing but noise differs: {_noise(tally)}."
    if tally.rewritten:
        return f"Nothing differs in meaning; {tally.rewritten:,} written differently."
    return "Nothing differs in meaning."


def body_of(body: Bodies) -> str:
    """Return what is to be said of the bodies before any change is shown, "" for nothing."""
    left, right = (words.exact_size(len(content.data)) for content in body.contents)
    if body.alike == bodies.BYTES:
        return (
            f"The same, byte for byte: {left}." if body.contents[0].data else "Neither has a body."
        )
    if body.alike == bodies.DECODED:
        return f"The same {left}, in another content encoding."
    if body.alike == bodies.MEANING:
        how = words.joined(body.written)
        return f"Same {SAME_THINGS[body.way]}, written differently: {how}."
    if body.way == bodies.UNLIKE:
        names = body.changes[0]
        return f"{names.left} on the left, {names.right} on the right: shown, not compared."
    if body.octets:
        return _octets(body.octets)
    if body.way == bodies.NOTHING:
        gone = body.changes[0].sign == REMOVED
        return f"Only the {'left' if gone else 'right'} has a body: {left if gone else right}."
    return ""


def apart(left: datetime, right: datetime) -> str:
    """Return how long after the left the right is: `12 min later`."""
    seconds = (right - left).total_seconds()
    if abs(seconds) < 0.001:
        return "at the same moment"
    return f"{duration(abs(seconds) * 1000)} {'later' if seconds > 0 else 'earlier'}"


def _besides(tally: Tally) -> str:
    rewritten = f", {tally.rewritten:,} only written differently" if tally.rewritten else ""
    noises = f"; {tally.noises:,} more look like noise: {_noise(tally)}" if tally.noise else ""
    return rewritten + noises.replace(
        "more look", "more looks" if tally.noises == 1 else "more look"
    )


def _noise(tally: Tally) -> str:
    return ", ".join(f"{word} {count:,}" for word, count in tally.noise.items())


def _octets(found: Octets) -> str:
    ends = {"first": found.start, "last": found.end}
    same = [f"the {end} {words.counted(count, 'byte')}" for end, count in ends.items() if count]
    left, right = words.counted(found.left_length, "byte"), f"{found.right_length:,}"
    if not same:
        return f"All of it differs: {left} on the left, {right} on the right."
    return (
        f"The same: {words.joined(same)}. What differs: {left} on the left, {right} on the right."
    )
