"""A check goes on from what the browser kept, if that is this instance's own and fresh."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.conf import settings

from requestbin.bins import reach
from requestbin.bins.probe import run
from requestbin.bins.probe.catalog import finding
from requestbin.bins.probe.steps import STEPS
from requestbin.web import checkup

pytestmark = pytest.mark.django_db

ORIGIN = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def nobody_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "TURNS", run.Turns())


def test_it_survives_a_form() -> None:
    begun = replace(checkup.begun(ORIGIN), rows=[["case", "caf\xe9", {"a": [1]}]])
    assert checkup.read(str(begun), ORIGIN) == begun


def test_of_another_address_forged_or_old_it_is_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    text = str(checkup.begun(ORIGIN))
    assert checkup.read(text, "http://127.0.0.1:10") is None
    assert checkup.read(text[:-1] + "x", ORIGIN) is None
    monkeypatch.setattr(run, "FULL_SECONDS", -1)
    assert checkup.read(text, ORIGIN) is None


def test_nothing_reached_is_the_end_of_it() -> None:
    over = checkup.advanced(settings.REQUESTBIN, checkup.begun(ORIGIN))
    assert over.over
    assert [code for code, *_ in over.rows] == ["unreached"]
    run.TURNS.take("the next one")


def test_the_last_step_keeps_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "step", lambda conf, origin, number, left: [finding("case")])
    progress = checkup.begun(ORIGIN)
    while not progress.over:
        assert progress.title == STEPS[progress.number].title
        assert [state for _, state in progress.steps].count("now") == 1
        assert reach.known_of(ORIGIN) == []
        progress = checkup.advanced(settings.REQUESTBIN, progress)
    kept = [each.code for each in reach.known_of(ORIGIN)]
    assert kept == ["case"] * len(STEPS) + ["checked"]


def test_what_takes_too_long_is_left_out_and_said() -> None:
    late = replace(checkup.begun(ORIGIN), number=5)
    late = replace(late, started=late.started - run.FULL_SECONDS)
    over = checkup.advanced(settings.REQUESTBIN, late)
    assert over.over
    ((code, sentence, _),) = over.rows
    assert code == "unchecked"
    assert "large bodies" in sentence
    assert "headers" not in sentence


def test_another_one_under_way_goes_first() -> None:
    run.TURNS.take("somebody else's")
    with pytest.raises(run.Busy):
        checkup.advanced(settings.REQUESTBIN, checkup.begun(ORIGIN))
    with pytest.raises(run.Busy):
        checkup.whole(settings.REQUESTBIN, ORIGIN)
