"""The settings form: its units, its sentences, and bytes that it must not change."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict

from requestbin.bins import actions
from requestbin.bins.models import Bin
from requestbin.web.forms import SettingsForm, header_pairs

SENT = {
    "name": "orders",
    "answer_status": "202",
    "answer_headers": "Content-Type: text/plain\r\nX-Two: a: b\r\n\r\n",
    "answer_body": "one\r\ntwo",
    "answer_delay_ms": "250",
    "keep_requests": "500",
    "keep_days": "0.5",
    "keep_mib": "64",
    "provider": "asana",
    "handshakes": "on",
}


def form(bin: Bin, shared: bool = False, **changed: str) -> SettingsForm:
    sent = QueryDict(mutable=True)
    sent.update(SENT | changed)
    return SettingsForm(sent, bin, shared)


def test_units_are_turned_into_those_of_the_model(bin: Bin) -> None:
    made = form(bin)
    assert made.is_valid(), made.errors
    assert made.changes() == {
        "name": "orders",
        "answer_status": 202,
        "answer_headers": [["Content-Type", "text/plain"], ["X-Two", "a: b"]],
        "answer_body": b"one\ntwo",
        "answer_delay_ms": 250,
        "keep_requests": 500,
        "keep_seconds": 43200,
        "keep_bytes": 64 * 1024 * 1024,
        "provider": "asana",
        "handshakes": True,
        "confirms": False,
    }


def test_what_is_shown_and_sent_back_changes_nothing(bin: Bin) -> None:
    before = {
        "answer_body": b"a\r\nb\nc",
        "answer_headers": [["X-A", "1"]],
        "keep_seconds": 2 * 86400,
        "keep_bytes": 3 * 1024 * 1024,
    }
    actions.update(bin, **before)
    shown = {name: str(value) for name, value in SettingsForm(None, bin, False).initial.items()}
    shown["answer_body"] = "a\r\nb\r\nc"  # as a browser sends a textarea
    made = form(bin, **shown)
    assert made.is_valid(), made.errors
    assert {name: made.changes()[name] for name in before} == before


def test_an_hour_is_enough_as_it_is_shown(bin: Bin) -> None:
    actions.update(bin, keep_seconds=3600)
    shown = SettingsForm(None, bin, False)
    assert 'value="0.042" min="0.042"' in str(shown["keep_days"])
    made = form(bin, keep_days=str(shown.initial["keep_days"]))
    assert made.is_valid(), made.errors


def test_an_answer_that_is_no_text_cannot_be_lost(bin: Bin) -> None:
    actions.update(bin, answer_body=b"\x00\xff")
    made = form(bin, answer_body="harm")
    assert "answer_body" not in made.fields
    assert made.is_valid()
    assert made.changes()["answer_body"] == b"\x00\xff"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"answer_status": "99"}, "from 200 to 599"),
        ({"answer_headers": "nonsense"}, "has no colon"),
        ({"answer_headers": "Set-Cookie: a=1"}, "cannot set Set-Cookie"),
        ({"answer_headers": "Bad Name: x"}, "is not a header name"),
        ({"answer_delay_ms": "-1"}, "delay"),
        ({"answer_body": "x" * 300_000}, "up to 262,144 bytes"),
        ({"keep_requests": "0"}, "Keep at least 1 request."),
        ({"keep_requests": "1000001"}, "Keep at most 1,000,000 requests."),
        ({"keep_requests": "1.5"}, "Enter a whole number."),
        ({"keep_requests": ""}, "Say how many."),
        ({"keep_days": "0.04"}, "Keep at least one hour: 0.042 days or more."),
        ({"keep_days": "4000"}, "Keep at most 3,650 days."),
        ({"keep_days": "inf"}, "Enter a number."),
        ({"keep_days": ""}, "Say how many."),
        ({"keep_mib": "0"}, "Keep at least 1 megabyte."),
        ({"keep_mib": "102401"}, "Keep at most 102,400 megabytes."),
        ({"keep_mib": ""}, "Say how many."),
        ({"name": "x" * 81}, "at most 80"),
        ({"name": "a\x00b"}, "Null characters"),
    ],
)
def test_what_cannot_be_is_said(bin: Bin, changed: dict[str, str], words: str) -> None:
    made = form(bin, **changed)
    assert not made.is_valid()
    assert words in str(made.errors)


@pytest.mark.parametrize("shared", [True, False])
def test_only_a_team_has_something_to_hide(bin: Bin, shared: bool) -> None:
    made = form(bin, shared=shared, private="on")
    assert made.is_valid()
    changes: dict[str, Any] = made.changes()
    assert changes.get("private") is (True if shared else None)


def test_headers_end_at_line_feeds_alone() -> None:
    assert header_pairs("A: \u0085x\r\nB:y\n\n") == [["A", " \u0085x"], ["B", "y"]]


@pytest.mark.parametrize(
    "kept",
    [
        {"keep_seconds": 90, "keep_requests": 2_000_000, "keep_bytes": 1000},
        {"keep_seconds": 100_000, "keep_bytes": 200 * 1024**3},
    ],
)
def test_what_others_may_set_is_kept_as_it_is(bin: Bin, kept: dict[str, int]) -> None:
    actions.update(bin, **kept)
    shown = {name: str(value) for name, value in SettingsForm(None, bin, False).initial.items()}
    made = form(bin, **shown | {"name": "renamed"})
    assert made.is_valid(), made.errors
    assert {name: made.changes()[name] for name in kept} == kept
    page = SettingsForm(None, bin, False)
    assert f'max="{max(kept.get("keep_requests", 0), 1_000_000)}"' in str(page["keep_requests"])
    assert not form(bin, **shown | {"keep_days": "0.0001"}).is_valid()
