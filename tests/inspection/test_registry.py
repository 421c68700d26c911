"""The best format for some bytes, whatever they are and whatever breaks."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.http import Headers
from requestbin.inspection.content import Content, content_of
from requestbin.inspection.registry import FORMATS, read
from requestbin.inspection.shapes import Shape

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x02\x00\x00\x00\x03\x08\x02\x00\x00\x00"


TOKEN = b"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"


class Broken:
    """A format that fits everything and reads nothing."""

    slug, name = "broken", "Broken"

    def fit(self, content: Content) -> float:
        return 2.0

    def shape(self, content: Content, start: int) -> Shape:
        raise RuntimeError("a bug")


class Worse(Broken):
    """A format that cannot even tell whether it fits."""

    def fit(self, content: Content) -> float:
        raise RuntimeError("a bug")


@pytest.mark.parametrize(
    ("kind", "body", "slug"),
    [
        ("application/json", b'{"a": 1}', "json"),
        ("application/vnd.api+json; charset=utf-8", b"[1]", "json"),
        ("", b'  {"a": 1}', "json"),
        ("text/plain", b"[1, 2]", "json"),
        ("application/x-www-form-urlencoded", b"a=1&b=2", "form"),
        ("application/x-www-form-urlencoded", b'{"hello":"world"}', "json"),  # curl -d
        ("multipart/form-data; boundary=x", b"--x\r\n\r\nhi\r\n--x--", "parts"),
        ("application/json", b'{"a": ', "json"),
        ("application/json", b'{"a" 1}', "text"),
        ("application/json", b"\x00\x01", "hex"),
        ("image/svg+xml", b"<svg onload='alert(1)'/>", "xml"),
        ("image/png", PNG, "image"),
        ("text/plain", PNG, "image"),
        ("application/xml", b"<a/>", "xml"),
        ("text/plain", b"<?xml version='1.0'?><a/>", "xml"),
        ("application/x-www-form-urlencoded", b"<a>1</a>", "xml"),
        ("text/html", b"<p>hi</p>", "html"),
        ("", b"<!doctype html><p>hi</p>", "html"),
        ("text/markdown", b"# hi", "markdown"),
        ("application/jwt", TOKEN, "jwt"),
        ("text/plain", TOKEN, "jwt"),
        ("application/pdf", b"%PDF-1.7\n\xff", "facts"),
        ("application/octet-stream", b"PK\x03\x04\x00\x00", "facts"),
        ("text/plain", b"BM is a text, and MZ, too", "text"),
        ("application/octet-stream", b"\x00\xff" * 40, "hex"),
        ("", b"", "text"),
    ],
)
def test_the_best_format_is_found(kind: str, body: bytes, slug: str) -> None:
    assert read(content_of(Headers([("Content-Type", kind)]), body)).format.slug == slug


def test_a_wanted_format_comes_first() -> None:
    content = content_of(Headers([("Content-Type", "application/json")]), b'{"a": 1}')
    assert read(content, wanted="hex").format.slug == "hex"
    assert [offer.slug for offer in read(content).offers] == ["json", "tree", "text", "hex"]
    assert read(content, wanted="no such").format.slug == "json"


def test_why_the_better_format_is_not_shown() -> None:
    reading = read(content_of(Headers([("Content-Type", "application/json")]), b'{"a" 1}'))
    assert reading.format.slug == "text"
    assert reading.problem == "Not valid JSON: at line 1, column 6 stands '1}', not a colon."


def test_a_broken_format_breaks_nothing() -> None:
    content = content_of(Headers(), b"hello")
    reading = read(content, formats=[Worse(), Broken(), *FORMATS])
    assert reading.format.slug == "text"
    assert reading.problem == "The Broken view could not read this."
    assert read(content, formats=[Broken()]).format.slug == "hex"


KINDS = st.sampled_from(
    [
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        'multipart/mixed; boundary="\xe9\\"',
        "text/plain; charset=utf-16",
        "text/plain; charset=utf-7",
        "image/png",
        "application/xml",
        "text/html",
        "text/markdown",
        "application/cloudevents-batch+json",
        "",
    ]
)
BODIES = st.one_of(
    st.binary(max_size=400),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.text('{}[]",:0123456789.eE+-truefalsn \n\\', max_size=80).map(str.encode),
    st.binary(max_size=200).map(lambda body: b"--x\r\nContent-Disposition: " + body),
    st.binary(max_size=200).map(lambda body: PNG[:24] + body),
    st.binary(max_size=200).map(lambda body: b"\xff\xd8\xff" + body),
    st.binary(max_size=200).map(lambda body: b"RIFF1234WEBPVP8" + body),
    st.binary(max_size=200).map(lambda body: b"PK\x03\x04" + body),
    st.binary(max_size=200).map(lambda body: b"PK\x05\x06" + body),
    st.text("<>/!?-[]'\"= a&;\n", max_size=80).map(str.encode),
    st.binary(max_size=200).map(lambda body: b"eyJ" + base64.urlsafe_b64encode(body) + b".eyJ."),
)


@given(KINDS, BODIES, st.sampled_from(["", *(each.slug for each in FORMATS)]), st.integers(0))
def test_it_never_raises(kind: str, body: bytes, wanted: str, start: int) -> None:
    now = datetime(2026, 11, 24, tzinfo=UTC)
    content = content_of(Headers([("Content-Type", kind)]), body, now)
    reading = read(content, wanted, start)
    assert reading.shape.kind
    assert all(isinstance(flag, str) for flag in reading.flags)
    assert "could not read this" not in reading.problem


def test_what_failed_is_not_offered_again() -> None:
    reading = read(Content(b"<html>no</html>", "application/json"))
    assert reading.format.slug == "html"
    assert [offer.slug for offer in reading.offers] == ["html", "text", "hex"]


def test_a_charset_that_xml_declares_needs_no_guess() -> None:
    sent = "<?xml version='1.0' encoding='windows-1252'?><a>\xe9</a>".encode("cp1252")
    assert not read(Content(sent, "text/xml")).flags
