"""Providers of one's own on their pages: described, tried, kept, taken along, brought in."""

from __future__ import annotations

import hashlib
import hmac
import json
from html import unescape

import pytest
from django.test import Client

from requestbin.bins import keyring
from requestbin.bins.models import Bin, BinSecret, OwnProvider
from tests.builders import captured, store
from tests.web.signing.test_describing import GOOD

pytestmark = pytest.mark.django_db

BODY = b'{"order": 17}'
PART = {"HX-Request": "true"}
EVIL = "<script>boom()</script>{{ 7|add:7 }}"


@pytest.fixture
def caught(bin: Bin) -> Bin:
    signature = hmac.new(b"acme-secret", b"1760000000." + BODY, hashlib.sha256).hexdigest()
    store(bin, captured(headers=[("X-Acme-Signature", f"t=1760000000,v1={signature}")], body=BODY))
    return bin


def test_it_is_tried_and_nothing_is_stored(visitor: Client, caught: Bin) -> None:
    path = f"/bins/{caught.pk}/providers/try/"
    tried = GOOD | {"tolerance": "", "seq": "1", "secret": "acme-secret"}
    shown = visitor.post(path, tried, headers=PART).content.decode()
    assert "Genuine." in shown
    assert '1760000000.{"order": 17}' in unescape(shown)
    assert "acme-secret" not in shown
    wrong = visitor.post(path, tried | {"secret": "other"}, headers=PART).content.decode()
    assert "The signature does not match." in wrong
    bad = visitor.post(path, tried | {"signed": "{x}"}, headers=PART)
    assert bad.status_code == 422
    assert "no part of a request" in bad.content.decode()
    whole = visitor.post(path, tried).content.decode()
    assert "Genuine." in whole
    assert not OwnProvider.objects.exists()
    assert not BinSecret.objects.exists()


def test_it_is_kept_changed_and_removed(visitor: Client, caught: Bin) -> None:
    at = f"/bins/{caught.pk}/providers/"
    answer = visitor.post(f"{at}new/", GOOD | {"secret": "acme-secret", "keep": "1"})
    assert answer["Location"] == at
    assert keyring.known(caught.pk)[0].provider == "acme"
    shown = visitor.get(at).content.decode()
    assert "Provider(" in shown
    assert "schemes=(Hmac(" in shown
    assert 'value="v1="' in visitor.get(f"{at}acme/").content.decode()
    assert visitor.post(f"{at}acme/", GOOD | {"name": "Acme Inc"}).status_code == 302
    assert OwnProvider.objects.get().row["name"] == "Acme Inc"
    assert OwnProvider.objects.get().slug == "acme"
    assert visitor.post(f"{at}acme/remove/").status_code == 302
    assert visitor.post(f"{at}acme/remove/").status_code == 404
    assert visitor.get(f"{at}acme/").status_code == 404


def test_what_the_table_has_is_not_described_anew(visitor: Client, bin: Bin) -> None:
    answer = visitor.post(f"/bins/{bin.pk}/providers/new/", GOOD | {"name": "Stripe"})
    assert answer.status_code == 422
    assert "Choose another" in answer.content.decode()


def test_one_comes_in_as_json(visitor: Client, bin: Bin) -> None:
    at = f"/bins/{bin.pk}/providers/import/"
    row = {"slug": "acme", "name": EVIL, "signature": "header:X-Sig"}
    assert visitor.post(at, {"row": json.dumps(row)}).status_code == 302
    shown = visitor.get(f"/bins/{bin.pk}/providers/").content.decode()
    assert EVIL not in shown
    for text, sentence in (
        ("", "That is no JSON."),
        ("{" * 10_000, "That is no JSON."),
        ("[]", "A provider is a JSON object."),
        ('{"slug": "a b"}', "The slug is a short word"),
        ("x" * 20_001, "up to 20,000 characters"),
    ):
        answer = visitor.post(at, {"row": text})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    assert OwnProvider.objects.count() == 1
