"""Random requests, and questions about them in the search language: most ask for what is there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from requestbin.http import Captured
from requestbin.inspection.content import content_of
from requestbin.inspection.query import BY_KEY
from requestbin.inspection.query.quoting import quoted
from requestbin.inspection.search_fields import search_fields
from tests.builders import MOMENT, captured

NAMES = ("a", "b", "A", "a.b", "0", "1", "é", 'q"', "b\\n", "a%", "a_", "", "\ufffd")
TEXTS = (
    "", "a", "A", "ab", "Ab a", "1000", "1e3", "0.1", "true", "Null", "*", "a*b", "%", "a_b", "[a]",
    "?", "\\", "a\\b", '"', 'say "a"', '["a", "b"]', "é", "É", "İ", "ß", "SS", "\u017f", "\u212a",
    "日本", "😀", "\n", "\t", "\x7f", "\ufffd", "line\u2028end", "'; --", "{}", "@", "%s", "-1",
)  # fmt: skip
NUMBERS = (
    "0", "-0", "1", "-1", "1000", "1e3", "1000.0", "0.1", "0.30000000000000004", "1e22", "1E+23",
    "9007199254740993", "9007199254740992.0", "9223372036854775807", "-9223372036854775808",
    "9223372036854775808", "18446744073709551616", "1e308", "-1e308", "1e400", "5e-324", "1e-299",
    "1.7976931348623157e308", "123456789.123456789", "0.1000000000000000055", "NaN", "-Infinity",
)  # fmt: skip
HOSTILE = ('"\\u0000"', '"\\ud800"', '"\\ud83d\\ude00"', '"a\\u0000b"', "true", "false", "null")
LATIN = tuple(text for text in TEXTS if all(" " <= char <= "\xff" or char == "\t" for char in text))

names, texts, numbers = st.sampled_from(NAMES), st.sampled_from(TEXTS), st.sampled_from(NUMBERS)
words = texts | st.text(max_size=3).filter(lambda text: text.isprintable())


def written(value: Any) -> str:
    """Write a list of pairs as an object, doubled names and all."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return "{" + ",".join(f"{json.dumps(key)}:{written(each)}" for key, each in value) + "}"
    return "[" + ",".join(map(written, value)) + "]"


scalars = st.sampled_from(HOSTILE) | numbers | words.map(json.dumps)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.lists(st.tuples(names, inner), max_size=4).map(tuple)
    ),
    max_leaves=8,
)
forms = st.lists(st.tuples(names, texts), max_size=3).map(
    lambda pairs: "&".join(f"{name}={text}" for name, text in pairs)
)
objects = st.lists(st.tuples(names, values), min_size=1, max_size=4).map(tuple).map(written)
bodies = objects | objects | objects | words | forms
pairs = st.lists(
    st.tuples(st.sampled_from(("a", "A", "X-a", "x_b", "a%")), st.sampled_from(LATIN)), max_size=3
)

ids = st.sampled_from(("evt_aA_1", "EVT_aa_1", "evt-aA*1"))
named_by = st.tuples(st.just("webhook-id"), ids)


@st.composite
def requests(draw: st.DrawFn) -> Captured:
    target = draw(st.sampled_from(("", "/", "/a", "/A/b", "/a%62", "/é", "/a_b", "/[a]*")))
    query = draw(
        st.sampled_from(("", "?", "?a=1", "?A=%C3%A9&a=a*b", "?a%00=%FF&q%22=%5B", "?b", "?a=+"))
    )
    kind = draw(st.sampled_from(("application/json", "application/x-www-form-urlencoded", "")))
    return captured(
        draw(st.sampled_from(("GET", "POST", "post", "X-é"))),
        f"/in/key{target}{query}",
        [("Content-Type", kind), *draw(pairs), *draw(st.lists(named_by, max_size=1))],
        draw(bodies).encode("utf-8", "surrogatepass"),
        received_at=MOMENT + timedelta(microseconds=draw(st.sampled_from((0, 1, 10**6, -1)))),
        remote_addr=draw(st.sampled_from(("127.0.0.1", "::1"))),
        complete=draw(st.booleans()),
    )


