"""Secrets over the API: taken, listed by what people call them, and never given back."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from django.test import Client, override_settings

from requestbin.access import tokens
from requestbin.bins import keyring
from requestbin.bins.models import Bin, BinSecret
from requestbin.ingest.enrich import enrich
from requestbin.ingest.judging_again import judge_again
from tests.api.callers import Caller, problem
from tests.builders import make_bin, store
from tests.signing import from_provider

pytestmark = pytest.mark.django_db

SECRET = "a-secret-nobody-may-see"


@pytest.fixture
def bin(db: None) -> Bin:
    return make_bin()


def judged(bin: Bin) -> None:
    while enrich(bin.pk) or judge_again(bin.pk):
        pass


def test_a_secret_is_given_listed_and_forgotten(api: Caller, bin: Bin) -> None:
    url = f"/bins/{bin.pk}/secrets"
    given = {"provider": "stripe", "label": "live", "secret": SECRET}
    made = api("POST", url, given)
    assert made.status_code == 201
    assert set(made.json()) == {"id", "provider", "label", "use", "created_at", "lost"}
    assert made.json()["use"] == "check"
    assert api("GET", url).json() == {"items": [made.json()]}
    assert keyring.known(bin.pk)[0].secret == SECRET
    assert api("DELETE", f"{url}/{made.json()['id']}").status_code == 204
    problem(api("DELETE", f"{url}/{made.json()['id']}"), 404, "not_found")
    assert api("GET", url).json() == {"items": []}


def test_several_values_are_an_object(api: Caller, bin: Bin) -> None:
    values = {"webhook_id": "1", "certificate": "-----BEGIN"}
    given = {"provider": "paypal", "secret": values, "use": "check"}
    assert api("POST", f"/bins/{bin.pk}/secrets", given).json()["label"] == "secret 1"
    assert keyring.known(bin.pk)[0].secret == values


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"provider": "nobody_knows", "secret": "x"}, "no provider is called nobody_knows"),
        ({"provider": "github", "secret": "ghp_" + "a1B2" * 9}, "a GitHub token, not a"),
        ({"provider": "clerk", "secret": {"a": "sk_live_" + "a1B2" * 9}}, "was not stored"),
        ({"provider": "github", "secret": ""}, "secret"),
        ({"provider": "github", "secret": {}}, "secret"),
        ({"provider": "github", "secret": "x", "use": "other"}, "use"),
        ({"provider": "github", "secret": "x", "more": 1}, "more"),
    ],
)
def test_what_is_not_taken(api: Caller, bin: Bin, given: dict[str, Any], said: str) -> None:
    answer = api("POST", f"/bins/{bin.pk}/secrets", given)
    assert said in problem(answer, 422, "invalid")
    assert not BinSecret.objects.exists()


def test_an_api_key_is_for_fetching(api: Caller, bin: Bin) -> None:
    given = {"provider": "github", "secret": "ghp_" + "a1B2" * 9, "use": "fetch"}
    assert api("POST", f"/bins/{bin.pk}/secrets", given).status_code == 201


def test_a_bin_is_full_of_them(api: Caller, bin: Bin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "MAX_SECRETS", 0)
    answer = api("POST", f"/bins/{bin.pk}/secrets", {"provider": "github", "secret": "x"})
    assert "up to 0 secrets" in problem(answer, 422, "invalid")


def test_a_lost_one_is_told(api: Caller, bin: Bin) -> None:
    keyring.add(bin, "github", "", SECRET)
    with override_settings(SECRET_KEY="another"):
        (kept,) = api("GET", f"/bins/{bin.pk}/secrets").json()["items"]
    assert kept["lost"]


def test_they_are_the_bins_alone(api: Caller, bin: Bin) -> None:
    kept = keyring.add(bin, "github", "", SECRET)
    other = make_bin()
    theirs = Caller(tokens.issue(bin_id=other.pk))
    problem(theirs("GET", f"/bins/{bin.pk}/secrets"), 404, "not_found")
    problem(theirs("DELETE", f"/bins/{other.pk}/secrets/{kept.pk}"), 404, "not_found")
    assert BinSecret.objects.count() == 1


@pytest.mark.parametrize("slug", ["github", "gitlab", "telegram", "slack", "vonage_sms", "jira"])
def test_no_answer_no_page_no_export_and_no_log_has_it(
    api: Caller, bin: Bin, slug: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    url = f"/bins/{bin.pk}"
    given = api("POST", f"{url}/secrets", {"provider": slug, "secret": SECRET})
    store(bin, from_provider(bin, slug, "another secret"), from_provider(bin, slug, SECRET))
    judged(bin)
    places = [url, f"{url}/secrets", f"{url}/requests/1", f"{url}/requests/1/verdict"]
    places += [f"{url}/export?format={each}" for each in ("ndjson", "har", "csv")]
    texts = [given.content.decode(), caplog.text]
    for place in [*places, f"{url}/requests/2/verdict"]:
        answer = api("GET", place)
        assert answer.status_code == 200
        texts.append(b"".join(answer).decode())
    texts.append(Client().get(f"/bins/{bin.pk}/").content.decode())
    sent_as_it_is = slug in ("gitlab", "telegram")
    if not sent_as_it_is:
        assert api("GET", f"{url}/requests/2/verdict").json()["expected"]
        assert SECRET not in "".join(texts)
    told = json.dumps([api("GET", f"{url}/requests/{seq}/verdict").json() for seq in (1, 2)])
    assert SECRET not in told
