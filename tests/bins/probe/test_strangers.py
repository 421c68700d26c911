"""Who answers instead of this instance is recognised, and told what to do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.bins.probe import strangers
from requestbin.bins.probe.strangers import stranger, told_of
from tests.bins.probe.conftest import answered

CLOUDFLARE = ("Server", "cloudflare")
CASES = [
    ("other_instance", 404, b"No bin here. The URL was mistyped, replaced or deleted.", ()),
    ("page_path", 403, b"Webhooks are accepted here; pages are not. Open the link", ()),
    ("page_path", 404, b"This address is a page for people. Send webhooks", ()),
    ("access", 302, b"", (("Location", "https://team.cloudflareaccess.com/cdn-cgi/access/login"),)),
    ("challenge", 403, b"<html>", (("cf-mitigated", "challenge"), CLOUDFLARE)),
    ("challenge", 503, b"<title>Just a moment...</title>", (CLOUDFLARE,)),
    ("tunnel_down", 530, b"error code: 1033", (CLOUDFLARE,)),
    ("nothing_behind", 502, b"", (CLOUDFLARE,)),
    ("nothing_behind", 522, b"", (CLOUDFLARE,)),
    ("blocked", 403, b"Sorry, you have been blocked", (CLOUDFLARE,)),
    ("tunnel_down", 404, b"", (("Ngrok-Error-Code", "ERR_NGROK_3200"),)),
    ("nothing_behind", 502, b"", (("ngrok-error-code", "ERR_NGROK_8012"),)),
    ("warning", 200, b"<html>", (("ngrok-error-code", "ERR_NGROK_6024"),)),
    ("ngrok", 400, b"", (("ngrok-error-code", "ERR_NGROK_9999"),)),
    ("login", 511, b"<h1>Tunnel Password</h1>", ()),
    ("password", 401, b"", (("WWW-Authenticate", 'Basic realm="x"'),)),
    ("password", 407, b"", ()),
    ("login", 302, b"", (("Location", "https://accounts.google.com/o/oauth2/auth"),)),
    ("redirect", 301, b"", (("Location", "https://hooks.example.com/"),)),
    ("nothing_behind", 502, b"<center>nginx</center>", (("Server", "nginx"),)),
    ("no_site", 200, b"", (("Server", "Caddy"),)),
    ("limited", 429, b"", ()),
    ("else", 200, b"<html>Welcome</html>", (("Server", "Apache"),)),
]


@pytest.mark.parametrize(("code", "status", "body", "headers"), CASES)
def test_it_is_recognised(
    code: str, status: int, body: bytes, headers: tuple[tuple[str, str], ...]
) -> None:
    assert stranger(answered(status, body, *headers)).code == code


def test_a_redirect_says_where_to() -> None:
    answer = answered(308, b"", ("Location", "https://hooks.example.com/in/x"))
    assert "`https://hooks.example.com/in/x` (308)" in told_of(stranger(answer), answer)


def test_every_row_is_met() -> None:
    met = {stranger(answered(status, body, *headers)) for _, status, body, headers in CASES}
    assert len({row.code for row in strangers.STRANGERS} - {row.code for row in met}) == 0


TEXT = st.text(st.characters(max_codepoint=255), max_size=30)
NAMES = st.sampled_from(["Server", "Location", "WWW-Authenticate", "ngrok-error-code"]) | TEXT


@given(st.integers(100, 999), st.binary(max_size=60), st.lists(st.tuples(NAMES, TEXT), max_size=4))
def test_nothing_that_is_answered_makes_it_raise(
    status: int, body: bytes, headers: list[tuple[str, str]]
) -> None:
    answer = answered(status, body, *headers)
    assert told_of(stranger(answer), answer)


def test_a_large_answer_is_not_read_to_its_end() -> None:
    answer = answered(200, b"x" * strangers.BODY_BYTES + b"Tunnel Password")
    assert stranger(answer) is strangers.UNKNOWN
