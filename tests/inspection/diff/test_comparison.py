"""Any two messages: compared without a fault, in bounded work, and the same from both sides."""

from __future__ import annotations

import json
import random
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from requestbin.http import Headers
from requestbin.inspection.diff import bodies
from requestbin.inspection.diff.alignment import Work
from requestbin.inspection.diff.comparison import ONE_SIDED, Comparison, Side, compare
from tests.hostile.strings import BREAKERS, MARKUP, bodies_of

JSON = "application/json"
TYPES = st.sampled_from(
    [
        b"", b"application/json", b"application/x-www-form-urlencoded", b"text/plain", b"text/xml",
        b"text/plain; charset=utf-16", b"multipart/form-data; boundary=b", b"image/png", b"\xff;=",
    ]
)  # fmt: skip
CODINGS = st.sampled_from([None, None, b"gzip", b"deflate", b"br", b"zstd", b"identity", b"\xff"])
JSONS = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text("ab\ud800\0", max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abid"), inner),
    max_leaves=12,
)


def of(body: bytes | str, *headers: tuple[str, str], query: bytes = b"") -> Side:
    """Return a request with a body."""
    octets = body.encode() if isinstance(body, str) else body
    return Side((("Method", "POST"), ("Path", "/hook")), query, Headers(headers), octets)


@st.composite
def sides(draw: st.DrawFn) -> Side:
    headers = [(b"Content-Type", draw(TYPES))]
    coding = draw(CODINGS)
    if coding is not None:
        headers.append((b"Content-Encoding", coding))
    names = st.sampled_from([b"X", b"x", b"", b"Date", b"\xff", b"id"])
    headers += draw(st.lists(st.tuples(names, st.binary(max_size=6)), max_size=5))
    body = draw(
        st.binary(max_size=60) | st.text('{}[]",:1 a\n<>=&%\ufeff', max_size=40).map(str.encode)
    )
    line = draw(st.sampled_from([(("Method", "POST"),), (("Status", "200"),), ()]))
    return Side(line, draw(st.binary(max_size=12)), Headers.of(headers), body)


@settings(max_examples=100)
@given(sides(), sides())
def test_no_two_messages_are_a_fault(left: Side, right: Side) -> None:
    found = compare(left, right)
    assert found.tally.noises >= 0
    whole(found)
    if left.body != right.body:
        assert found.body.alike != bodies.BYTES


@given(sides())
def test_a_message_is_the_same_as_itself(side: Side) -> None:
    found = compare(side, side)
    assert found.is_same or not side.line  # without a first line nobody knows what it is
    assert found.tally.changes == found.tally.noises == found.tally.rewritten == 0


@settings(max_examples=60)
@given(JSONS, JSONS)
def test_any_json_is_compared(left: object, right: object) -> None:
    ours, theirs = (of(json.dumps(each), ("Content-Type", JSON)) for each in (left, right))
    found, back = compare(ours, theirs), compare(theirs, ours)
    whole(found)
    assert found.body.alike == back.body.alike
    assert (found.body.alike == bodies.DIFFERENT) == bool(found.tally.changes + found.tally.noises)


HOSTILE = [*BREAKERS.values(), *(body for text in MARKUP for body in bodies_of(text))]


@pytest.mark.parametrize("at", range(len(HOSTILE)))
def test_hostile_bodies_are_compared_with_one_another(at: int) -> None:
    kind, body = HOSTILE[at]
    left = of(body, ("Content-Type", kind.decode("latin-1")))
    for other_kind, other in (HOSTILE[at - 1], (kind, body[:-1]), (kind, body + b"x"), (b"", b"")):
        whole(compare(left, of(other, ("Content-Type", other_kind.decode("latin-1")))))


MEGABYTES = (
    "few numbers", "records without an id", "a key of half a megabyte", "ids that are shuffled",
    "everything moved", "almost noise", "lines of few kinds", "one line", "tags", "fields",
)  # fmt: skip


