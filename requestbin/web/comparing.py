"""What the page of a comparison shows, and what it offers to compare a request with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from requestbin.bins import kin
from requestbin.bins.models import Bin, CapturedRequest
from requestbin.inspection.content import Content
from requestbin.inspection.diff import bodies
from requestbin.inspection.diff.alignment import Work
from requestbin.inspection.diff.comparison import compare
from requestbin.inspection.registry import read
from requestbin.inspection.shapes import Picture
from requestbin.web import contrast, sums
from requestbin.web.sides import MAX_KIN, Subject, answers_of

LISTED = (bodies.JSON, bodies.FORM, bodies.PARTS)
"""The ways whose changes each have a name to be listed by."""
SELF = "This is one and the same: nothing can differ."


@dataclass(frozen=True, slots=True)
class Card:
    """A side as it stands on top, and the addresses that put in its place the one of its kind that
    came before it, or after it."""

    subject: Subject
    earlier: str = ""
    later: str = ""


def address(bin: Bin, left: str, right: str, shows_noise: bool = False) -> str:
    """Return the address of a comparison."""
    query = urlencode({"a": left, "b": right} | ({"noise": "1"} if shows_noise else {}))
    return f"{reverse('compare', args=(bin.pk,))}?{query}"


def comparison_of(bin: Bin, left: Subject, right: Subject, shows_noise: bool) -> dict[str, Any]:
    """Return what the page shows of a comparison."""
    found = compare(left.side, right.side)
    body, work = found.body, Work()
    listed = body.changes if body.way in LISTED else []
    return {
        "cards": [
            _card(bin, left, lambda name: address(bin, name, right.name, shows_noise)),
            _card(bin, right, lambda name: address(bin, left.name, name, shows_noise)),
        ],
        "apart": sums.apart(left.at, right.at),
        "swapped": address(bin, right.name, left.name, shows_noise),
        "toggled": address(bin, left.name, right.name, not shows_noise),
        "shows_noise": shows_noise,
        "found": found,
        "sentence": SELF if left.name == right.name else sums.sentence_of(found),
        "head": contrast.head_of(found, shows_noise, work),
        "way": sums.WAYS.get(body.way, ""),
        "told": sums.body_of(body),
        "table": contrast.table_of(listed, shows_noise, work),
        "blocks": contrast.blocks_of(body, shows_noise, work),
        "pictures": _pictures(body.contents) if body.way == bodies.OCTETS else [],
    }


def choices_of(bin: Bin, row: CapturedRequest) -> dict[str, Any]:
    """Return what a request can be compared with: others of its kind, answers to its replays."""
    return {
        "captured": row,
        "kind": kin.kind_of(row),
        "looked_at": kin.LOOK_AT,
        "kin": [
            (other, sums.apart(row.received_at, other.received_at), _ordered(bin, row, other))
            for other in kin.newest_of_kind(bin, row, MAX_KIN)
        ],
        "answers": [
            (answer, address(bin, str(row.seq), answer.name)) for answer in answers_of(bin, row)
        ],
    }


def _card(bin: Bin, subject: Subject, at: Callable[[str], str]) -> Card:
    if subject.row is None:
        return Card(subject)
    before = kin.previous_of_kind(bin, subject.row)
    after = kin.next_of_kind(bin, subject.row)
    return Card(subject, *(at(str(each.seq)) if each else "" for each in (before, after)))


def _ordered(bin: Bin, row: CapturedRequest, other: CapturedRequest) -> str:
    """The older one stands on the left."""
    first, last = sorted((row.seq, other.seq))
    return address(bin, str(first), str(last))


def _pictures(contents: Sequence[Content]) -> list[Picture]:
    shapes = [read(content).shape for content in contents]
    pictures = [shape for shape in shapes if isinstance(shape, Picture)]
    return pictures if len(pictures) == len(shapes) else []
