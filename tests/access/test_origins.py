"""How Host and Origin are read, strictly and without ever raising."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.access.origins import Origin, of_host, of_text


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("http://localhost:8000", Origin("http", "localhost", 8000)),
        ("https://hooks.example.com", Origin("https", "hooks.example.com", 443)),
        ("http://hooks.example.com", Origin("http", "hooks.example.com", 80)),
        ("HTTPS://Hooks.Example.COM:443", Origin("https", "hooks.example.com", 443)),
        ("http://[::1]:8000", Origin("http", "[::1]", 8000)),
        ("http://[FD00::5]", Origin("http", "[fd00::5]", 80)),
        ("http://my_host", Origin("http", "my_host", 80)),
    ],
)
def test_an_origin(text: str, origin: Origin) -> None:
    assert of_text(text) == origin


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "file://",
        "localhost:8000",
        "ftp://localhost",
        "http://",
        "http://:8000",
        "http://localhost:",
        "http://localhost:70000",
        "http://localhost:8000/",
        "http://localhost?x",
        "http://user@localhost",
        "http://local host",
        "http://localhost\n",
        "http://[::1",
        "http://[localhost]",
        "http://büro.example",
        "http://localhost:٨٠",
        "http://localhost http://localhost",
        "chrome-extension://abcdef",
    ],
)
def test_no_origin(text: str) -> None:
    assert of_text(text) is None


@given(st.text(), st.sampled_from(["http", "https", "ws", ""]))
def test_any_text_is_read(text: str, scheme: str) -> None:
    for read in (of_text(text), of_text(f"http://{text}"), of_host(scheme, text)):
        assert read is None or (0 <= read.port <= 65535 and read.host == read.host.lower())


@given(
    st.sampled_from(["http", "https"]),
    st.from_regex(r"[a-z0-9.-]{1,30}", fullmatch=True),
    st.integers(0, 65535),
)
def test_what_is_written_is_read(scheme: str, host: str, port: int) -> None:
    assert of_text(f"{scheme}://{host}:{port}") == Origin(scheme, host, port)
