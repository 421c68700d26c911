"""An errand comes back as an outcome, whatever happens on its way."""

from __future__ import annotations

import asyncio

import pytest
from django.conf import settings

from requestbin import egress
from requestbin.bins.probe import errands
from requestbin.bins.probe.way import Outcome, Way
from tests.bins.probe.conftest import answered
from tests.targets import Reply, Target


def sent(origin: str, seconds: float = 5) -> Outcome:
    async def send() -> Outcome:
        way = Way(egress.Client(settings.REQUESTBIN.nets), origin, seconds=seconds)
        return await way.send(errands.HELLO)

    return asyncio.run(send())


@pytest.mark.parametrize(
    ("reply", "how"),
    [
        (b"HTTP/1.1 418 No\r\nContent-Length: 0\r\n\r\n", "answered 418"),
        (b"SSH-2.0-x\r\n", "not answered"),
        (b"HTTP/1.1 200 OK\r\nBroken\r\n\r\n", "cut off"),
        (lambda raw: None, "cut off"),
    ],
)
def test_what_is_no_answer_of_ours_is_told(reply: Reply, how: str, target: Target) -> None:
    target.reply = reply
    outcome = sent(target.url.rstrip("/"))
    assert outcome.told is None
    assert outcome.refused
    assert outcome.how == how


def test_our_own_refusal_says_nothing_of_the_way() -> None:
    answer = answered(413, b"Too large: this bin accepts up to 10 bytes.")
    assert Outcome(errands.HELLO, answer=answer).unclear


def test_no_time_says_nothing_either(target: Target) -> None:
    target.reply = lambda raw: None
    outcome = sent("http://127.0.0.1:1", seconds=0)
    assert outcome.told is None


def test_another_origin_has_the_same_time() -> None:
    way = Way(egress.Client(()), "https://hooks.example.com:8443", seconds=5)
    assert (way.scheme, way.authority, way.is_usual) == (
        "https",
        "hooks.example.com:8443",
        False,
    )
    assert way.at("http://hooks.example.com").left == pytest.approx(5, abs=0.5)
    assert way.at("http://hooks.example.com").is_usual
