"""The settings page, and the ways to end a bin."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from requestbin.bins import actions, keyring
from requestbin.bins.models import Bin, CapturedRequest
from tests.builders import captured, make_bin, store
from tests.web.test_forms import SENT

pytestmark = pytest.mark.django_db


def test_settings_are_shown_and_saved(visitor: Client, bin: Bin) -> None:
    path = f"/bins/{bin.pk}/settings/"
    assert 'value="billing"' in visitor.get(path).content.decode()
    assert visitor.post(path, SENT)["Location"] == path
    bin.refresh_from_db()
    assert (bin.name, bin.answer_status, bytes(bin.answer_body)) == ("orders", 202, b"one\ntwo")
    assert "Saved." in visitor.get(path).content.decode()


def test_what_cannot_be_is_said_and_nothing_is_saved(visitor: Client, bin: Bin) -> None:
    answer = visitor.post(f"/bins/{bin.pk}/settings/", SENT | {"answer_status": "700"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "The status must be from 200 to 599; 700 is not." in page
    assert 'value="orders"' in page
    bin.refresh_from_db()
    assert bin.name == "billing"


def test_the_provider_settles_handshakes_and_a_wrong_one_is_none(visitor: Client, bin: Bin) -> None:
    path = f"/bins/{bin.pk}/settings/"
    page = visitor.get(path).content.decode()
    assert "Confirm subscriptions of Amazon SNS" in page
    assert "Take the next secret" not in page
    visitor.post(path, SENT | {"confirms": "on"})
    bin.refresh_from_db()
    assert (bin.provider, bin.handshakes, bin.confirms) == ("asana", True, True)
    assert visitor.post(path, SENT | {"provider": "nobody"}).status_code == 422


def test_the_window_for_a_secret_opens_for_ten_minutes(visitor: Client, bin: Bin) -> None:
    actions.update(bin, provider="asana")
    path = f"/bins/{bin.pk}/settings/"
    assert "Take the next secret" in visitor.get(path).content.decode()
    opened = visitor.post(f"{path}secret/")
    assert opened["Location"] == f"{path}#window"
    bin.refresh_from_db()
    assert bin.takes_secrets_until is not None
    assert 590 < (bin.takes_secrets_until - datetime.now(UTC)).total_seconds() <= 600
    assert "for another" in visitor.get(path).content.decode()
    visitor.post(f"{path}secret/", {"stop": "1"})
    bin.refresh_from_db()
    assert bin.takes_secrets_until is None
    keyring.add(bin, "asana", "", "secret")
    page = visitor.get(path).content.decode()
    assert "One is stored" in page
    assert "Take the next secret" not in page


def test_a_new_url_ends_the_old_one(visitor: Client, bin: Bin) -> None:
    old = bin.key
    visitor.post(f"/bins/{bin.pk}/settings/key/")
    bin.refresh_from_db()
    assert bin.key != old
    assert bin.key in visitor.get(f"/bins/{bin.pk}/settings/").content.decode()


def test_all_requests_go_at_once(visitor: Client, bin: Bin) -> None:
    store(bin, captured(), captured())
    answer = visitor.post(f"/bins/{bin.pk}/settings/empty/", follow=True)
    page = answer.content.decode()
    assert "Deleted 2 requests." in page
    assert "Waiting for the first request" in page
    assert 'id="r1"' not in page


def test_a_bin_goes_with_everything_in_it(visitor: Client, bin: Bin) -> None:
    answer = visitor.post(f"/bins/{bin.pk}/settings/delete/", follow=True)
    assert "The bin billing was deleted." in answer.content.decode()
    assert visitor.get(f"/bins/{bin.pk}/").status_code == 404


@pytest.mark.parametrize("act", ["key", "empty", "delete"])
def test_links_alone_end_nothing(visitor: Client, bin: Bin, act: str) -> None:
    store(bin, captured())
    assert visitor.get(f"/bins/{bin.pk}/settings/{act}/").status_code == 405
    assert CapturedRequest.objects.exists()


def test_in_a_team_only_me_means_only_me(settings: Settings, client: Client) -> None:
    settings.REQUESTBIN = dataclasses.replace(settings.REQUESTBIN, url="https://hooks.example.com")
    ana, ben = User.objects.create_user("ana"), User.objects.create_user("ben")
    bin = make_bin(owner=f"user:{ana.pk}")
    path = f"/bins/{bin.pk}/settings/"
    client.force_login(ben)
    assert "Only me" in client.get(path).content.decode()
    client.force_login(ana)
    client.post(path, SENT | {"private": "on"})
    client.force_login(ben)
    assert client.get(path).status_code == 404
    assert client.post(path, SENT).status_code == 404
    assert client.post(f"{path}delete/").status_code == 404
    assert Bin.objects.filter(deleted=False).exists()