@cache
def megabytes() -> dict[str, tuple[str, str, str]]:
    """Return bodies that are made to take long: a type, and both sides. Made when they are asked
    for, since every process of a run collects the tests."""
    chance = random.Random(5)

    def numbers(count: int, kinds: int) -> str:
        return json.dumps([chance.randrange(kinds) for _ in range(count)])

    def records(count: int) -> str:
        return json.dumps([{"a": chance.randrange(3), "b": chance.random()} for _ in range(count)])

    def members(value: str) -> str:
        return "{" + ",".join(f'"{at}":{value}' for at in range(8_000)) + "}"

    key = "k" * 500_000
    return {
        "few numbers": (JSON, numbers(29_000, 3), numbers(29_000, 3)),
        "records without an id": (JSON, records(3_000), records(7_000)),
        "a key of half a megabyte": (
            JSON,
            f'{{"{key}":{members("1")}}}',
            f'{{"{key}":{members("2")}}}',
        ),
        "ids that are shuffled": (
            JSON,
            json.dumps([{"id": at} for at in range(9_000)]),
            json.dumps([{"id": at} for at in chance.sample(range(9_000), 9_000)]),
        ),
        "everything moved": (JSON, members('"a long text"'), members('"a long text "')),
        "almost noise": (
            JSON,
            json.dumps(["eyJ-" * 1_000 + str(at) for at in range(240)]),
            json.dumps(["eyJ-" * 1_000 + str(at + 1) for at in range(240)]),
        ),
        "lines of few kinds": (
            "text/plain",
            "\n".join(str(chance.randrange(3)) for _ in range(500_000)),
            "\n".join(str(chance.randrange(3)) for _ in range(500_000)),
        ),
        "one line": ("text/plain", "ab" * 500_000, "ba" * 500_000),
        "tags": ("text/xml", "<a>" * 300_000, "<a>" * 299_999 + "<b>"),
        "fields": ("application/x-www-form-urlencoded", "a=1&" * 1_000, "a=2&" * 999),
    }


@pytest.mark.parametrize("name", MEGABYTES)
def test_hostile_megabytes_take_no_more_than_their_work(name: str) -> None:
    assert set(megabytes()) == set(MEGABYTES)
    kind, left, right = megabytes()[name]
    work = Work()
    found = compare(*(of(text, ("Content-Type", kind)) for text in (left, right)), work)
    assert work.left > -100_000  # a last step over the whole of a sequence
    assert found.tally.changes + found.tally.noises
    assert len(found.body.difference.rows if found.body.difference else []) <= 130_000


def test_a_request_and_an_answer() -> None:
    request = of('{"a": 1}', ("Host", "x"), ("Content-Type", JSON), query=b"a=1")
    headers = Headers([("Content-Type", f"{JSON}; charset=utf-8"), ("Server", "y")])
    answer = Side((("Status", "200"),), b"", headers, b'{"a": 2}')
    found = compare(request, answer)
    assert found.mixed
    assert not found.line.changes
    assert not found.query.changes
    assert found.tally.noise == {ONE_SIDED: 2}
    assert found.tally.changes == 2  # the type and the value


def test_the_head_is_compared_in_its_parts() -> None:
    left = of("", ("Host", "x"), query=b"page=1&x=1")
    right = of("", ("Host", "y"), query=b"page=2&x=1")
    found = compare(left, right)
    assert [change.path for change in found.changes if change.told] == ["page", "Host"]
    assert not found.same_heads
    assert compare(left, of("x", ("Host", "x"), query=b"page=1&x=1")).same_heads


def whole(found: Comparison) -> None:
    """Expect every line of both bodies once, and what names a change to name one."""
    difference = found.body.difference
    if difference is None:
        return
    for side, lines in enumerate(found.body.lines):
        shown = sorted(row[side] for row in difference.rows if row[side] is not None)
        if not (difference.cut or difference.before or difference.after):
            assert shown == list(range(len(lines)))
    for row in difference.rows:
        assert row.change is None or difference.changes[row.change]
        if row.change is None and found.body.way == bodies.TEXT:
            assert found.body.line(0, row.left or 0) == found.body.line(1, row.right or 0)
