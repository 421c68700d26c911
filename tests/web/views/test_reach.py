"""The reach panel: a tunnel's address is saved and tested through the way that it names."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from requestbin.bins import reach
from requestbin.bins.models import Bin, Tunnel
from requestbin.bins.probe import run
from requestbin.bins.probe.catalog import finding
from tests.builders import make_bin
from tests.targets import Target

pytestmark = pytest.mark.django_db

BY_SCRIPT = {"HX-Request": "true", "HX-Target": "reach-panel"}


def post(visitor: Client, bin: Bin, action: str, **fields: str) -> HttpResponse:
    return visitor.post(f"/bins/{bin.pk}/reach/{action}/", fields, headers=BY_SCRIPT)  # type: ignore[return-value]


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def test_the_bar_says_what_is_so(visitor: Client, bin: Bin) -> None:
    page = text(visitor.get(f"/bins/{bin.pk}/", SERVER_PORT="8123"))
    assert "This machine only" in page
    assert "cloudflared tunnel --url http://127.0.0.1:8123<" in page
    assert "ngrok http 8123<" in page


def test_an_address_is_saved_and_then_tested(visitor: Client, bin: Bin, target: Target) -> None:
    saved = post(visitor, bin, "use", address=f"localhost:{target.port}/")
    assert saved.status_code == 200
    assert "Testing…" in text(saved)
    assert re.search(r'hx-trigger="[^"]*\bload"', text(saved))
    origin = f"https://localhost:{target.port}"
    assert Tunnel.objects.get().origin == origin
    assert f'data-url="{origin}/in/{bin.key}"' in text(saved)
    assert f"{origin}/in/{bin.key}" in text(visitor.get(f"/bins/{bin.pk}/"))


def test_a_test_tells_what_answers_there(visitor: Client, bin: Bin, target: Target) -> None:
    reach.save_tunnel(target.url.rstrip("/"))
    answer = text(post(visitor, bin, "test"))
    assert "Something else answers there (200)." in answer
    assert re.search(r"Not reachable.*since", answer, re.DOTALL)
    assert all(b"/in/probe-" in raw for raw in target.received(2))
    assert "hx-swap-oob" in answer


NEXT = re.compile(r'name="progress" value="([^"]+)"')


@pytest.fixture(autouse=True)
def nobody_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "TURNS", run.Turns())


def test_a_check_goes_from_step_to_step(visitor: Client, bin: Bin, target: Target) -> None:
    reach.save_tunnel(target.url.rstrip("/"))
    begun = text(post(visitor, bin, "check"))
    assert not target.requests
    assert 'data-state="now">who answers' in begun
    assert 'hx-trigger="load"' in begun
    (progress,) = NEXT.findall(begun)
    over = text(post(visitor, bin, "check", progress=progress))
    assert not NEXT.findall(over)
    assert "<strong>Lost.</strong> Something else answers there (200)." in over
    assert 'id="reach-panel" hx-swap-oob' in over
    page = text(visitor.get(f"/bins/{bin.pk}/reach/"))
    assert "Something else answers there (200)." in page
    assert "Check again" in page


def test_a_step_names_the_one_after_it(
    visitor: Client, bin: Bin, monkeypatch: pytest.MonkeyPatch
) -> None:
    reach.save_tunnel("https://hooks.example.com")
    monkeypatch.setattr(run, "step", lambda *asked: [finding("case")])
    answer = text(post(visitor, bin, "check"))
    for title in ("headers", "paths and queries", "methods"):
        answer = text(post(visitor, bin, "check", progress=NEXT.findall(answer)[0]))
        assert f'data-state="now">{title}' in answer


def test_without_a_script_all_of_it_is_run(visitor: Client, bin: Bin, target: Target) -> None:
    reach.save_tunnel(target.url.rstrip("/"))
    answer = visitor.post(f"/bins/{bin.pk}/reach/check/", {"all": "1"})
    assert (answer.status_code, answer["Location"]) == (302, f"/bins/{bin.pk}/reach/")
    assert "Something else answers there" in text(visitor.get(answer["Location"]))


def test_from_the_panel_a_page_goes_on_by_itself(visitor: Client, bin: Bin) -> None:
    reach.save_tunnel("https://hooks.example.com")
    answer = text(visitor.post(f"/bins/{bin.pk}/reach/check/"))  # type: ignore[arg-type]
    assert "<!doctype html>" in answer
    assert NEXT.findall(answer)


def test_progress_that_is_forged_or_of_another_address_begins_anew(
    visitor: Client, bin: Bin, target: Target
) -> None:
    reach.save_tunnel("https://hooks.example.com")
    (elsewhere,) = NEXT.findall(text(post(visitor, bin, "check")))
    reach.save_tunnel(target.url.rstrip("/"))
    for progress in (elsewhere, "forged", ""):
        answer = text(post(visitor, bin, "check", progress=progress))
        assert 'data-state="now">who answers' in answer
    assert not target.requests


def test_a_second_check_has_to_wait(visitor: Client, bin: Bin) -> None:
    reach.save_tunnel("http://localhost:9")
    run.TURNS.take("somebody else's")
    progress = NEXT.findall(text(post(visitor, bin, "check")))[0]
    answer = post(visitor, bin, "check", progress=progress)
    assert answer.status_code == 409
    assert "Another check is running. Try again in" in text(answer)
    assert visitor.post(f"/bins/{bin.pk}/reach/check/", {"all": "1"}).status_code == 409


def test_findings_are_shown_with_what_mends_them(visitor: Client, bin: Bin) -> None:
    saved = reach.save_tunnel("https://hooks.example.com")
    seen = finding("front", names="nginx", fronts=["nginx"])
    sly = finding("changed", name="X", sent="a", seen="<script>`b`\u202e")
    reach.keep(saved.origin, [seen, sly, finding("underscore", name="x_y"), finding("case")])
    page = text(visitor.get(f"/bins/{bin.pk}/reach/"))
    assert "2 things to look at" in page
    assert "underscores_in_headers on;\nignore_invalid_headers off;" in page
    assert "Seen in front: nginx." in page
    assert "<script>`" not in page
    assert "U+202E" in page


def test_an_address_that_is_none_is_told_beside_the_field(visitor: Client, bin: Bin) -> None:
    answer = post(visitor, bin, "use", address="ftp://x <b>")
    assert answer.status_code == 422
    assert 'value="ftp://x &lt;b&gt;"' in text(answer)
    assert not Tunnel.objects.exists()


def test_it_can_be_stopped(visitor: Client, bin: Bin) -> None:
    reach.save_tunnel("https://blue-cat.example.com")
    assert "This machine only" in text(post(visitor, bin, "stop"))
    assert not Tunnel.objects.exists()


def test_it_works_without_a_script(visitor: Client, bin: Bin) -> None:
    path = f"/bins/{bin.pk}/reach/"
    bad = visitor.post(f"{path}use/", {"address": "nothing at all"})
    assert bad.status_code == 422
    assert "<!doctype html>" in text(bad)
    saved = visitor.post(f"{path}use/", {"address": "http://localhost:9"})
    assert (saved.status_code, saved["Location"]) == (302, path)
    page = text(visitor.get(path))
    assert "Nothing listens on localhost:9" in page
    assert page.count('id="reach-panel"') == 1
    assert "Not reachable" in text(visitor.post(f"{path}test/"))
    assert visitor.post(f"{path}stop/")["Location"] == path


@pytest.fixture
def team(settings: Settings) -> Client:
    """Give a browser that is logged in to an instance with a name of its own."""
    changed = dataclasses.replace(django_settings.REQUESTBIN, url="https://hooks.example.com")
    settings.REQUESTBIN = changed
    client = Client()
    client.force_login(User.objects.create_user("ana"))
    return client


def test_a_team_tests_its_own_address_and_keeps_nothing(team: Client, target: Target) -> None:
    bin = make_bin("user:1")
    page = text(team.get(f"/bins/{bin.pk}/"))
    assert "REQUESTBIN_URL" in page
    assert "cloudflared" not in page
    changed = dataclasses.replace(
        django_settings.REQUESTBIN, url=target.url.rstrip("/"), allow_nets=None
    )
    django_settings.REQUESTBIN = changed
    answer = text(post(team, bin, "test"))
    assert "Not sent: 127.0.0.1 is this server&#x27;s own address" in answer
    assert not Tunnel.objects.exists()


def test_a_full_check_of_it_is_kept(team: Client, target: Target) -> None:
    bin = make_bin("user:1")
    team.post(f"/bins/{bin.pk}/reach/check/", {"all": "1"})
    page = text(team.get(f"/bins/{bin.pk}/reach/"))
    assert "1 thing to look at" in page
    assert "REQUESTBIN_URL" in page, "capture URLs are shown as before"
    assert reach.tunnel() is None


def test_a_public_instance_tells_and_changes_nothing(settings: Settings) -> None:
    settings.REQUESTBIN = dataclasses.replace(
        django_settings.REQUESTBIN, public=True, url="https://hooks.example.com"
    )
    visitor: Any = Client()
    visitor.post("/bins/")
    bin = Bin.objects.get()
    page = text(visitor.get(f"/bins/{bin.pk}/"))
    assert "Only the operator of this instance" in page
    for action in ("use", "test", "stop", "check"):
        assert post(visitor, bin, action, address="https://a.example").status_code == 404
    assert not Tunnel.objects.exists()


def test_strangers_learn_and_change_nothing(bin: Bin) -> None:
    assert Client().get(f"/bins/{bin.pk}/reach/").status_code == 401
    assert post(Client(), bin, "use", address="https://a.example").status_code == 401
    assert post(Client(), bin, "check").status_code == 401
    assert not Tunnel.objects.exists()


def test_an_unknown_bin_is_404(visitor: Client, bin: Bin) -> None:
    assert visitor.get("/bins/nothing/reach/").status_code == 404
    assert visitor.post("/bins/nothing/reach/test/").status_code == 404
    assert visitor.post("/bins/nothing/reach/check/").status_code == 404
