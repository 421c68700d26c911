"""The signature of a request: the line or box above its tabs, and the tab."""

from __future__ import annotations

import hashlib
import hmac
import re
from html import unescape

import pytest
from django.test import Client

from requestbin.bins import keyring, queries
from requestbin.bins.models import Bin, BinSecret, CapturedRequest
from requestbin.ingest.enrich import enrich
from requestbin.ingest.judging_again import judge_again
from tests.builders import captured, store
from tests.signing import from_provider

pytestmark = pytest.mark.django_db

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
PART = {"HX-Request": "true"}


def caught(bin: Bin, slug: str = "stripe", secret: str = SECRET, how: str = "") -> int:
    (row,) = store(bin, from_provider(bin, slug, secret, how=how))
    while enrich(bin.pk):
        pass
    return row.seq


def show(visitor: Client, bin: Bin, seq: int = 1, tab: str = "signature") -> str:
    answer = visitor.get(f"/bins/{bin.pk}/requests/{seq}/?tab={tab}", headers=PART)
    assert answer.status_code == 200
    return answer.content.decode()


def words(page: str) -> str:
    """Return the text of a page in one line."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def test_a_genuine_request_is_one_quiet_line(visitor: Client, bin: Bin) -> None:
    keyring.add(bin, "stripe", "live", SECRET)
    caught(bin)
    page = show(visitor, bin, tab="payload")
    assert 'class="verdict" id="verdict" data-tone="good"' in page
    told = "Genuine. Stripe signed exactly these bytes, 2 s before it arrived. "
    told += "Not covered by the signature: method, URL and other headers."
    assert told in words(page)
    assert 'name="secret"' not in page
    row = visitor.get(f"/bins/{bin.pk}/").content.decode()
    assert 'data-tone="good" role="img" aria-label="Genuine"' in row
    assert '<span class="by">Stripe</span>' in row


def test_what_is_not_checked_asks_for_the_secret(visitor: Client, bin: Bin) -> None:
    caught(bin)
    page = show(visitor, bin, tab="payload")
    assert "Signed, not checked yet." in page
    assert 'name="secret"' in page
    assert 'type="password"' not in page


def test_a_secret_that_is_lost_is_asked_for_again(visitor: Client, bin: Bin) -> None:
    keyring.add(bin, "stripe", "live", SECRET)
    BinSecret.objects.update(sealed=b"gone")
    caught(bin)
    page = show(visitor, bin, tab="payload")
    assert 'name="secret"' in page
    assert "The one that was given cannot be read any more" in page


def test_the_tab_lays_the_proof_out(visitor: Client, bin: Bin) -> None:
    keyring.add(bin, "stripe", "live", SECRET)
    caught(bin)
    page = words(show(visitor, bin))
    assert "HMAC-SHA256 of {timestamp}.{body} , hex" in page
    assert "“live” matches" in page
    assert "libraries accept 5 min" in page
    assert "a replay as captured would be refused" in page
    assert "Expected" in page
    assert "Received" in page
    signed = visitor.get(f"/bins/{bin.pk}/requests/1/signature/signed/")
    assert re.match(rb"\d+\.\{", signed.content)
    assert signed["Content-Disposition"].startswith("attachment")


def test_a_changed_body_is_explained(visitor: Client, bin: Bin) -> None:
    keyring.add(bin, "stripe", "live", SECRET)
    made = from_provider(bin, "stripe", SECRET)
    store(bin, made.__class__(**{**_fields(made), "body": made.body + b"\n"}))
    while enrich(bin.pk):
        pass
    page = show(visitor, bin)
    assert "Changed on the way." in page
    assert "The signature matches once" in words(page)
    assert "As signed" in page


def test_what_cannot_be_compared_or_is_not_signed_is_told_once(visitor: Client, bin: Bin) -> None:
    keyring.add(bin, "stripe", "live", SECRET)
    Bin.objects.filter(pk=bin.pk).update(provider="stripe")
    bin.refresh_from_db()
    came = from_provider(bin, "stripe", SECRET)
    bare = came.headers.without("stripe-signature")
    old = bare.plus((b"Stripe-Signature", b"t=1795297921,v0=5257a869"))
    store(bin, *(came.__class__(**{**_fields(came), "headers": each}) for each in (old, bare)))
    while enrich(bin.pk):
        pass
    page = words(show(visitor, bin))
    assert "cannot be compared. It has no signature of the version that counts." in page
    assert "none of yours matches" in page
    page = words(show(visitor, bin, 2))
    assert "Not signed." in page
    assert "none of yours matches" not in page


def _fields(captured: object) -> dict[str, object]:
    names = captured.__dataclass_fields__  # type: ignore[attr-defined]
    return {name: getattr(captured, name) for name in names}


def test_a_secret_is_taken_and_stands_in_no_page(visitor: Client, bin: Bin) -> None:
    caught(bin)
    path = f"/bins/{bin.pk}/requests/1/signature/secret/"
    given = {"provider": "stripe", "secret": f" {SECRET}\n", "tab": "payload"}
    page = visitor.post(path, given, headers=PART).content.decode()
    assert "Genuine." in page
    assert SECRET not in page
    assert SECRET not in visitor.get(f"/bins/{bin.pk}/secrets/").content.decode()
    assert keyring.known(bin.pk)[0].secret == SECRET
    plain = visitor.post(path, given)
    assert plain["Location"] == f"/bins/{bin.pk}/requests/1/?tab=signature"


@pytest.mark.parametrize("text", ["", "sk_live_51H8sKeyOfTheApi00000000"])
def test_what_is_no_secret_is_refused_in_a_sentence(visitor: Client, bin: Bin, text: str) -> None:
    caught(bin)
    path = f"/bins/{bin.pk}/requests/1/signature/secret/"
    answer = visitor.post(path, {"provider": "stripe", "secret": text}, headers=PART)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'role="alert"' in page
    assert ("API key" in page) == bool(text)
    assert not text or text not in page
    assert not BinSecret.objects.exists()


def test_a_secret_sent_along_is_never_shown(visitor: Client, bin: Bin) -> None:
    keyring.add(bin, "telegram", "", "my-own-token-1234")
    caught(bin, "telegram", "other-token-9876")
    page = show(visitor, bin)
    assert "my-own-token-1234" not in page
    assert "other-token-9876" not in page
    assert CapturedRequest.objects.get().verdict == "signature_mismatch"


def test_another_url_may_be_tried(visitor: Client, bin: Bin) -> None:
    keyring.add(bin, "twilio", "", "12345678901234567890123456789012")
    made = from_provider(
        bin, "twilio", "12345678901234567890123456789012", origin="https://registered.example"
    )
    elsewhere = _fields(made)
    elsewhere["headers"] = made.headers.without("Host").plus(("Host", "here.example"))
    store(bin, made.__class__(**elsewhere))
    while enrich(bin.pk):
        pass
    page = show(visitor, bin)
    assert "My provider has another URL registered" in page
    assert "not match" in page or "another URL" in page
    url = f"https://registered.example{made.target.decode()}"
    path = f"/bins/{bin.pk}/requests/1/?tab=signature&url={url}"
    assert "“secret 1” matches" in words(visitor.get(path, headers=PART).content.decode())


def test_strangers_give_no_secrets(client: Client, bin: Bin) -> None:
    caught(bin)
    for path in ("requests/1/signature/secret/", "secrets/", "providers/new/"):
        assert client.post(f"/bins/{bin.pk}/{path}", {"provider": "stripe"}).status_code == 401


def acme(bin: Bin) -> None:
    body = b'{"order": 17}'
    signature = hmac.new(b"acme-secret", b"1760000000." + body, hashlib.sha256).hexdigest()
    headers = [("X-Acme-Timestamp", "1760000000"), ("X-Acme-Signature", signature)]
    store(bin, captured(headers=headers, body=body))
    while enrich(bin.pk):
        pass


def test_an_unknown_sender_is_worked_out_and_kept(visitor: Client, bin: Bin) -> None:
    acme(bin)
    page = show(visitor, bin)
    assert "Looks signed, sender unknown." in page
    assert "X-Acme-Signature has 64 hex digits" in words(page).replace("  ", " ")
    path = f"/bins/{bin.pk}/requests/1/signature/investigate/"
    asked = {"header": "X-Acme-Signature", "secret": "acme-secret"}
    found = visitor.post(path, asked, headers=PART).content.decode()
    assert "HMAC-SHA256 of {timestamp}.{body}" in found
    assert 'value="Acme"' in found
    assert "acme-secret" not in found
    wrong = visitor.post(path, asked | {"secret": "another"}, headers=PART).content.decode()
    assert "Not worked out." in wrong
    assert not keyring.own_providers(bin.pk)
    saved = visitor.post(path, asked | {"save": "1", "name": "Acme Pay"}, headers=PART)
    assert saved["HX-Retarget"] == "#detail"
    assert "Genuine." in saved.content.decode()
    assert "0 genuine" not in saved.content.decode()
    assert "from memory" not in saved.content.decode()
    assert [row.slug for row in keyring.own_providers(bin.pk)] == ["acme_pay"]
    while enrich(bin.pk):
        pass
    while judge_again(bin.pk):
        pass
    assert CapturedRequest.objects.get().verdict == "valid"
    assert '<span class="by">Acme Pay</span>' in visitor.get(f"/bins/{bin.pk}/").content.decode()


def test_what_an_app_does_otherwise_is_found_and_not_kept(visitor: Client, bin: Bin) -> None:
    keyring.add(bin, "stripe", "live", SECRET)
    caught(bin)
    assert "My app refuses this" in show(visitor, bin)
    path = f"/bins/{bin.pk}/requests/1/signature/explain/"
    assert visitor.post(path, {}, headers=PART).status_code == 422
    body = queries.body_of(bin.pk, 1)
    bare = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    page = visitor.post(path, {"computed": bare}, headers=PART).content.decode()
    assert "To do:" in page
    assert bare not in page
    other = visitor.post(path, {"app_secret": "whsec_other"}, headers=PART).content.decode()
    assert "another secret" in other
    assert "whsec_other" not in other
    keyring.add(bin, "stripe", "of the shop", "whsec_of_the_shop")
    used = visitor.post(path, {"app_secret": "whsec_of_the_shop"}, headers=PART).content.decode()
    assert "of the shop" in used
    assert "My app refuses this" in visitor.post(path, {"computed": bare}).content.decode()
    assert BinSecret.objects.count() == 2


def test_code_that_verifies_it_is_given(visitor: Client, bin: Bin) -> None:
    keyring.add(bin, "stripe", "live", SECRET)
    caught(bin)
    page = show(visitor, bin)
    assert 'id="code-python"' in page
    assert 'id="code-node"' in page
    assert "hmac.new(" in unescape(page) or "hmac.digest(" in unescape(page)


def test_a_secret_that_nobody_gave_is_not_suspected(visitor: Client, bin: Bin) -> None:
    keyring.add(bin, "stripe", keyring.MADE, "whsec_made")
    caught(bin)
    assert "The only secret of Stripe here was made for samples." in words(show(visitor, bin))
    keyring.add(bin, "stripe", "live", "whsec_wrong")
    assert "suspect the secret first" in words(show(visitor, bin))
