"""Links that share a request, over the API."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

import pytest
from django.test import Client

from requestbin.access import shares, tokens
from requestbin.bins.models import Bin
from tests.api.callers import Caller, problem
from tests.builders import captured, make_bin, store

pytestmark = pytest.mark.django_db


@pytest.fixture
def bin(db: None) -> Bin:
    made = make_bin()
    store(made, captured(body='{"password":"hunter2-hunter2"}'))
    return made


def test_a_link_is_made_opened_listed_and_ended(api: Caller, bin: Bin) -> None:
    url = f"/bins/{bin.pk}"
    made = api("POST", f"{url}/requests/1/shares", {"seconds": 3600})
    assert made.status_code == 201
    share = made.json()
    assert urlsplit(share["url"]).netloc == "testserver"
    ends, began = (datetime.fromisoformat(share[name]) for name in ("expires_at", "created_at"))
    assert (ends - began).total_seconds() == 3600
    page = Client().get(urlsplit(share["url"]).path).content.decode()
    assert "(masked)" in page
    assert "hunter2" not in page
    (listed,) = api("GET", f"{url}/shares").json()["items"]
    assert (listed["url"], listed["opened"], listed["request_seq"]) == (share["url"], 1, 1)
    assert api("DELETE", f"{url}/shares/{share['id']}").status_code == 204
    assert api("GET", f"{url}/shares").json() == {"items": []}
    problem(api("DELETE", f"{url}/shares/{share['id']}"), 404, "not_found")
    assert Client().get(urlsplit(share["url"]).path).status_code == 404


def test_it_works_for_a_week_when_nothing_is_said(api: Caller, bin: Bin) -> None:
    for body in (None, {}):
        share = api("POST", f"/bins/{bin.pk}/requests/1/shares", body).json()
        ends, began = (datetime.fromisoformat(share[name]) for name in ("expires_at", "created_at"))
        assert (ends - began).days == 7


@pytest.mark.parametrize("seconds", [0, 59, 2592001, "3600", 1.5, True])
def test_a_lifetime_that_cannot_be(api: Caller, bin: Bin, seconds: object) -> None:
    answer = api("POST", f"/bins/{bin.pk}/requests/1/shares", {"seconds": seconds})
    assert "`seconds`" in problem(answer, 422, "invalid")


def test_what_is_not_there_is_not_shared(
    api: Caller, bin: Bin, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem(api("POST", f"/bins/{bin.pk}/requests/2/shares"), 404, "not_found")
    theirs = Caller(tokens.issue(bin_id=make_bin().pk))
    problem(theirs("POST", f"/bins/{bin.pk}/requests/1/shares"), 404, "not_found")
    monkeypatch.setattr(shares, "MAX_LINKS", 0)
    problem(api("POST", f"/bins/{bin.pk}/requests/1/shares"), 422, "invalid")
