"""Sample events over the API reach the bin itself, or another URL, signed."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from requestbin.bins import keyring
from requestbin.providers.samples import providers_with_samples
from tests.api.callers import Caller, problem
from tests.builders import make_bin
from tests.serving import Serving, until
from tests.targets import Target


@pytest.mark.django_db
def test_it_goes_to_another_url_signed(api: Caller, target: Target) -> None:
    bin = make_bin()
    wish = {"provider": "github", "seed": 7, "url": target.url}
    made = [api("POST", f"/bins/{bin.pk}/samples", wish).json() for _ in range(2)]
    assert [each["event"] for each in made] == ["push", "push"]
    assert [each["status"] for each in made] == [200, 200]
    first, second = (json.loads(raw.partition(b"\r\n\r\n")[2]) for raw in target.received(2))
    assert first["after"] == second["after"]  # the same seed, the same values
    assert b"X-Hub-Signature-256: sha256=" in target.requests[0]
    assert bin.secrets.get().label == "made for samples"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ({"provider": "nobody"}, "nobody"),
        ({"provider": "stripe", "event": "no.such"}, "There is no sample 'no.such' of stripe."),
        ({"provider": "stripe", "broken": "badly"}, ""),
        ({"provider": "stripe", "url": "ftp://example.com/"}, ""),
        ({"provider": "A B"}, ""),
    ],
)
def test_what_cannot_be_sent_is_told(api: Caller, wish: dict[str, str], told: str) -> None:
    answer = api("POST", f"/bins/{make_bin().pk}/samples", wish)
    assert told in problem(answer, 422, "invalid")


@pytest.mark.django_db
def test_all_samples_are_listed(api: Caller) -> None:
    items = api("GET", "/samples").json()["items"]
    assert tuple(each["provider"] for each in items) == providers_with_samples()
    assert all(each["events"] for each in items)


def test_it_goes_to_the_bin_itself(serve: Callable[..., Serving]) -> None:
    server = serve()
    bin = server.make_bin()
    sent = server.api("POST", f"/bins/{bin['id']}/samples", {"provider": "shopify"}).json()
    assert (sent["status"], sent["error"]) == (200, None)
    items = until(lambda: server.api("GET", f"/bins/{bin['id']}/requests").json()["items"])
    assert items[0]["path"] == "/shopify"
    assert "X-Shopify-Hmac-Sha256" in dict(items[0]["headers"])


@pytest.mark.django_db
def test_a_bin_full_of_secrets_says_so(api: Caller) -> None:
    bin = make_bin()
    for each in range(keyring.MAX_SECRETS):
        keyring.add(bin, "github", "", f"secret {each}")
    answer = api("POST", f"/bins/{bin.pk}/samples", {"provider": "shopify"})
    assert "Remove one first." in problem(answer, 422, "invalid")


def test_whoever_calls_does_not_choose_where_a_bins_own_sample_goes(
    serve: Callable[..., Serving], target: Target
) -> None:
    server = serve(HOST="0.0.0.0", REQUESTBIN_PUBLIC="1")
    bin = server.make_bin()
    host = urlsplit(target.url).netloc
    path = f"/api/bins/{bin['id']}/samples"
    headers = {
        "Host": host,
        "Authorization": f"Bearer {bin['token']}",
        "Content-Type": "application/json",
    }
    answer = server.request("POST", path, b'{"provider": "github"}', headers)
    assert (answer.status, target.requests) == (200, [])
    items = until(lambda: server.api("GET", f"/bins/{bin['id']}/requests").json()["items"])
    assert items[0]["path"] == "/github"
