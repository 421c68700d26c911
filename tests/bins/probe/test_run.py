"""The quick test, the full check, and whose turn it is."""

from __future__ import annotations

import dataclasses
import json

import pytest
from django.conf import settings

from requestbin.bins.probe import run
from requestbin.bins.probe.report import report_of
from requestbin.bins.probe.steps import STEPS
from tests.bins.probe import sins
from tests.bins.probe.conftest import codes
from tests.hostile.proxy import proxy
from tests.serving import Serving
from tests.targets import Target

ALL_WELL = {"fine_headers", "fine_target", "fine_methods", "fine_bodies", "fine_senders",
            "no_sockets", "fine_sizes"}  # fmt: skip


def test_a_clean_way_has_nothing_to_find(server: Serving) -> None:
    assert run.quick(settings.REQUESTBIN, server.base) == []
    titles: list[str] = []
    assert set(codes(run.full(settings.REQUESTBIN, server.base, titles.append))) == ALL_WELL
    assert titles == [step.title for step in STEPS]


def test_the_quick_test_is_one_request(target: Target) -> None:
    target.reply = lambda raw: None
    run.quick(settings.REQUESTBIN, target.url.rstrip("/"))
    assert len(target.requests) == 2, "a second one tells whether any would arrive"
    assert all(b"requestbin-probe" in raw for raw in target.requests)


def test_it_finds_what_one_request_shows(server: Serving) -> None:
    with proxy(server.port, sins.target(rb"//", b"/")) as front:
        assert codes(run.quick(settings.REQUESTBIN, f"http://localhost:{front.port}")) == [
            "slashes"
        ]


def test_it_tells_a_refused_request_from_a_closed_door(server: Serving) -> None:
    with proxy(server.port, refuse=sins.refusing(rb"%2F", 404)) as front:
        (found,) = run.quick(settings.REQUESTBIN, f"http://localhost:{front.port}")
    assert found.code == "refused_probe"
    assert "answered 404" in found.sentence


def test_nowhere_is_one_finding_and_ends_the_full_check() -> None:
    for check in (run.quick, run.full):
        (found,) = check(settings.REQUESTBIN, "http://127.0.0.1:9")
        assert found.sentence.startswith("Nothing listens on 127.0.0.1:9")


def test_it_goes_nowhere_that_other_requests_may_not(server: Serving) -> None:
    guarded = dataclasses.replace(settings.REQUESTBIN, allow_nets=())
    (found,) = run.full(guarded, server.base)
    assert found.sentence.startswith("Not sent: 127.0.0.1 is this server's own address")


LIE = {
    "method": "\u202e<b>", "rest": "`{x}`" * 999, "http_version": "9", "size": -1, "sha256": "",
    "headers": [["Host", "{0}"], ["X-Forwarded-For", "," * 99 + "x"], ["\xff", ""]],
    "sender": "{sender}" * 999, "scheme": "gopher", "trusted": 10**9, "max_body": 0,
}  # fmt: skip


@pytest.mark.parametrize(
    "reply",
    [
        b"\x16\x03\x01\x02\x00",
        b"HTTP/1.1 101 Go\r\nUpgrade: x\r\n\r\n\x00",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + json.dumps(LIE).encode(),
        b"HTTP/1.1 302 Go\r\nLocation: {0}`\xff\r\nContent-Length: 0\r\n\r\n",
    ],
)
def test_nothing_that_answers_makes_a_check_raise(reply: bytes, target: Target) -> None:
    target.reply = lambda raw: (target.requests.clear(), reply)[1]
    conf = dataclasses.replace(settings.REQUESTBIN, url=target.url.rstrip("/"), max_body=9000)
    for check in (run.quick, run.full):
        found = check(conf, target.url.rstrip("/"))
        assert all(len(each.sentence) < 1500 for each in found)
        assert report_of(found, "8000")


def test_what_there_was_no_time_for_is_said(
    server: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "FULL_SECONDS", 0)
    (found,) = run.full(settings.REQUESTBIN, server.base)
    assert (
        found.sentence
        == "Not checked, for lack of time: " + ", ".join(step.title for step in STEPS) + "."
    )


def test_one_check_runs_at_a_time() -> None:
    turns = run.Turns()
    turns.take("a")
    turns.take("a")
    with pytest.raises(run.Busy, match=r"Try again in \d+ s"):
        turns.take("b")
    turns.end("b")
    with pytest.raises(run.Busy):
        turns.take("b")
    turns.end("a")
    turns.take("b")


def test_one_that_was_left_is_over_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    turns = run.Turns()
    monkeypatch.setattr(run, "FULL_SECONDS", 0)
    turns.take("a")
    turns.take("b")
