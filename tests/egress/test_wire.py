"""What is on the wire: the caller's headers to the byte, and ours where only we can know them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.egress import Unsendable, as_sent
from requestbin.http import Headers, Request


def sent(method: str = "POST", headers: object = (), body: bytes = b"") -> list[list[str]]:
    return as_sent(Request(method, "http://h:1/", Headers(headers), body)).headers.as_text()  # type: ignore[arg-type]


def test_headers_keep_case_order_and_duplicates_between_host_and_length() -> None:
    given_headers = [("X-b", "1"), ("x-B", "2"), ("x_under", "\xe9"), ("X-b", ""), ("A", "a\tb")]
    assert sent(headers=given_headers, body=b"xyz") == [
        ["Host", "h:1"],
        *[list(pair) for pair in given_headers],
        ["Content-Length", "3"],
        ["Connection", "close"],
    ]


def test_what_is_said_to_the_next_hop_takes_the_place_of_ours() -> None:
    upgrade = Headers([("Connection", "Upgrade"), ("Upgrade", "websocket")])
    chunked = Headers([("Transfer-Encoding", "chunked"), ("Connection", "close")])
    request = Request("POST", "http://h:1/", Headers(), b"x")
    assert as_sent(request, upgrade).headers.as_text() == [
        ["Host", "h:1"],
        ["Content-Length", "1"],
        ["Connection", "Upgrade"],
        ["Upgrade", "websocket"],
    ]
    assert as_sent(request, chunked).headers.as_text() == [
        ["Host", "h:1"],
        ["Transfer-Encoding", "chunked"],
        ["Connection", "close"],
    ]


def test_framing_is_ours_whatever_was_given() -> None:
    wrong = [
        ("content-length", "99"),
        ("Transfer-Encoding", "gzip, chunked"),
        ("CONNECTION", "Upgrade"),
        ("upgrade", "h2c"),
        ("Expect", "100-continue"),
        ("TE", "trailers"),  # codespell:ignore te
        ("Keep-Alive", "5"),
    ]
    assert sent(headers=wrong, body=b"x") == [
        ["Host", "h:1"],
        ["Content-Length", "1"],
        ["Connection", "close"],
    ]


@pytest.mark.parametrize(
    ("method", "body", "length"),
    [
        ("GET", b"", None),
        ("DELETE", b"", None),
        ("PROPFIND", b"", None),
        ("POST", b"", "0"),
        ("PUT", b"", "0"),
        ("PATCH", b"", "0"),
        ("GET", b"x", "1"),
        ("HEAD", b"xy", "2"),
    ],
)
def test_content_length_is_sent_where_it_means_something(
    method: str, body: bytes, length: str | None
) -> None:
    assert dict(sent(method, body=body)).get("Content-Length") == length


def test_a_given_host_goes_first_and_replaces_ours() -> None:
    assert sent("GET", [("A", "b"), ("host", "other.example")])[:2] == [
        ["host", "other.example"],
        ["A", "b"],
    ]


def test_white_space_round_a_value_is_not_part_of_it() -> None:
    assert sent("GET", [("A", " \t b  c \t")])[1] == ["A", "b  c"]


@pytest.mark.parametrize(
    ("method", "headers", "code"),
    [
        ("", (), "bad_method"),
        ("GE T", (), "bad_method"),
        ("GET\r\nX: y", (), "bad_method"),
        ("GÉT", (), "bad_method"),
        ("CONNECT", (), "bad_method"),
        ("connect", (), "bad_method"),
        ("GET", [("", "v")], "bad_header_name"),
        ("GET", [("A B", "v")], "bad_header_name"),
        ("GET", [("A:", "v")], "bad_header_name"),
        ("GET", [("A\r\nB", "v")], "bad_header_name"),
        ("GET", [("\xe9", "v")], "bad_header_name"),
        ("GET", [("A", "v\r\nB: w")], "bad_header_value"),
        ("GET", [("A", "v\nB: w")], "bad_header_value"),
        ("GET", [("A", "v\rw")], "bad_header_value"),
        ("GET", [("A", "v\x00w")], "bad_header_value"),
        ("GET", [("A", "v\x0bw")], "bad_header_value"),
        ("GET", [("Host", "a"), ("host", "b")], "hosts"),
        ("GET", [("Host", "a\nb")], "bad_header_value"),
    ],
)
def test_what_cannot_be_sent_is_refused_with_a_sentence(
    method: str, headers: object, code: str
) -> None:
    with pytest.raises(Unsendable) as refused:
        sent(method, headers)
    assert refused.value.code == code
    assert "\n" not in refused.value.sentence
    assert isinstance(refused.value, ValueError)


@given(st.text(), st.lists(st.tuples(st.binary(max_size=8), st.binary(max_size=8))))
def test_any_method_and_headers_are_sent_or_refused(
    method: str, pairs: list[tuple[bytes, bytes]]
) -> None:
    try:
        request = as_sent(Request(method, "http://h/", Headers(pairs)))
    except Unsendable:
        return
    wire = b"\r\n".join(b"%s: %s" % pair for pair in request.headers)
    assert wire.count(b"\n") == len(request.headers) - 1
