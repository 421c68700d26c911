"""Each capture gets its provider, its event and the verdict on its signature."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import override_settings

from requestbin.bins import actions, keyring, verdicts
from requestbin.bins.keyring import Known
from requestbin.bins.models import Bin, BinSecret, CapturedRequest, OwnProvider
from requestbin.http import Request
from requestbin.ingest import judging
from requestbin.ingest.enrich import enrich
from requestbin.ingest.judging import Judged, Senders, judge
from requestbin.providers import PROVIDERS, Reason, provider_of, sign
from requestbin.transactions import writing
from tests.builders import MOMENT, captured, make_bin, store
from tests.signing import ORIGIN, arrived, from_provider, sent

pytestmark = pytest.mark.django_db

WHSEC = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
SECRETS: dict[str, Any] = {
    "github": "It's a Secret to Everybody",
    "stripe": "whsec_test_secret",
    "slack": "8f742231b10e8888abcd99yyyzzz85a5",
    "shopify": "hush",
    "twilio": "12345678901234567890123456789012",
    "svix": WHSEC,
    "clerk": WHSEC,
    "standard_webhooks": WHSEC,
    "gitlab": "a token",
    "telegram": "a-telegram-token",
    "vonage_sms": "abcdefghijklmnop",
    "mailgun": "key-123",
    "zoom": "zoom secret",
    "linear": "lin_wh_secret",
    "hubspot": "client secret",
    "square": "square key",
    "paddle": "pdl_ntfset_secret",
    "typeform": "typeform",
    "adyen": "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056",
}
TOKENS = {"gitlab", "telegram"}
UNCOVERED = TOKENS | {"mailgun"}
"""What they send covers nothing of the body, so that nobody sees it altered."""


@pytest.fixture
def bin() -> Bin:
    return make_bin()


def learnt(bin: Bin) -> CapturedRequest:
    while enrich(bin.pk):
        pass
    return CapturedRequest.objects.filter(bin=bin).latest("seq")


def words(bin: Bin) -> list[str]:
    learnt(bin)
    rows = CapturedRequest.objects.filter(bin=bin)
    return [row.verdict for row in rows.order_by("seq")]


@pytest.mark.parametrize("slug", SECRETS)
def test_what_a_provider_signed_is_genuine(bin: Bin, slug: str) -> None:
    keyring.add(bin, slug, "live", SECRETS[slug])
    store(bin, from_provider(bin, slug, SECRETS[slug]))
    row = learnt(bin)
    assert (row.provider, row.verdict) == (slug, "valid")
    assert row.event_type or slug == "telegram"


@pytest.mark.parametrize("slug", SECRETS)
def test_what_is_not_signed_or_not_checked_is_called_so(bin: Bin, slug: str) -> None:
    store(bin, from_provider(bin, slug, SECRETS[slug]))
    assert learnt(bin).verdict == "unchecked"
    keyring.add(bin, slug, "live", SECRETS[slug])
    store(bin, from_provider(bin, slug, SECRETS[slug], how="unsigned"))
    row = learnt(bin)
    assert (row.provider, row.verdict) in ((slug, "unsigned"), ("", ""))
    """Some are recognised by their signature alone."""


@pytest.mark.parametrize("slug", sorted(set(SECRETS) - UNCOVERED))
def test_what_was_altered_is_not_genuine(bin: Bin, slug: str) -> None:
    keyring.add(bin, slug, "live", SECRETS[slug])
    store(bin, from_provider(bin, slug, SECRETS[slug], how="altered"))
    assert learnt(bin).verdict in (Reason.SIGNATURE_MISMATCH, Reason.SIGNATURE_MISMATCH_URL)


@pytest.mark.parametrize("slug", sorted(SECRETS))
def test_what_came_late_is_genuine_all_the_same(bin: Bin, slug: str) -> None:
    keyring.add(bin, slug, "live", SECRETS[slug])
    store(bin, from_provider(bin, slug, SECRETS[slug], how="stale"))
    dated = provider_of(slug).tolerance is not None and slug not in TOKENS
    assert learnt(bin).verdict == ("late" if dated else "valid")


def test_of_several_secrets_any_may_be_the_one(bin: Bin) -> None:
    for label in ("test", "live", "next"):
        keyring.add(bin, "stripe", label, f"whsec_{label}")
    keyring.add(bin, "github", "other", "whsec_github")
    store(bin, *(from_provider(bin, "stripe", f"whsec_{label}") for label in ("next", "live")))
    learnt(bin)
    rows = CapturedRequest.objects.filter(bin=bin)
    assert set(rows.values_list("verdict", flat=True)) == {"valid"}
    senders = Senders(bin)
    row = rows.latest("seq")
    found = senders.examine(from_provider(bin, "stripe", "whsec_live"), senders.named("stripe"))
    assert (found.secret.label, found.word) == ("live", row.verdict)


@pytest.mark.parametrize("first", ["a token", WHSEC])
def test_a_wrong_signature_outweighs_a_right_token_beside_it(bin: Bin, first: str) -> None:
    for secret in (first, *({"a token", WHSEC} - {first})):
        keyring.add(bin, "gitlab", secret, secret)
    came = arrived(sign(sent("gitlab", ORIGIN), "gitlab", WHSEC, now=MOMENT.timestamp()))
    both = replace(came, headers=came.headers.plus((b"X-Gitlab-Token", b"a token")))
    token = replace(both, headers=both.headers.without("webhook-signature"))
    altered = replace(both, body=both.body + b" ")
    store(bin, both, altered, token)
    assert words(bin) == ["valid", Reason.SIGNATURE_MISMATCH, "valid"]


def test_a_certificate_of_somebody_else_needs_no_secret_to_be_refused(bin: Bin) -> None:
    unsigned = from_provider(bin, "aws_sns", None)
    came = replace(unsigned, body=unsigned.body.replace(b' : ""', b' : "QUFB"'))
    other = came.body.replace(b".amazonaws.com/Simple", b".example.com/Simple")
    assert other != came.body
    store(bin, came, replace(came, body=other))
    assert words(bin) == ["unchecked", Reason.CERT_URL_UNTRUSTED]


def test_an_unknown_sender_has_an_event_and_no_verdict(bin: Bin) -> None:
    store(bin, captured(body='{"type":"invoice.paid"}'))
    row = learnt(bin)
    assert (row.provider, row.event_type, row.verdict) == ("", "invoice.paid", "")


def test_a_provider_that_signs_nothing_gets_no_verdict(bin: Bin) -> None:
    store(bin, arrived(sent("strava", f"{ORIGIN}/in/{bin.key}")))
    row = learnt(bin)
    assert (row.provider, row.verdict) == ("strava", "")


def test_a_provider_of_ones_own_comes_first(bin: Bin) -> None:
    row = {
        "slug": "acme",
        "detect": ["header:X-GitHub-Event"],
        "signature": "header:X-Acme",
        "event": ["json:what"],
        "event_id": ["json:number"],
    }
    OwnProvider.objects.create(bin=bin, slug="acme", row=row)
    keyring.add(bin, "acme", "", "hush")
    own = keyring.own_providers(bin.pk)[0]
    headers = (("Content-Type", "application/json"), ("X-GitHub-Event", "push"))
    request = Request("POST", f"{ORIGIN}/in/{bin.key}", headers, b'{"what":"made","number":17}')
    store(bin, arrived(sign(request, own, "hush", now=0)))
    found = learnt(bin)
    assert (found.provider, found.event_type, found.event_id) == ("acme", "made", "17")
    assert found.verdict == "valid"


def test_the_provider_that_is_set_for_the_bin_is_taken(bin: Bin) -> None:
    Bin.objects.filter(pk=bin.pk).update(provider="github")
    keyring.add(bin, "github", "", "hush")
    request = Request("POST", f"{ORIGIN}/in/{bin.key}", (("Content-Type", "text/plain"),), b"{}")
    store(bin, arrived(sign(request, "github", "hush", now=0)))
    found = learnt(bin)
    assert (found.provider, found.verdict) == ("github", "valid")
    Bin.objects.filter(pk=bin.pk).update(provider="gone")
    store(bin, from_provider(bin, "stripe", "x"))
    assert learnt(bin).provider == "stripe"


@pytest.mark.parametrize(
    ("origin", "facts"),
    [
        ("http://127.0.0.1:8000", {}),
        (ORIGIN, {}),
        ("https://elsewhere.example.com", {"scheme": "http"}),
    ],
)
def test_the_url_is_the_public_one_or_the_one_that_was_called(
    bin: Bin, origin: str, facts: dict[str, Any], settings: Any
) -> None:
    settings.REQUESTBIN = _public(settings.REQUESTBIN, "https://elsewhere.example.com")
    keyring.add(bin, "twilio", "", SECRETS["twilio"])
    store(bin, _replaced(from_provider(bin, "twilio", SECRETS["twilio"], origin=origin), **facts))
    assert learnt(bin).verdict == "valid"


def test_a_proxy_may_say_that_it_was_called_over_https(bin: Bin) -> None:
    keyring.add(bin, "twilio", "", SECRETS["twilio"])
    came = _replaced(from_provider(bin, "twilio", SECRETS["twilio"]), scheme="http")
    store(bin, came, _replaced(came, headers=came.headers.plus(("X-Forwarded-Proto", "https"))))
    learnt(bin)
    verdicts = CapturedRequest.objects.filter(bin=bin).order_by("seq").values_list("verdict")
    assert [word for (word,) in verdicts] == ["signature_mismatch_url", "valid"]


def test_a_lost_key_leaves_requests_unchecked_and_breaks_nothing(bin: Bin) -> None:
    keyring.add(bin, "github", "", "hush")
    store(bin, from_provider(bin, "github", "hush"))
    with override_settings(SECRET_KEY="another key altogether"):
        row = learnt(bin)
        assert (row.provider, row.verdict) == ("github", "unchecked")
        keyring.add(bin, "github", "again", "hush")
        store(bin, from_provider(bin, "github", "hush"))
        assert learnt(bin).verdict == "valid"
    with override_settings(SECRET_KEY="a new key", SECRET_KEY_FALLBACKS=["another key altogether"]):
        store(bin, from_provider(bin, "github", "hush"))
        assert learnt(bin).verdict == "valid"


def test_secrets_for_other_uses_check_nothing(bin: Bin) -> None:
    keyring.add(bin, "github", "", "hush", use=BinSecret.APP)
    store(bin, from_provider(bin, "github", "hush"))
    assert learnt(bin).verdict == "unchecked"


def test_what_answered_a_handshake_needs_no_signature(bin: Bin) -> None:
    store(bin, from_provider(bin, "github", "x", how="unsigned"), answered="A handshake.")
    row = learnt(bin)
    assert (row.provider, row.verdict) == ("github", "")


def test_a_handshake_may_be_answered_after_or_while_it_is_judged(bin: Bin) -> None:
    store(bin, *[from_provider(bin, "github", "x", how="unsigned")] * 2)
    learnt(bin)
    rows = CapturedRequest.objects.filter(bin=bin).order_by("seq")
    assert set(rows.values_list("verdict", flat=True)) == {"unsigned"}
    actions.answered(bin.pk, 1, "A handshake.")
    with writing():
        verdicts.keep(bin.pk, [(seq, "github", "unsigned") for seq in (1, 2)])
    assert list(rows.values_list("verdict", flat=True)) == ["", "unsigned"]


def test_one_that_cannot_be_judged_stops_no_other(
    bin: Bin, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    keyring.add(bin, "github", "", "hush-hush")
    store(bin, *[from_provider(bin, "github", "hush-hush")] * 2)

    def failing(request: Request, *args: Any, **more: Any) -> Any:
        raise RuntimeError("hush-hush")

    monkeypatch.setattr(judging, "verify", failing)
    row = learnt(bin)
    assert (row.provider, row.verdict) == ("github", "")
    assert row.event_type
    assert "RuntimeError" in caplog.text
    assert "hush-hush" not in caplog.text


def test_work_on_one_request_has_an_end(bin: Bin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "MAX_HASHED_BYTES", 1)
    known = [Known(number, "github", "", f"secret {number}") for number in range(9)]
    came = from_provider(bin, "github", "secret 8")
    assert judge(came, bin, known, ()).verdict == "unchecked"
    assert judge(came, bin, known[-1:], ()).verdict == "valid"
    assert judge(came, bin, known[:1], ()).verdict == "signature_mismatch"


def test_what_a_sender_writes_can_always_be_kept(bin: Bin) -> None:
    odd = "\ud800\x00\u202e" + "x" * 300
    headers = (("X-GitHub-Event", "\xff\x01"), ("X-GitHub-Delivery", "a\xa0b"))
    body = b'{"action":"\\u0000\\ud800"}'
    store(bin, captured(headers=headers, body=body))
    row = learnt(bin)
    assert row.provider == "github"
    assert row.event_id is None
    assert isinstance(judge(captured(body=odd.encode("utf-8", "replace")), bin, (), ()), Judged)


def test_slugs_fit_their_column() -> None:
    assert max(len(row.slug) for row in PROVIDERS) <= 40


def _public(conf: Any, origin: str) -> Any:
    return replace(conf, capture_url=origin)


def _replaced(came: Any, **facts: Any) -> Any:
    return replace(came, **facts)