def starred(draw: st.DrawFn, text: str) -> str:
    """Return a value as it may be written: with a star for a part of it, in quotes or not."""
    start, end = sorted(draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    kept = draw(
        st.sampled_from((text, text.swapcase(), f"{text[:start]}*{text[end:]}", "*", f"*{text}*"))
    )
    return kept if draw(st.booleans()) else draw(st.sampled_from((quoted(kept), f'"{kept}"')))


def leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Walk a body: every path in it, with what stands there."""
    yield path, value
    steps = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for step, each in steps:
        yield from leaves(each, (*path, str(step)))


@st.composite
def asked(draw: st.DrawFn, stored: Sequence[Captured]) -> str:
    """Ask for something, mostly something that one of the requests has."""
    about = draw(st.sampled_from(stored))
    key = draw(
        st.sampled_from(
            (*BY_KEY, *["", "header", "query", "method", "path", "json"] * 2, *["json"] * 4)
        )
    )
    value = draw(ABOUT[key](about))
    return draw(st.sampled_from(("", "", "-"))) + (f"{key}:{value}" if key else value)


def either(plain: st.SearchStrategy[str]) -> Callable[[Captured], st.SearchStrategy[str]]:
    return lambda about: st.composite(lambda draw: starred(draw, draw(plain)))()


def of_text(about: Captured) -> st.SearchStrategy[str]:
    text = about.body.decode("utf-8", "replace")

    @st.composite
    def part(draw: st.DrawFn) -> str:
        start = draw(st.integers(0, len(text)))
        return quoted(text[start : start + draw(st.integers(1, 6))])

    return part() | words.map(quoted)


def of_pairs(known: Sequence[tuple[str, str]]) -> st.SearchStrategy[str]:
    @st.composite
    def pair(draw: st.DrawFn) -> str:
        name, value = draw(st.sampled_from([*known, ("a", "b"), ('q"', "["), ("]", "x")]))
        value = draw(st.just(value) | words)
        named = draw(st.sampled_from((name, name.swapcase())))
        return quoted(named) + draw(st.sampled_from(("", f"={starred(draw, value)}")))

    return pair()


def of_json(about: Captured) -> st.SearchStrategy[str]:
    stored = search_fields(content_of(about.headers, about.body))
    known = [] if stored is None else list(leaves(json.loads(stored)))[1:]

    @st.composite
    def question(draw: st.DrawFn) -> str:
        path, value = draw(st.sampled_from([*known, (("a",), "a"), (("0", "b"), 1)]))
        other = draw(numbers | st.sampled_from(("true", "null", "FALSE")))
        known_as = value if isinstance(value, str) else json.dumps(value)
        value = draw(st.sampled_from((known_as, other, starred(draw, known_as))))
        order = draw(st.sampled_from(("", "=", "=", "=", "!=", ">", ">=", "<", "<=")))
        return ".".join(map(quoted, path)) + (order + value if order else "")

    return question()


ABOUT: dict[str, Callable[[Captured], st.SearchStrategy[str]]] = {
    "": of_text,
    "header": lambda about: of_pairs([tuple(pair) for pair in about.headers.as_text()]),
    "query": lambda about: of_pairs([("a", "1"), ("A", "é"), ("b", ""), ("a\ufffd", "\\xff")]),
    "json": of_json,
    "method": lambda about: either(st.just(about.method))(about),
    "path": lambda about: either(st.just(about.target.decode("latin-1")[7:].partition("?")[0]))(
        about
    ),
    "from": lambda about: either(st.just(about.remote_addr))(about),
    "event": either(texts),
    "id": either(ids),
    "provider": either(st.sampled_from(("stripe", "x"))),
    "verdict": either(st.sampled_from(("valid", "x", "genuine", "bad", "BAD"))),
    "note": either(st.sampled_from(("retry", "a_b", "axb"))),
    "sent": lambda about: st.sampled_from(("yes", "no", "ok", "failed", "waiting", "200", "500")),
    "size": lambda about: st.sampled_from(
        ("0", ">0", ">=5", "<10", f"<={len(about.body)}", f"{len(about.body)}", ">999999999999999g")
    ),
    "is": lambda about: st.sampled_from(("starred", "noted", "incomplete", "empty", "retried")),
    "after": lambda about: st.just(MOMENT.isoformat()),
    "before": lambda about: st.just(MOMENT.isoformat()),
}


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Captured], list[str]]:
    stored = draw(st.lists(requests(), min_size=1, max_size=6))
    questions = st.lists(asked(stored), min_size=1, max_size=3).map(" ".join)
    return stored, draw(st.lists(questions, min_size=10, max_size=30))
