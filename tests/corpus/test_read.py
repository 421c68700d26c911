"""Each example is read as a person would expect who knows its provider, and nothing breaks."""

from __future__ import annotations

import json
import logging

import pytest

from requestbin.inspection.content import content_of
from requestbin.inspection.event import event_of
from requestbin.inspection.head import lines_of
from requestbin.inspection.parts import parts_of
from requestbin.inspection.registry import FORMATS, Reading, read
from requestbin.inspection.shapes import Code
from tests.corpus import ARRIVED, EXAMPLES, Example

WITH_BODY = [each for each in EXAMPLES if each.body]
PLAIN_JSON = [
    each for each in WITH_BODY if each.reads_as == "json" and not (each.flags or each.about)
]

each_of = pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each.name)
each_body = pytest.mark.parametrize("example", WITH_BODY, ids=lambda each: each.name)


def reading_of(example: Example, wanted: str = "") -> Reading:
    sent = example.captured()
    return read(content_of(sent.headers, sent.body, ARRIVED), wanted)


def matched(pieces: tuple[str, ...], told: tuple[str, ...]) -> None:
    """See that each sentence holds its piece, and that there are no others."""
    assert len(pieces) == len(told), told
    for piece, sentence in zip(pieces, told, strict=True):
        assert piece in sentence


def test_there_are_a_hundred_and_more_and_each_has_a_name() -> None:
    assert len({each.name for each in EXAMPLES}) == len(EXAMPLES) > 110


@each_body
def test_a_body_opens_in_the_format_that_fits(example: Example) -> None:
    reading = reading_of(example)
    assert reading.format.slug == example.reads_as, reading.problem
    matched(example.flags, reading.flags)
    assert example.about in reading.shape.about
    assert bool(example.about) == bool(reading.shape.about), reading.shape.about
    assert example.problem in reading.problem
    assert bool(example.problem) == bool(reading.problem), reading.problem
    if example.asides is not None and isinstance(reading.shape, Code):
        matched(example.asides, tuple(reading.shape.asides.values()))


@each_of
def test_a_row_is_called_by_its_event(example: Example) -> None:
    sent = example.captured()
    assert event_of(sent.headers, content_of(sent.headers, sent.body)) == example.event


@each_of
def test_what_is_within_is_found(example: Example) -> None:
    sent = example.captured()
    parts = parts_of(content_of(sent.headers, sent.body, ARRIVED))
    assert tuple(part.place for part in parts) == example.parts


@each_body
def test_no_format_that_is_offered_breaks(
    example: Example, caplog: pytest.LogCaptureFixture
) -> None:
    reading = reading_of(example)
    assert {offer.slug for offer in reading.offers} <= {each.slug for each in FORMATS}
    for offer in reading.offers:
        other = reading_of(example, offer.slug)
        assert other.format is offer or other.problem
    lines_of(example.captured().headers, ARRIVED)
    assert not [each for each in caplog.records if each.levelno >= logging.WARNING]


@pytest.mark.parametrize("example", PLAIN_JSON, ids=lambda each: each.name)
def test_laid_out_json_is_the_json_that_was_sent(example: Example) -> None:
    shape = reading_of(example).shape
    assert isinstance(shape, Code)
    shown = "\n".join("".join(text for _, text in line) for line in shape.lines)
    sent = example.captured()
    text = content_of(sent.headers, sent.body).text(10**7)[0]
    assert json.loads(shown) == json.loads(text.removeprefix("\ufeff"))
