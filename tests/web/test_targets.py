"""Where replays may go: what was used before, and what people type."""

from __future__ import annotations

import dataclasses

import pytest
from django.conf import settings

from requestbin.bins.models import Bin
from requestbin.forwarding.replay import replay
from requestbin.web.targets import MAX_TARGETS, completed, is_this_machine, target_of, targets_of
from tests.builders import captured, make_bin, store


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("http://a.example/x", "http://a.example/x"),
        ("  https://a.example ", "https://a.example"),
        ("a.example/hooks", "https://a.example/hooks"),
        ("localhost:3000/hooks", "http://localhost:3000/hooks"),
        ("127.0.0.1:3000", "http://127.0.0.1:3000"),
        ("[::1]:3000/x", "http://[::1]:3000/x"),
        ("3000", "http://localhost:3000/"),
        (":8000/a?b=1", "http://localhost:8000/a?b=1"),
        ("", ""),
        ("javascript:alert(1)", "https://javascript:alert(1)"),
        ("ftp://a.example/", "ftp://a.example/"),
    ],
)
def test_a_url_is_completed_as_it_is_meant(typed: str, meant: str) -> None:
    assert completed(typed, local=True) == meant


def test_a_port_is_the_readers_own_only_where_requestbin_is() -> None:
    assert completed("3000/x", local=False) == "https://3000/x"


@pytest.mark.parametrize("host", ["localhost", "localhost.", "app.localhost", "127.0.0.9", "::1"])
def test_this_machine_has_many_names(host: str) -> None:
    assert is_this_machine(host)


@pytest.mark.parametrize("host", ["localhost.evil.example", "10.0.0.1", "0x7f000001", "127.1x"])
def test_others_do_not_pass_for_it(host: str) -> None:
    assert not is_this_machine(host)


def test_a_button_names_host_and_port() -> None:
    assert target_of("http://localhost:3000/a?b").place == "localhost:3000"
    assert target_of("https://a.example:443/").place == "a.example"


@pytest.mark.django_db
def test_the_latest_targets_come_first_and_once(bin: Bin) -> None:
    store(bin, captured())
    for path in ("a", "b", "a", *map(str, range(10))):
        replay(bin, 1, f"http://localhost:3000/{path}")
    found = [target.url for target in targets_of(bin, settings.REQUESTBIN)]
    assert found == [f"http://localhost:3000/{n}" for n in range(9, 9 - MAX_TARGETS, -1)]


@pytest.mark.django_db
def test_a_new_bin_of_this_machine_borrows_what_stays_on_it(bin: Bin) -> None:
    other = make_bin()
    store(other, captured())
    for url in ("http://localhost:3000/a", "https://a.example/"):
        replay(other, 1, url)
    local = settings.REQUESTBIN
    assert [target.url for target in targets_of(bin, local)] == ["http://localhost:3000/a"]
    team = dataclasses.replace(local, url="https://hooks.example.com")
    assert targets_of(bin, team) == []
