"""Multipart part by part: secret fields, files by their type, what no rule can read withheld."""

from __future__ import annotations

import pytest

from requestbin.inspection.masking import mask
from tests.builders import captured

FIELD = 'Content-Disposition: form-data; name="{}"'
FILE = 'Content-Disposition: form-data; name="f"; filename="{}"\r\nContent-Type: {}'


def body_of(*parts: tuple[str, str], end: str = "\r\n") -> str:
    shown = "".join(f"--b{end}{head}{end}{end}{data}{end}" for head, data in parts)
    return f"{shown}--b--{end}"


def masked(body: str) -> str:
    headers = [("Content-Type", "multipart/form-data; boundary=b")]
    shown = mask(captured(headers=headers, body=body))
    again = mask(shown.captured)
    assert (again.captured, again.withheld) == (shown.captured, "")
    return shown.captured.body.decode()


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ((FIELD.format("password"), "x\r\ny"), "(masked)"),
        ((FIELD.format("a"), "hello\r\n"), "hello\r\n"),
        ((FIELD.format("a"), '{"token":"x"}'), '{"token":"(masked)"}'),
        ((FIELD.format("a"), "token: x"), "token: (masked)"),
        ((FILE.format("a.json", "application/json"), '{"token": "x"}'), '{"token": "(masked)"}'),
        ((FILE.format("a.json", "application/json"), '{"token": "x'), "(withheld)"),
        ((FILE.format("a.txt", "text/plain"), "hello"), "(withheld)"),
        ((FILE.format("a.png", "image/png"), "\x89PNG"), "(withheld)"),
        ((FILE.format("passwords.json", "application/json"), "{}"), "(masked)"),
        ((f"{FIELD.format('a')}\r\nContent-Transfer-Encoding: base64", "eA=="), "(withheld)"),
        ((f"{FIELD.format('a')}\r\nContent-Encoding: gzip", "x"), "(withheld)"),
        (("Content-Disposition: form-data; NAME=password", "x"), "(masked)"),
        (("Content-Disposition: form-data; name*=utf-8''p%61ssword", "x"), "(masked)"),
        (('Content-Disposition: form-data; name*0="pa"; name*1="ss"', "x"), "(masked)"),
        (('content-disposition: form-data;\r\n name="pin"', "x"), "(masked)"),
        (("X: y", ""), ""),
    ],
)
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_a_part(part: tuple[str, str], expected: str, end: str) -> None:
    head, data, wanted = (text.replace("\r\n", end) for text in (*part, expected))
    before, after = (FIELD.format("z"), "first"), (FIELD.format("y"), "last")
    shown = masked(body_of(before, (head, data), after, end=end))
    assert shown == body_of(before, (head, wanted), after, end=end)


def test_headers_of_a_part_are_masked_and_fit_it() -> None:
    head = f"Authorization: Bearer x\r\n{FIELD.format('a')}\r\nContent-Length: 13\r\nContent-MD5: x"
    shown = masked(body_of((head, '{"token":"x"}')))
    assert "Authorization: Bearer (masked)\r\n" in shown
    assert "\r\nContent-Length: 20\r\nContent-MD5: (masked)\r\n\r\n" in shown


def test_what_stands_around_the_parts_is_withheld() -> None:
    body = body_of((FIELD.format("a"), "b")).removesuffix("\r\n")
    shown = masked(f"token: x\r\n{body}\r\ntoken: y")
    assert shown == f"\r\n(withheld)\r\n\r\n{body}\r\n(withheld)\r\n"


def test_a_part_that_is_cut_off() -> None:
    assert (
        masked(f"--b\r\n{FIELD.format('token')}\r\n\r\nab")
        == f"--b\r\n{FIELD.format('token')}\r\n\r\n(masked)"
    )
    assert masked(f"--b\r\n{FIELD.format('token')}") == "--b\r\n(withheld)"


def test_parts_within_parts() -> None:
    inner = body_of((FIELD.format("token"), "x")).replace("--b", "--c")
    shown = masked(body_of(("Content-Type: multipart/mixed; boundary=c", inner)))
    assert shown == body_of(
        ("Content-Type: multipart/mixed; boundary=c", inner.replace("x", "(masked)", 1))
    )


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=z"])
def test_without_its_boundary_it_is_withheld(kind: str) -> None:
    body = body_of((FIELD.format("a"), "b"))
    shown = mask(captured(headers=[("Content-Type", kind)], body=body))
    assert shown.captured.body == b""
    assert "boundary" in shown.withheld
