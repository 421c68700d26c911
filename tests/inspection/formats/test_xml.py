"""XML laid out: elements on lines, entities as sent, and what is not well-formed said."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from requestbin.inspection.content import Content, Unreadable
from requestbin.inspection.formats.xml import Xml
from requestbin.inspection.registry import read
from requestbin.inspection.shapes import Code

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
BOMB = (
    b'<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c SYSTEM "file:///etc/passwd">]><lolz>&b;&c;</lolz>'
)


def shape_of(sent: bytes) -> Code:
    return Xml().shape(Content(sent, "application/xml", arrived_at=NOW), 0)


def laid_out(sent: bytes) -> str:
    return "\n".join("".join(text for _, text in line) for line in shape_of(sent).lines)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        (b"<a><b>1</b><c/></a>", "<a>\n  <b>1</b>\n  <c/>\n</a>"),
        (b"<a>\n\n   <b>1</b>\n</a>", "<a>\n  <b>1</b>\n</a>"),
        (b"<a>x &amp; y &foo; <b>z</b></a>", "<a>x &amp; y &foo;\n  <b>z</b>\n</a>"),
        (b"<a x='1' y=\"2\" />", "<a x='1' y=\"2\" />"),
        (b"<a><!-- 1\n2 --></a>", "<a>\n  <!-- 1\n  2 -->\n</a>"),
        (b"<a></a>", "<a></a>"),
    ],
)
def test_only_space_is_changed(sent: bytes, shown: str) -> None:
    assert laid_out(sent) == shown


@pytest.mark.parametrize(
    ("sent", "flag"),
    [
        (b"<a><b></a></b>", "</a> closes <b>"),
        (b"<a>", "<a> is never closed"),
        (b"</a>", "</a> closes nothing"),
        (b"<a>" * 300 + b"</a>" * 300, "Nested 300 deep"),
    ],
)
def test_what_others_stumble_over_is_flagged(sent: bytes, flag: str) -> None:
    assert any(flag in said for said in shape_of(sent).flags)


def test_no_entity_is_expanded_and_no_file_opened() -> None:
    assert "&b;&c;" in laid_out(BOMB)
    assert "root:" not in laid_out(BOMB)
    assert shape_of(BOMB).flags == ("It declares entities; none of them is expanded here.",)


def test_a_soap_call_is_named() -> None:
    sent = b"<s:Envelope><s:Header/><s:Body><m:GetPrice/><m:Other></m:Other></s:Body></s:Envelope>"
    assert shape_of(sent).about == "A SOAP message: Other."
    sent = b"<Envelope><Body><GetPrice><a/></GetPrice></Body></Envelope>"
    assert shape_of(sent).about == "A SOAP message: GetPrice."


def test_times_are_told() -> None:
    assert shape_of(b"<a><at>2026-11-24T14:59:58Z</at></a>").asides == {1: "2 s before arrival"}


def test_text_without_tags_is_none() -> None:
    with pytest.raises(Unreadable):
        shape_of(b"hello")
    with pytest.raises(Unreadable):
        shape_of(b"\x00\x01<a/>")


def test_a_large_document_is_laid_out_as_far_as_it_goes() -> None:
    sent = b"<a>" + b"<b>some text that is long</b>" * 20_000 + b"</a>"
    shape = Xml().shape(Content(sent, "text/xml", limit=4096), 0)
    assert shape.following == 4096
    assert "first 4 KB" in shape.note
    assert not shape.flags


@pytest.mark.parametrize(
    "sent", ["<clara@nordlicht.example> wrote:", "<34>1 not XML", "<a> and <b>", "<order><item>"]
)
def test_what_nobody_called_xml_is_not_complained_about(sent: str) -> None:
    content = Content(sent.encode(), "text/plain")
    reading = read(content)
    assert reading.format.slug == "text"
    assert not reading.problem


@pytest.mark.parametrize("sent", ["<p>One<br>two</p>", " <div class='a'>x", "<!-- x --><table>"])
def test_pieces_of_html_are_html(sent: str) -> None:
    assert read(Content(sent.encode(), "")).format.slug == "html"
