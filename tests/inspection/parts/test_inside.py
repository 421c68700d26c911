"""Documents inside values: found where they are, and nowhere else."""

from __future__ import annotations

import base64
import gzip
import json
from urllib.parse import quote, urlencode

import pytest

from requestbin.inspection.content import Content
from requestbin.inspection.parts import Part, parts_of
from requestbin.inspection.parts.inside import MAX_BYTES, MAX_PARTS
from tests.builders import jwt

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
PDF = b"%PDF-1.7\n" + bytes(20)
HTML = "<p>Hello</p>" * 30
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def coded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def in_json(value: object) -> list[Part]:
    return parts_of(Content(json.dumps(value).encode(), JSON))


def test_json_in_a_form_field() -> None:
    body = urlencode({"payload": '{"type": "block_actions"}', "x": "1"}).encode()
    [part] = parts_of(Content(body, FORM))
    assert (part.place, part.how) == ("payload", "JSON in a form field")
    assert (part.content.data, part.content.media_type) == (b'{"type": "block_actions"}', JSON)


def test_json_in_json_keeps_its_bytes() -> None:
    inner = '{"a": 1.10, "a": "\u00e9"}'
    [part] = in_json({"Type": "Notification", "Message": inner})
    assert (part.place, part.content.data.decode()) == ("Message", inner)


@pytest.mark.parametrize(
    ("value", "how", "data"),
    [
        ({"message": {"data": coded(b"hello pubsub")}}, "text in base64", b"hello pubsub"),
        ({"x": coded(b'{"a": [1, 2]}')}, "JSON in base64", b'{"a": [1, 2]}'),
        ({"x": coded(b"<?xml version='1.0'?><a/>")}, "XML in base64", b"<?xml version='1.0'?><a/>"),
        ({"picture": coded(PNG)}, "an image in base64", PNG),
        ({"x": "data:image/png;base64," + coded(PNG)}, "a data URL", PNG),
        ({"id_token": jwt(sub="1")}, "a token", jwt(sub="1").encode()),
        ({"x": coded(PDF)}, "a file (PDF document) in base64", PDF),
        ({"data": coded(gzip.compress(b'{"log": [1]}'))}, "JSON, gzip in base64", b'{"log": [1]}'),
        ({"x": "<order><id>1</id></order>"}, "XML", b"<order><id>1</id></order>"),
        ({"html": HTML}, "HTML", HTML.encode()),
        ({"query": "{\n a\n b\n c\n d\n}\n"}, "text", b"{\n a\n b\n c\n d\n}\n"),
    ],
)
def test_what_else_is_found_in_json(value: object, how: str, data: bytes) -> None:
    [part] = in_json(value)
    assert part.how == f"{how} in JSON"
    assert part.content.data == data


@pytest.mark.parametrize(
    "value",
    [
        {"node_id": "MDQ6VXNlcjE="},
        {"id": "evt_1QkLm2eZvKYlo2C", "sha": "a" * 40},
        {"text": "{not json}", "list": "[also not]", "short": "{}"},
        {"data": "plain words that are no base64!"},
        {"data": coded(b"\x00\x01\x02" * 8)},
        {"url": "data:text/plain,hello", "jwt": "eyJ.not.one"},
        {"two": '{"a": 1} {"b": 2}'},
        {"text": "<p>short</p>", "lines": "one\ntwo\nthree"},
        {"text": "<@U0LAN0Z89> is <b>", "mail": "<a@example.com>", "cut": "<a><b></a></b>"},
        {"blob": coded(b"\x1f\x8b\x08 no gzip at all"), "noise": coded(b"BM" + bytes(30))},
    ],
)
def test_what_only_looks_like_it_is_left_alone(value: object) -> None:
    assert not in_json(value)


def test_paths_name_the_place() -> None:
    inner = '{"deep": true}'
    found = in_json({"a": [{"b": "x"}, {"b": inner}, [inner]]})
    assert [part.place for part in found] == ["a.1.b", "a.2.0"]


def test_bounds() -> None:
    assert len(in_json(['{"deep": true}'] * 100)) == MAX_PARTS
    assert not in_json({"a": '{"deep": true}', "pad": "x" * MAX_BYTES})


def test_a_broken_end_hides_nothing_before_it() -> None:
    body = b'{"a": "{\\"deep\\": true}", "b": nope'
    assert [part.place for part in parts_of(Content(body, JSON))] == ["a"]


def in_xml(text: str) -> list[tuple[str, str, bytes]]:
    found = parts_of(Content(text.encode(), "text/xml"))
    return [(part.place, part.how, part.content.data) for part in found]


def test_texts_in_xml() -> None:
    pdf = coded(PDF)
    assert in_xml(
        f"<e:Envelope><Doc><Name>a.pdf</Name><PDFBytes>{pdf}</PDFBytes></Doc></e:Envelope>"
    ) == [("Envelope.Doc.PDFBytes", "a file (PDF document) in base64 in XML", PDF)]
    inner = '{"deep": true}'
    assert in_xml(f"<a><b><![CDATA[{inner}]]></b></a>") == [("a.b", "JSON in XML", inner.encode())]
    assert in_xml("<a>&lt;b&gt;&lt;c/&gt;&lt;/b&gt;</a>") == [("a", "XML in XML", b"<b><c/></b>")]
    assert not in_xml("<a>plain words, &amp; more of them</a>")


def test_a_gzip_that_unfolds_without_end_is_left_alone() -> None:
    assert not in_json({"data": coded(gzip.compress(bytes(10_000_000)))})


def test_a_form_is_read_in_its_charset() -> None:
    body = b"charset=windows-1252&payload=" + quote('{"name": "Jos\xe9"}'.encode("cp1252")).encode()
    [part] = parts_of(Content(body, FORM))
    assert part.content.data.decode() == '{"name": "Jos\xe9"}'
