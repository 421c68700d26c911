"""The secrets of a bin on a page of their own, and whose webhooks come to it."""

from __future__ import annotations

import pytest
from django.test import Client

from requestbin.bins import keyring
from requestbin.bins.models import Bin, BinSecret
from requestbin.ingest.enrich import enrich
from requestbin.ingest.judging_again import judge_again
from tests.builders import store
from tests.signing import from_provider

pytestmark = pytest.mark.django_db

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
EVIL = '<img src=x onerror="boom()">'


def page(visitor: Client, bin: Bin, query: str = "") -> str:
    answer = visitor.get(f"/bins/{bin.pk}/secrets/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_provider_that_sent_last_is_chosen(visitor: Client, bin: Bin) -> None:
    assert '<option value="">Choose…</option>' in page(visitor, bin)
    store(bin, from_provider(bin, "github", "s"))
    while enrich(bin.pk):
        pass
    shown = page(visitor, bin)
    assert '<option value="github" selected>GitHub</option>' in shown
    assert "Webhook secret" in shown


def test_a_provider_with_several_values_has_several_fields(visitor: Client, bin: Bin) -> None:
    shown = page(visitor, bin, "?provider=paypal")
    assert 'name="webhook_id"' in shown
    assert '<textarea id="add-certificate"' in shown
    path = f"/bins/{bin.pk}/secrets/"
    given = {"provider": "paypal", "webhook_id": "WH-1", "certificate": "", "label": "live"}
    assert visitor.post(path, given).status_code == 302
    assert keyring.known(bin.pk)[0].secret == {"webhook_id": "WH-1"}


def test_stored_requests_are_judged_again_and_counted(visitor: Client, bin: Bin) -> None:
    good = [from_provider(bin, "stripe", SECRET, seed=seed) for seed in range(3)]
    store(bin, *good, from_provider(bin, "stripe", "whsec_other", seed=9))
    while enrich(bin.pk):
        pass
    given = {"provider": "stripe", "secret": SECRET, "label": "live"}
    answer = visitor.post(f"/bins/{bin.pk}/secrets/", given)
    assert answer["Location"] == f"/bins/{bin.pk}/secrets/?judged=stripe"
    assert 'hx-trigger="every 500ms"' in page(visitor, bin, "?judged=stripe")
    while judge_again(bin.pk):
        pass
    told = page(visitor, bin, "?judged=stripe")
    assert "3 genuine, 1 not." in told
    assert "?q=provider%3Astripe%20verdict%3Abad" in told
    part = visitor.get(f"/bins/{bin.pk}/secrets/judging/?provider=stripe").content.decode()
    assert "every 500ms" not in part
    found = visitor.get(f"/bins/{bin.pk}/?q=provider:stripe verdict:bad").content.decode()
    assert 'id="r4"' in found
    assert 'id="r1"' not in found


def test_a_secret_is_listed_by_its_label_and_removed(visitor: Client, bin: Bin) -> None:
    keyring.add(bin, "stripe", EVIL, SECRET)
    shown = page(visitor, bin)
    assert EVIL not in shown
    assert "&lt;img" in shown
    assert SECRET not in shown
    secret = BinSecret.objects.get()
    path = f"/bins/{bin.pk}/secrets/{secret.pk}/remove/"
    assert visitor.get(path).status_code == 405
    assert visitor.post(path).status_code == 302
    assert visitor.post(path).status_code == 404
    assert not BinSecret.objects.exists()


def test_a_lost_secret_says_so(visitor: Client, bin: Bin) -> None:
    keyring.add(bin, "stripe", "live", SECRET)
    BinSecret.objects.update(sealed=b"gone")
    assert "cannot be read any more" in page(visitor, bin)


@pytest.mark.parametrize("slug", ["", "nobody", EVIL])
def test_a_secret_of_nobody_is_refused(visitor: Client, bin: Bin, slug: str) -> None:
    answer = visitor.post(f"/bins/{bin.pk}/secrets/", {"provider": slug, "secret": "x"})
    assert answer.status_code == 422
    assert "Choose whose secret it is." in answer.content.decode()


def test_whose_webhooks_come_is_set(visitor: Client, bin: Bin) -> None:
    path = f"/bins/{bin.pk}/secrets/sender/"
    assert visitor.post(path, {"provider": "nobody"}).status_code == 404
    assert visitor.post(path, {"provider": "square"}).status_code == 302
    bin.refresh_from_db()
    assert bin.provider == "square"
    assert '<option value="square" selected>' in page(visitor, bin)
