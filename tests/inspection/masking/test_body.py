"""Which bodies are masked by which rule, and which are withheld for what reason."""

from __future__ import annotations

import gzip

import pytest

from requestbin.inspection.masking import mask
from requestbin.inspection.masking.body import MAX_BYTES
from tests.builders import captured

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("kind", "body", "expected"),
    [
        ("application/json", b'{"pwd":"x"}', b'{"pwd":"(masked)"}'),
        ("application/cloudevents+json; charset=utf-8", b'{"pwd":"x"}', b'{"pwd":"(masked)"}'),
        ("", b'\xef\xbb\xbf {"pwd":"x"}', b'\xef\xbb\xbf {"pwd":"(masked)"}'),
        ("text/plain", b'[{"pwd":"x"}]', b'[{"pwd":"(masked)"}]'),
        (FORM, b'{"pwd":"x"}', b'{"pwd":"(masked)"}'),
        (FORM, b"pwd=x", b"pwd=(masked)"),
        (
            "application/json; charset=latin-1",
            b'{"a":"\xe9","pwd":"\xe9"}',
            b'{"a":"\xe9","pwd":"(masked)"}',
        ),
        ("application/soap+xml", b"<a><pwd>x</pwd></a>", b"<a><pwd>(masked)</pwd></a>"),
        (
            "text/html",
            b"<?xml version='1.0'?><pwd>x</pwd>",
            b"<?xml version='1.0'?><pwd>(masked)</pwd>",
        ),
        ("application/json", b'"token: x"', b'"token: (masked)"'),
    ],
)
def test_bodies_with_a_rule(kind: str, body: bytes, expected: bytes) -> None:
    shown = mask(captured(headers=[("Content-Type", kind)], body=body))
    assert (shown.captured.body, shown.withheld) == (expected, "")


@pytest.mark.parametrize(
    ("kind", "body", "why"),
    [
        ("text/plain", b"the password is x", "neither JSON nor"),
        ("text/html", b"<p>x", "neither JSON nor"),
        ("image/png", b"\x89PNG\r\n\x1a\n", "neither JSON nor"),
        ("application/json", b'{"a":1', "not valid JSON"),
        ("application/json", b"\xff\xfe{\x00}\x00", "charset is utf-16"),
        ("application/json; charset=utf-16", b"{}", "not valid JSON|charset"),
        ("application/json; charset=shift_jis", b'{"a":"\x83\x5c"}', "charset is shift_jis"),
        (FORM, b"just a text", "is not one"),
        (FORM, b'{"a=', "not valid JSON"),
        (FORM, b"p\x00w\x00d\x00=\x00x\x00", "charset is utf-16"),
        ("text/xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "not well-formed"),
        ("multipart/form-data", b"--b", "boundary"),
        ("application/json", b"[%s]" % (b" " * MAX_BYTES), "larger than"),
    ],
)
def test_bodies_that_are_withheld(kind: str, body: bytes, why: str) -> None:
    shown = mask(captured(headers=[("Content-Type", kind)], body=body))
    assert shown.captured.body == b""
    assert any(part in shown.withheld for part in why.split("|")), shown.withheld


@pytest.mark.parametrize("coding", ["gzip", "x-unheard-of"])
def test_a_coding_that_cannot_be_undone(coding: str) -> None:
    headers = [("Content-Type", "application/json"), ("Content-Encoding", coding)]
    shown = mask(captured(headers=headers, body=b'{"a":1}'))
    assert shown.withheld == "Its content encoding cannot be undone."
    assert "Content-Encoding" not in shown.captured.headers


def test_a_bomb_is_withheld() -> None:
    headers = [("Content-Type", "application/json"), ("Content-Encoding", "gzip")]
    shown = mask(captured(headers=headers, body=gzip.compress(b" " * 40 * MAX_BYTES)))
    assert shown.captured.body == b""


def test_an_empty_body_is_not_withheld() -> None:
    assert mask(captured(body=b"")).withheld == ""
