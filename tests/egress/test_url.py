"""URLs: what is kept to the byte, what is refused with a sentence, and nothing that is guessed."""

from __future__ import annotations

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.egress.failures import Unsendable
from requestbin.egress.url import Url, parse

MAPPED = str(ip_address("::ffff:127.0.0.1"))  # with dots from Python 3.13 on
FULL_WIDTH = "127.0.0.1".translate({ord(c): ord(c) + 0xFEE0 for c in "0127"})


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("http://h/a%2Fb", "/a%2Fb"),
        ("http://h//a//b/", "//a//b/"),
        ('http://h/|^`{}"<>\\', '/|^`{}"<>\\'),
        ("http://h/%c3%A9", "/%c3%A9"),
        ("http://h/a/../b/./c", "/a/../b/./c"),
        ("http://h/?", "/?"),
        ("http://h?x=1&x=1", "/?x=1&x=1"),
        ("http://h", "/"),
        ("http://h/a#b", "/a"),
        ("http://h/a?b=c#d?e", "/a?b=c"),
        ("http://h/100%", "/100%"),
        ("http://h/a;b=c,d:e@f", "/a;b=c,d:e@f"),
        ("http://h/é?ü=😀", "/%C3%A9?%C3%BC=%F0%9F%98%80"),
    ],
)
def test_the_target_stays_as_it_is(text: str, target: str) -> None:
    assert parse(text).target == target


@pytest.mark.parametrize(
    ("text", "host", "port", "authority"),
    [
        ("http://Example.COM", "example.com", 80, "example.com"),
        ("HTTPS://example.com", "example.com", 443, "example.com"),
        ("http://example.com:80/", "example.com", 80, "example.com"),
        ("https://example.com:80/", "example.com", 80, "example.com:80"),
        ("http://localhost:3000/", "localhost", 3000, "localhost:3000"),
        ("http://example.com:/", "example.com", 80, "example.com"),
        ("http://[::1]:3000/", "::1", 3000, "[::1]:3000"),
        ("http://[0:0::0:1]/", "::1", 80, "[::1]"),
        ("http://[::FFFF:127.0.0.1]/", MAPPED, 80, f"[{MAPPED}]"),
        ("http://bücher.example/", "xn--bcher-kva.example", 80, "xn--bcher-kva.example"),
        ("http://faß.de/", "xn--fa-hia.de", 80, "xn--fa-hia.de"),
        (f"http://{FULL_WIDTH}/", "127.0.0.1", 80, "127.0.0.1"),
        ("http://web_app-1.internal./", "web_app-1.internal.", 80, "web_app-1.internal."),
        ("http://0x7f.1/", "0x7f.1", 80, "0x7f.1"),
    ],
)
def test_host_and_port(text: str, host: str, port: int, authority: str) -> None:
    url = parse(text)
    assert (url.host, url.port, url.authority) == (host, port, authority)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "bad_url"),
        ("example.com", "bad_url"),
        ("//example.com/", "bad_url"),
        ("ftp://example.com/", "bad_url"),
        ("file:///etc/passwd", "bad_url"),
        ("gopher://127.0.0.1:6379/_x", "bad_url"),
        ("unix:///run/docker.sock", "bad_url"),
        ("http:example.com", "bad_url"),
        ("http:///path", "bad_url"),
        ("http://", "bad_url"),
        ("http://:80/", "bad_url"),
        ("http://user@example.com/", "userinfo"),
        ("http://user:password@example.com/", "userinfo"),
        ("http://good.example\\@127.0.0.1/", "userinfo"),
        ("http://good.example\\.127.0.0.1/", "bad_url"),
        ("http://127.0.0.1%2f.example/", "bad_url"),
        ("http://a b/", "bad_url"),
        ("http://h/a b", "bad_url"),
        ("http://h/\r\nX: y", "bad_url"),
        ("http://h/\x00", "bad_url"),
        (" http://h/", "bad_url"),
        ("http://h:99999/", "bad_url"),
        ("http://h:0/", "bad_url"),
        ("http://h:80x/", "bad_url"),
        ("http://h:-1/", "bad_url"),
        ("http://[::1/", "bad_url"),
        ("http://[::1]x/", "bad_url"),
        ("http://[fe80::1%25eth0]/", "bad_url"),
        ("http://::1/", "bad_url"),
        ("http://a..b/", "bad_url"),
        (f"http://{'a' * 64}.example/", "bad_url"),
        (f"http://{'a.' * 127}example/", "bad_url"),
        ("http://h/\ud800", "bad_url"),
        ("http://\ud800/", "bad_url"),
    ],
)
def test_what_is_no_url_is_refused_with_a_sentence(text: str, code: str) -> None:
    with pytest.raises(Unsendable) as refused:
        parse(text)
    assert refused.value.code == code
    assert refused.value.sentence.endswith(".")


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    for candidate in (text, f"http://{text}", f"http://h/{text}", f"https://h:{text}/"):
        try:
            url = parse(candidate)
        except Unsendable:
            continue
        assert isinstance(url, Url)
        assert url.host.isascii()
        assert url.target.isascii()
        assert url.target.startswith("/")
        assert not set(url.target) & set(" \r\n\t\x00")


@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters="#")))
def test_printable_ascii_survives_to_the_byte(path: str) -> None:
    assert parse(f"http://h/{path}").target == f"/{path}"
