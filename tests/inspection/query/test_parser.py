"""What is typed, what it asks, and how it is said."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from requestbin.inspection.query import BY_KEY, KINDS, Clock, Query, QueryError, parse, without

NOW = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
CLOCK = Clock(NOW, BERLIN)


def parsed(text: str) -> Query:
    return parse(text, now=NOW, zone=BERLIN)


def words(text: str) -> str:
    return parsed(text).words(CLOCK)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ""),
        ("Invoice", "contains `invoice`"),
        ("two words", "contains `two`, and contains `words`"),
        ('"two words" -third', "contains `two words`, and does not contain `third`"),
        (
            "method:POST json:data.object.amount>1000",
            "method is `POST`, and `data.object.amount` in the JSON is above `1000`",
        ),
        ("METHOD:post", "method is `post`"),
        ("path:/orders/*", "path begins with `/orders/`"),
        ("path:orders", "path is `/orders`"),
        ("path:*orders", "path ends with `orders`"),
        ('path:"a b"', "path is `/a b`"),
        ("-provider:*", "provider is not known"),
        ("event:*paid*", "event type contains `paid`"),
        ("event:a*b", "event type is like `a*b`"),
        ("header:x-github-event=push", "header `x-github-event` is `push`"),
        ("-header:x-github-event", "no header `x-github-event` is there"),
        ('header:user-agent="a b"', "header `user-agent` is `a b`"),
        ('header:empty=""', "header `empty` is ``"),
        ("query:page=2", "query field `page` is `2`"),
        ("json:a", "`a` in the JSON is there"),
        ("json:$.a[0].b!=x", "`a.0.b` in the JSON is there and is not `x`"),
        ('json:"a.b".c=*x', "`a.b.c` in the JSON ends with `x`"),
        ("sent:failed sent:500", "its last delivery failed, and its last answer was 500"),
        ("size:>10k size:0", "the body is above 10 KB, and the body is 0 bytes"),
        ("-size:<=3mb", "the body is not at most 3 MB"),
        ("is:starred -is:noted", "it is starred, and it is not noted"),
        ("note:flaky", "the note contains `flaky`"),
        ("after:2h", "it arrived since 24 November 2026 11:30"),
        ("after:14:05", "it arrived since 23 November 2026 14:05"),
        ("before:13:29:30", "it arrived before 24 November 2026 13:29:30"),
        ("before:2026-11-20", "it arrived before 20 November 2026 00:00"),
        ("-before:today", "it arrived since 24 November 2026 00:00"),
        ("after:2026-11-20T10:00:00.5Z", "it arrived since 20 November 2026 11:00:00"),
        ("https://example.com/x", "contains `https://example.com/x`"),
        ('"type":"paid"', 'contains `"type":"paid"`'),
        ('{"a": 5"', 'contains `{"a":`, and contains `5"`'),
        ("a - b", "contains `a`, contains `-`, and contains `b`"),
        ('"never closed', "contains `never closed`"),
        ('"a \\" b"', 'contains `a " b`'),
    ],
)
def test_reads(text: str, said: str) -> None:
    assert words(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "size:", "-size:>", "is:", "is:st", "sent:50", "header:", "header:x=", "json:", "json:a.",
        "json:a>=", "json:a!", "json:a[", "before:2026-1", "method:", "--",
    ],
)  # fmt: skip
def test_what_is_still_on_its_way_asks_for_nothing_at_the_end(text: str) -> None:
    assert parsed(f"x {text}") == parsed("x")
    with pytest.raises(QueryError):
        parsed(f"{text} x")


@pytest.mark.parametrize("text", ['json:"a', 'path:"', "-", '"'])
def test_so_does_a_quote_that_was_only_opened(text: str) -> None:
    assert parsed(f"x {text}").terms[:1] == parsed("x").terms


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("size:large", "`size:` takes a size in bytes, `k` or `m`, as in `size:>10k`."),
        (
            "is:new",
            "`is:` takes one of starred, noted, incomplete, empty, retried, as in `is:starred`.",
        ),
        (
            "json:a..b",
            "`json:` takes the path of a field, and what is asked of it,"
            " as in `json:data.object.amount>1000`.",
        ),
        ("sent:sometimes", "`sent:` takes failed, ok, waiting, yes, no or the status of an answer"),
        ("header:x y=z header:a/b", "`header:` takes a name, or a name and its value, as in"),
        ("before:soon", "`before:` takes a day, a time or how long ago, as in `before:2026-11-20`"),
        ("after:99999999w", "`after:` takes a day, a time or how long ago, as in `after:2h`."),
        ("after:0001-01-01T00:00+14:00 x", "`after:` takes a day"),
        ("json:a.*.b=1", "`json:` takes the path of a field"),
        (f"json:{'.'.join('a' * 21)}", "`json:` takes the path of a field"),
        ("a " * 17, "This asks 17 things at once; 16 are the most."),
    ],
)
def test_what_makes_no_sense_is_said(text: str, said: str) -> None:
    with pytest.raises(QueryError) as caught:
        parsed(text)
    assert str(caught.value).startswith(said)


def test_terms_are_equal_however_they_are_written() -> None:
    assert parsed("method:post") == parsed('Method:"POST"')
    assert parsed("path:/a*") != parsed('path:"/a\\*"')


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a method:POST b", "a b"),
        ("method:post", ""),
        ("-method:POST", "-method:POST"),
        ("is:nonsense method:POST", "is:nonsense"),
    ],
)
def test_a_term_is_taken_out(text: str, left: str) -> None:
    terms = parsed("method:POST").terms
    assert without(text, terms, now=NOW, zone=BERLIN) == left


def test_every_example_of_the_table_is_one() -> None:
    assert len(BY_KEY) == len(KINDS) - 1
    for kind in KINDS:
        (term,) = parsed(kind.example).terms
        assert term.kind is kind
        assert term.words(CLOCK)
        assert kind.help.endswith(".")
        assert not kind.takes.endswith(".")


PARTS = st.sampled_from(
    [
        *(f"{key}:" for key in BY_KEY),
        '"',
        "\\",
        "-",
        "=",
        ">",
        "!",
        ".",
        "*",
        " ",
        "[",
        "0",
        "9" * 30,
        "\x00",
        "\ud800",
        "é",
        "\u202e",
        "T",
        "Z",
        "2026-11-20",
    ]
)


@settings(max_examples=300)
@given(st.lists(PARTS | st.text(max_size=4), max_size=12).map("".join))
def test_nothing_that_can_be_typed_breaks_it(text: str) -> None:
    with suppress(QueryError):
        assert "\x00" not in words(text)
    without(text, parsed("a").terms, now=NOW, zone=BERLIN)


@pytest.mark.parametrize("part", ['"', '\\"', "a:", "json:a.", "*", "json:[0]", "-", 'x="'])
def test_long_queries_are_read_in_no_time(part: str) -> None:
    started = time.perf_counter()
    with suppress(QueryError):
        parsed(part * 100_000)
    assert time.perf_counter() - started < 2
