"""Sharing from the page: what is told before, the link, the list of links, their end."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.test import Client
from pytest_django import Settings

from requestbin.access import shares
from requestbin.access.models import Share
from requestbin.bins.models import Bin
from tests.builders import captured, store

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true"}


@pytest.fixture
def path(bin: Bin) -> str:
    body = '{"password": "hunter2-hunter2", "token": "abcd1234"}'
    headers = [("Content-Type", "application/json"), ("X-Api-Key", "k3yk3yk3y")]
    store(bin, captured(headers=headers, body=body), captured(body="plain text", headers=[]))
    return f"/bins/{bin.pk}/requests/1/share/"


def test_before_a_link_is_made_it_says_what_will_be_seen(visitor: Client, path: str) -> None:
    part = visitor.get(path, headers=PART).content.decode()
    assert "<html" not in part
    assert "They will see it with 1 header value, 2 JSON values and the capture key masked." in part
    assert "The body is shown." in part
    other = visitor.get(path.replace("/1/", "/2/")).content.decode()
    assert "<html" in other
    assert "The body is withheld. It is neither JSON" in other
    assert not Share.objects.exists()


def test_a_link_is_made_for_as_long_as_it_is_asked_for(visitor: Client, path: str) -> None:
    for lifetime, days in (("1h", 0), ("30d", 30), ("7d", 7), ("for ever", 7), ("", 7)):
        answer = visitor.post(path, {"lifetime": lifetime}, headers=PART)
        assert answer.status_code == 200
        made = Share.objects.latest("created_at")
        assert (made.expires_at - made.created_at).days == days
        assert shares.path_of(made) in answer.content.decode()


def test_the_link_that_was_made_works_and_can_be_shown_again(visitor: Client, path: str) -> None:
    visitor.post(path, {"lifetime": "1d"}, headers=PART)
    page = visitor.get(path).content.decode()
    (url,) = re.findall(r"http://testserver(/shared/[^<]+)", page)
    assert b"(masked)" in Client().get(url).content
    assert "opened 1 time, last" in visitor.get(path, headers=PART).content.decode()


def test_without_scripts_it_is_a_page(visitor: Client, path: str) -> None:
    answer = visitor.post(path, {"lifetime": "1d"}, follow=True)
    assert answer.redirect_chain == [(f"{path}?made={Share.objects.get().pk}", 302)]
    assert 'class="made"' in answer.content.decode()


def test_a_link_is_revoked_in_the_dialog_and_in_the_settings(
    visitor: Client, bin: Bin, path: str
) -> None:
    for _ in range(2):
        visitor.post(path, {"lifetime": "1d"})
    first, second = Share.objects.all()
    revoke = f"/bins/{bin.pk}/shares/{first.pk}/revoke/"
    part = visitor.post(revoke, {"seq": "1"}, headers=PART).content.decode()
    assert shares.path_of(first) not in part
    assert shares.path_of(second) in part
    settings = visitor.get(f"/bins/{bin.pk}/settings/").content.decode()
    assert shares.path_of(second) in settings
    answer = visitor.post(f"/bins/{bin.pk}/shares/{second.pk}/revoke/", follow=True)
    assert "The link does not work any more." in answer.content.decode()
    assert "No link shows a request of this bin to others." in answer.content.decode()
    assert not Share.objects.exists()


def test_another_bins_link_is_not_revoked(visitor: Client, bin: Bin, path: str) -> None:
    theirs = shares.make("other", 1, "local", shares.LIFETIMES["1d"])
    visitor.post(f"/bins/{bin.pk}/shares/{theirs.pk}/revoke/")
    assert Share.objects.get() == theirs


def test_too_many_links_are_refused_with_a_sentence(
    visitor: Client, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shares, "MAX_LINKS", 0)
    answer = visitor.post(path, {"lifetime": "1d"}, headers=PART)
    assert answer.status_code == 422
    assert "Revoke some first." in answer.content.decode()


def test_the_preview_and_the_masked_downloads_are_the_makers(
    visitor: Client, bin: Bin, path: str
) -> None:
    page = visitor.get(f"{path}preview/").content.decode()
    assert "As others will see it" in page
    assert f'href="{path}preview/raw/"' in page
    assert "hunter2" not in page
    for kind in ("raw", "body", "curl"):
        answer = visitor.get(f"{path}preview/{kind}/")
        assert b"(masked)" in answer.content
        assert b"hunter2" not in answer.content
        assert Client().get(f"{path}preview/{kind}/").status_code == 401
    assert not Share.objects.exists()


def test_in_local_mode_it_says_that_nobody_else_gets_in(
    visitor: Client, path: str, settings: Settings
) -> None:
    assert b"Others cannot open it" in visitor.get(path, headers=PART).content
    settings.REQUESTBIN = replace(settings.REQUESTBIN, public=True)
    assert b"Others cannot open it" not in visitor.get(path, headers=PART).content


def test_the_request_offers_to_share_it(visitor: Client, bin: Bin, path: str) -> None:
    page = visitor.get(f"/bins/{bin.pk}/requests/1/").content.decode()
    assert f'hx-get="{path}" hx-target="#sharing"' in page
