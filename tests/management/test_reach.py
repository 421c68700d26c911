"""`manage.py reach`: the check in a terminal, and an exit code for a deploy."""

from __future__ import annotations

import dataclasses
import io

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from requestbin.bins import reach
from requestbin.bins.probe import run
from requestbin.bins.probe.catalog import finding

pytestmark = pytest.mark.django_db

ORIGIN = "https://hooks.example.com"
SEEN = finding("front", names="nginx", fronts=["nginx"])
LOST = finding("underscore", name="x_y")


def said(*words: str) -> tuple[str, int]:
    """Return what the command prints, and its exit code."""
    out = io.StringIO()
    try:
        call_command("reach", *words, stdout=out)
    except SystemExit as end:
        return out.getvalue(), int(end.code or 0)
    return out.getvalue(), 0


def test_it_needs_an_address() -> None:
    with pytest.raises(CommandError, match="There is no public address to check"):
        said()
    with pytest.raises(CommandError, match="must start with"):
        said("ftp://x")


def test_a_loss_ends_it_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "full", lambda conf, origin, begin: [SEEN, LOST])
    text, code = said(f"{ORIGIN}/in/KEY")
    assert code == 1
    assert f"Checking {ORIGIN}\n" in text
    assert "Lost           Headers with `_` in their name do not arrive" in text
    assert "\n                   underscores_in_headers on;\n" in text
    assert reach.known_of(ORIGIN) == [], "another address than the one that is shown"


def test_all_well_ends_it_with_0(monkeypatch: pytest.MonkeyPatch) -> None:
    advice = finding("proxies_unset", count=1, sender="127.0.0.1")
    monkeypatch.setattr(run, "full", lambda conf, origin, begin: [SEEN, advice])
    text, code = said(ORIGIN)
    assert code == 0
    assert "REQUESTBIN_TRUSTED_PROXIES=1" in text
    assert "Seen in front: nginx." in text


def test_the_tunnel_of_the_page_is_checked_and_what_was_found_kept() -> None:
    reach.save_tunnel("http://127.0.0.1:9")
    text, code = said()
    assert code == 1
    assert "who answers" in text
    assert "Nothing listens on 127.0.0.1:9" in text
    saved = reach.tunnel()
    assert saved is not None
    assert [code for code, *_ in saved.findings] == ["unreached", "checked"]


def test_the_setting_is_checked_too(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.REQUESTBIN = dataclasses.replace(settings.REQUESTBIN, url=ORIGIN)
    monkeypatch.setattr(run, "full", lambda conf, origin, begin: [finding("case")])
    assert said()[1] == 0
    assert [each.code for each in reach.known_of(ORIGIN)] == ["case", "checked"]
