"""Who answers, what stands in front, and what becomes of plain HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from django.conf import settings

from requestbin.bins.probe import told
from requestbin.bins.probe.steps import arrival
from requestbin.bins.probe.way import Way
from requestbin.egress import Answer, Limits
from requestbin.http import NO_HEADERS, Headers, Request
from tests.bins.probe import sins
from tests.bins.probe.conftest import answered, checked, codes
from tests.builders import captured
from tests.hostile.proxy import proxy
from tests.serving import Serving


def test_a_clean_way_needs_no_word(server: Serving) -> None:
    assert checked(server.base, arrival.check) == []


def test_what_left_a_mark_is_named(server: Serving) -> None:
    with proxy(server.port, sins.adding("Cf-Ray: 1", "Via: 1.1 Caddy")) as front:
        (found,) = checked(f"http://localhost:{front.port}", arrival.check)
    assert found.sentence == "Seen in front: Cloudflare, Caddy."
    assert found.facts["fronts"] == ["Cloudflare", "Caddy"]


def test_who_answers_instead_is_told(server: Serving) -> None:
    asked = sins.refusing(rb"", 401, "WWW-Authenticate: Basic", "Server: nginx/1.22")
    with proxy(server.port, refuse=asked) as front:
        seen, found = checked(f"http://localhost:{front.port}", arrival.check)
    assert (found.code, found.facts["who"]) == ("unreached", "password")
    assert seen.facts["fronts"] == ["nginx"], "whose line is shown first"


def test_nobody_is_told_too() -> None:
    (found,) = checked("http://127.0.0.1:9", arrival.check)
    assert found.sentence.startswith("Nothing listens on 127.0.0.1:9")


class Scripted:
    """Answers as `https` and `http` of one name would; each is the status of an answer."""

    def __init__(self, plain: Callable[[Request], Answer]) -> None:
        self.plain = plain

    async def exchange(self, request: Request, limits: Limits, hop: Headers = NO_HEADERS) -> Answer:
        return _arrived(request) if request.url.startswith("https:") else self.plain(request)


def _arrived(request: Request) -> Answer:
    target = "/" + request.url.split("/", 3)[3]
    key = target.split("/")[2]
    response = told.seen(captured(target=target), key, settings.REQUESTBIN)
    assert response is not None
    return answered(200, response.body)


def over_https(plain: Callable[[Request], Answer]) -> list[str]:
    client: object = Scripted(plain)
    way = Way(client, "https://hooks.example.com", seconds=9)  # type: ignore[arg-type]
    return codes(asyncio.run(arrival.check(way, settings.REQUESTBIN)))


def test_a_redirect_from_plain_http_is_told() -> None:
    to = ("Location", "https://hooks.example.com/")
    assert over_https(lambda request: answered(308, b"", to)) == ["redirected"]


def test_plain_http_that_leads_here_is_told() -> None:
    assert over_https(_arrived) == ["readable"]


def test_plain_http_that_leads_nowhere_is_fine() -> None:
    assert over_https(lambda request: answered(404, b"no")) == []
