"""Whatever is captured or configured, every page that shows it answers, and nothing on it acts."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest

from requestbin.web.views.requests import PARTS
from tests.hostile.reading import TOLD_APART, WHOLE, Reader, problems_of
from tests.hostile.strings import (
    ALL_MARKUP,
    BREAKERS,
    DIGITS,
    MARKUP,
    NESTED,
    SURROGATE,
    bodies_of,
)
from tests.journeys.witness import Pair, Sent, Witness
from tests.serving import PROJECT, Serving

HOST = (b"Host", b"localhost")
INVISIBLE = re.compile("[\u200f\u202c\u202e\u2066\ufeff]")


@pytest.fixture
def witness(local: Serving) -> Witness:
    return Witness(local, name="hostile")


def sent(
    kind: bytes, body: bytes, *pairs: Pair, rest: bytes = b"{key}", method: bytes = b"POST"
) -> Sent:
    named = (b"Content-Encoding" if kind == b"gzip" else b"Content-Type", kind)
    length = (b"Content-Length", b"%d" % len(body))
    return Sent(method, rest, [HOST, named, *pairs, length], body)


def as_target(text: str) -> bytes:
    """Return a path and a query that hold `text` as it is, as far as it can be, and encoded."""
    bare = text.replace(" ", "\xa0").replace("?", "").encode()
    encoded = quote(text, safe="").encode()
    return b"{key}/%s/%s?%s=%s&%s" % (bare, encoded, bare, bare, encoded)


def inert(witness: Witness, *seqs: int) -> str:
    """Visit the bin's list and all that leads on from these requests (without any: from the bin);
    return everything that was shown there."""
    reader = Reader(witness.server, witness.cookie["Cookie"])
    home = f"/bins/{witness.id}/"
    places = [f"{home}requests/{seq}/" for seq in seqs] or [home]
    found, shown = [], []
    for place in places:
        for path, answer, page in reader.crawl(place, home, f"{home}rows/?newest", within=place):
            found += problems_of(path, answer, page)
            text = answer.body.decode(errors="replace")
            shown.append(page.text + "\0".join(page.values) if page else text)
    assert not found, "\n".join(found)
    assert len(reader.seen) > 15 * len(places)
    return "\0".join(shown)


def is_shown(text: str, shown: str) -> None:
    """See that every visible stretch of `text` is there as it was sent."""
    for stretch in INVISIBLE.split(text):
        assert stretch in shown, stretch


def test_markup_is_shown_and_does_nothing(witness: Witness) -> None:
    value = ALL_MARKUP.strip().encode()  # white space round a value is not part of it
    for kind, body in bodies_of(ALL_MARKUP):
        each = sent(kind, body, (b"X-'boom`|~", value), rest=as_target(ALL_MARKUP))
        witness.is_told(witness.send(each), each)
    is_shown(ALL_MARKUP, inert(witness))


@pytest.mark.parametrize("breaker", BREAKERS)
def test_nothing_breaks_the_pages(witness: Witness, breaker: str) -> None:
    each = sent(*BREAKERS[breaker], method=b"'BOOM`|~")
    item = witness.send(each)
    witness.is_told(item, each)
    witness.is_given(item, each)
    assert "'BOOM`|~" in inert(witness, item["seq"])


@pytest.mark.parametrize(
    ("rest", "value"),
    [
        (b"{key}/%00boom?%00=%00", b"\x01\x1b[31mboom\x7f\x80\x9b"),
        (b"{key}/%ED%A0%80boom?%ED%A0%80", SURROGATE),
        (b"{key}/" + SURROGATE + b"?" + SURROGATE, b"\xff\xfe"),
        (b"{key}/" + DIGITS + b"?boom=" + DIGITS, DIGITS),
        (b"{key}/" + b"boom/" * 12_000, b"boom " * 10_000 + b"."),
        (b"{key}/" + NESTED[:60_000], NESTED[:60_000]),
        (b"{key}/?" + b"&" * 60_000, b";" * 60_000),
        (b"{key}/..%2F../%2e%2e/\\boom;x=y#boom?#", b'boom; x=y, "boom'),
    ],
    ids=["NUL", "surrogates", "raw surrogates", "digits", "long", "nested", "separators", "dots"],
)
def test_no_target_and_no_header_breaks_the_pages(
    witness: Witness, rest: bytes, value: bytes
) -> None:
    for name in (b"X-Boom", b"Content-Type"):
        each = Sent(b"POST", rest, [HOST, (name, value), (b"Content-Length", b"1")], b"x")
        item = witness.send(each)
        witness.is_told(item, each)
        inert(witness, item["seq"])


def test_the_reader_knows_which_parts_there_are(witness: Witness) -> None:
    views = PROJECT / "requestbin" / "web" / "views"
    sources = "".join(path.read_text() for path in views.glob("*.py"))
    told = {*re.findall(r'htmx\.target [!=]= "([^"]+)"', sources), *PARTS}
    assert told == TOLD_APART
    assert sources.count("htmx.target") == len(TOLD_APART)  # one looks it up in PARTS
    seq = witness.send(sent(b"text/plain", b"boom"))["seq"]
    reader = Reader(witness.server, witness.cookie["Cookie"])
    shared = reader.ask(f"/bins/{witness.id}/requests/{seq}{WHOLE}", "panel")
    assert shared.text.startswith("<!doctype html>")


def test_file_names_of_downloads_are_ours(witness: Witness) -> None:
    each = sent(*bodies_of(MARKUP[1])[4], rest=as_target(MARKUP[1]))
    item = witness.send(each)
    for path in ("body", "raw"):
        disposition = witness.page(f"requests/{item['seq']}/{path}/").header("content-disposition")
        assert re.fullmatch(r'attachment; filename="[A-Za-z0-9.-]+"', disposition)
