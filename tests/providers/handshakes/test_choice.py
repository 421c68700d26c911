"""Every handshake gets what its provider demands, and nothing that was sent comes back alive."""

from __future__ import annotations

import json
import time
from base64 import b64encode
from hashlib import sha256
from hmac import digest
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.http import Captured, Headers, Request
from requestbin.providers import PROVIDERS
from requestbin.providers.catalog import named
from requestbin.providers.handshakes import KINDS, Answer, answer, possible
from tests.builders import captured

VECTORS = json.loads((Path(__file__).parents[1] / "vectors.json").read_text())
HANDSHAKES = VECTORS["handshakes"]
NOW = 1_760_000_000.0
URL = "https://hooks.example.com/in/abc"
SUBSCRIBE = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=a&Token=b"


def asked(vector: dict[str, Any]) -> Request:
    given = vector["request"]
    body = given["body"]
    if vector["provider"] == "aws_sns":
        body = json.dumps({"Type": "SubscriptionConfirmation", "SubscribeURL": SUBSCRIBE})
    return Request(given["method"], given["url"], Headers(given["headers"].items()), body.encode())


def as_captured(request: Request) -> Captured:
    target = request.url.partition("//")[2].partition("/")[2]
    return captured(request.method, f"/{target}", request.headers.as_text(), request.body)


def told(request: Request, provider: str = "", secret: Any = None, **rules: Any) -> Answer | None:
    secrets = {provider: [secret]} if secret else {}
    return answer(request, provider, secrets, now=NOW, **rules)


def get(query: str, *headers: tuple[str, str]) -> Request:
    return Request("GET", f"{URL}?{query}", Headers(headers))


def post(value: Any, *headers: tuple[str, str]) -> Request:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return Request("POST", URL, Headers(headers), body)


@pytest.mark.parametrize(
    "vector", HANDSHAKES, ids=lambda each: f"{each['provider']}-{each['name']}"
)
def test_a_vector_gets_its_answer(vector: dict[str, Any]) -> None:
    request, wanted = asked(vector), vector["expected_response"]
    assert possible(as_captured(request))
    slug = named(vector["provider"])[0].slug
    found = told(request, slug, vector["secret"], window=True, confirms=True)
    assert found is not None
    assert found.response is not None
    assert found.response.status == wanted["status"]
    for name, value in wanted["headers"].items():
        assert found.response.headers.text(name).partition(";")[0] == value
    body = wanted["body"]
    if isinstance(body, dict) or (body and body.startswith("{")):
        body = body if isinstance(body, dict) else json.loads(body)
        assert json.loads(found.response.body) == body
    elif body is not None:
        assert found.response.body == body.encode()


def test_there_are_as_many_as_were_found() -> None:
    assert len(HANDSHAKES) == 17


@pytest.mark.parametrize(
    "vector", HANDSHAKES, ids=lambda each: f"{each['provider']}-{each['name']}"
)
def test_most_need_no_word_of_the_owner(vector: dict[str, Any]) -> None:
    slug = named(vector["provider"])[0].slug
    secrets = {slug: [vector["secret"]]} if vector["secret"] else {}
    found = answer(asked(vector), "", secrets, now=NOW, window=True, confirms=True)
    if vector["name"] == "head_check":
        assert found is None
    elif slug in ("asana", "notion"):
        assert found is not None
        assert (found.response, found.learnt) == (None, None)
    else:
        assert found is not None
        assert found.response is not None


HUB = "hub.mode=subscribe&hub.challenge=c%20%3Cb%3E"


@pytest.mark.parametrize(
    ("query", "provider", "body"),
    [
        (HUB, "", b"c <b>"),
        (HUB, "meta", b"c <b>"),
        (HUB, "strava", b'{"hub.challenge": "c <b>"}'),
        (f"{HUB}&hub.topic=t", "", b"c <b>"),
        (f"{HUB}&hub.topic=t", "strava", b'{"hub.challenge": "c <b>"}'),
        ("hub.mode=denied&hub.topic=t&hub.reason=no", "", b""),
        ("challenge=%ff%00", "", b"\xff\x00"),
    ],
)
def test_the_provider_settles_what_a_challenge_means(
    query: str, provider: str, body: bytes
) -> None:
    found = told(get(query), provider)
    assert found is not None
    assert found.response is not None
    assert (found.response.status, found.response.body) == (200, body)


def test_a_challenge_is_called_by_whose_it_is() -> None:
    said = told(get("challenge=x", ("User-Agent", "DropboxWebhooks/1.0")), "nylas")
    assert said is not None
    assert said.reason.startswith("Answered Nylas'")
    said = told(get("challenge=x", ("User-Agent", "DropboxWebhooks/1.0")))
    assert said is not None
    assert said.reason.startswith("Answered Dropbox's")


def test_an_event_of_an_ordinary_kind_is_none() -> None:
    assert told(post({"type": "event_callback", "challenge": "x"})) is None
    assert told(post({"challenge": "x", "more": 1}), "monday") is None
    assert told(post({"type": 2}, ("X-Signature-Ed25519", "00")), "discord", "00" * 32) is None
    assert told(Request("HEAD", URL), "github") is None
    preflight = Headers(
        [("WebHook-Request-Origin", "a"), ("Access-Control-Request-Method", "POST")]
    )
    assert told(Request("OPTIONS", URL, preflight)) is None
    assert told(get(f"challenge={'x' * 4097}")) is None


def test_a_head_is_answered_to_those_who_ask_by_it() -> None:
    trello = Request("HEAD", URL, Headers([("User-Agent", "Trello")]))
    found = told(trello)
    assert found is not None
    assert found.response is not None
    assert told(Request("HEAD", URL), "mandrill") is not None


SECRET = "b537207f20cbfa02357cf448134da559e8bd39d61597dcd5631b8012eae53e81"
BRINGS = post({}, ("X-Hook-Secret", SECRET))


def test_a_secret_is_taken_by_the_owners_leave_alone() -> None:
    found = told(BRINGS, "asana", window=True)
    assert found is not None
    assert found.learnt == ("asana", SECRET)
    for provider, secret, window in (
        ("", None, True),
        ("asana", None, False),
        ("asana", "s", True),
    ):
        found = told(BRINGS, provider, secret, window=window)
        assert found is not None
        assert (found.response, found.learnt) == (None, None)
        assert SECRET not in found.reason
    assert told(post({}, ("X-Hook-Secret", "short")), "asana", window=True) is None


def test_a_confirmation_goes_to_its_own_host_alone_and_on_request() -> None:
    header = ("x-amz-sns-message-type", "SubscriptionConfirmation")
    good = SUBSCRIBE

    def fetch(url: str, **rules: Any) -> str | None:
        message = {"Type": "SubscriptionConfirmation", "SubscribeURL": url}
        found = told(post(message, header), **rules)
        assert found is not None
        return found.fetch

    assert fetch(good) is None
    assert fetch(good, confirms=True) == good
    assert fetch(good, confirms=True, provider="aws_sns", secret={"certificate": "no"}) is None
    china = good.replace(".com/", ".com.cn/")
    assert fetch(china, confirms=True) == china
    for bad in (
        good.replace("https", "http"),
        good.replace("amazonaws.com", "amazonaws.com.example.net"),
        good.replace("amazonaws.com", "amazonaws.com:8443"),
        good.replace("https://", "https://a@"),
        good.replace("/?", "/@x/?"),
        good.replace("sns.eu", "sns.\\eu"),
        good.replace("ConfirmSubscription", "Unsubscribe"),
        good.replace("Action", "X=1#Action"),
        f"{good}\r\nX: y",
        "http://169.254.169.254/?Action=ConfirmSubscription",
    ):
        assert fetch(bad, confirms=True) is None


def test_nobody_gets_an_event_signed() -> None:
    """A token that is a whole event would come back with its signature."""
    body = '{"event":"x"}'
    forged = post(
        {"event": "endpoint.url_validation", "payload": {"plainToken": f"v0:1:{body}"}},
        ("x-zm-signature", "v0=00"),
        ("x-zm-request-timestamp", "1"),
    )
    assert told(forged, "zoom", "secret") is None
    plain = post(
        {"event": "endpoint.url_validation", "payload": {"plainToken": "abc"}},
        ("x-zm-signature", "v0=00"),
        ("x-zm-request-timestamp", "1"),
    )
    found = told(plain, "zoom", "secret")
    assert found is not None
    assert found.response is None
    event = "%7B%22a%22%3A1%7D"
    assert told(get(f"crc_token={event}"), "x_twitter", "secret") is None


@pytest.mark.parametrize(
    ("request_", "provider"),
    [
        (get("crc_token=abc"), "x_twitter"),
        (get("bt_challenge=20f9f8ed05f77439fe955c977e4c8a53"), "braintree"),
        (get("challenge_code=abc"), "ebay"),
        (post({"type": 1}, ("X-Signature-Ed25519", "00")), "discord"),
        (post({"events": []}, ("X-Xero-Signature", "00")), "xero"),
    ],
)
def test_without_the_secret_it_says_what_is_missing(request_: Request, provider: str) -> None:
    found = told(request_, provider)
    assert found is not None
    assert found.response is None
    assert "tore its" in found.reason


def test_right_and_wrong_signatures_are_told_apart() -> None:
    body = b'{"events":[],"entropy":"X"}'
    right = b64encode(digest(b"key", body, "sha256")).decode()
    for signature, status in ((right, 200), ("AAAA", 401)):
        found = told(post(body, ("x-xero-signature", signature)), "xero", "key")
        assert found is not None
        assert found.response is not None
        assert (found.response.status, found.response.body) == (status, b"")
    ping = post(b'{"type":1}', ("X-Signature-Ed25519", "00" * 64), ("X-Signature-Timestamp", "1"))
    key = "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8"
    found = told(ping, "discord", key)
    assert found is not None
    assert found.response is not None
    assert found.response.status == 401


@pytest.mark.parametrize(("key", "status"), [(None, 200), ("s" * 10, 200), ("wrong-wrong", 403)])
def test_a_callback_is_verified_where_a_secret_is_stored(key: str | None, status: int) -> None:
    body = b'{"challenge":"pogchamp"}'
    signed = digest(b"s" * 10, b"1" + b"2025-10-09T08:53:20Z" + body, "sha256").hex()
    request = post(
        body,
        ("Twitch-Eventsub-Message-Id", "1"),
        ("Twitch-Eventsub-Message-Type", "webhook_callback_verification"),
        ("Twitch-Eventsub-Message-Timestamp", "2025-10-09T08:53:20Z"),
        ("Twitch-Eventsub-Message-Signature", f"sha256={signed}"),
    )
    found = told(request, "twitch", key)
    assert found is not None
    assert found.response is not None
    assert found.response.status == status


def test_the_address_is_hashed_without_its_query() -> None:
    secret = {"public_key": "", "verification_token": "token"}
    found = told(get("challenge_code=abc"), "ebay", secret)
    assert found is not None
    assert found.response is not None
    wanted = sha256(b"abc" + b"token" + URL.encode()).hexdigest()
    assert json.loads(found.response.body) == {"challengeResponse": wanted}


@pytest.mark.parametrize(
    ("header", "back"),
    [
        ("Validation-Token", "Validation-Token"),
        ("X-AdobeSign-ClientId", "X-AdobeSign-ClientId"),
        ("Smartsheet-Hook-Challenge", "Smartsheet-Hook-Response"),
    ],
)
def test_a_header_comes_back_unless_it_holds_what_none_may(header: str, back: str) -> None:
    found = told(post({}, (header, "abc-123")))
    assert found is not None
    assert found.response is not None
    assert found.response.headers.text(back) == "abc-123"
    for bad in ("a\r\nX: y", "a\x00", "\x7f", "caf\xe9", ""):
        assert told(post({}, (header, bad))) is None


def test_another_client_id_than_the_stored_one_is_left_alone() -> None:
    found = told(post({}, ("X-AdobeSign-ClientId", "other")), "adobe_sign", "mine")
    assert found is not None
    assert found.response is None


NAMES = sorted(
    {each.place.name for kind in KINDS for rule in kind.rules for each in rule}
    | {"hub.mode", "hub.verify_token", "webhook-request-rate", "payload", "events"}
)
VALUES = st.one_of(
    st.text(), st.sampled_from(["subscribe", "denied", "<script>alert(1)</script>", "a\r\nb", "1"])
)
JSON = st.recursive(
    st.one_of(VALUES, st.integers(), st.booleans(), st.none()),
    lambda inner: (
        st.dictionaries(st.sampled_from([*NAMES, "type", "data", "plainToken"]), inner)
        | st.lists(inner)
    ),
    max_leaves=8,
)


@given(
    st.sampled_from(["GET", "POST", "HEAD", "OPTIONS", "PUT"]),
    st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=4),
    st.lists(st.tuples(st.sampled_from(NAMES), st.binary(max_size=40)), max_size=4),
    st.one_of(st.binary(), JSON.map(lambda value: json.dumps(value).encode())),
    st.sampled_from(["", "stripe", "nobody", *(row.slug for row in PROVIDERS if row.handshake)]),
    st.booleans(),
)
def test_whatever_comes_nothing_raises_and_nothing_is_alive(
    method: str,
    query: list[tuple[str, str]],
    headers: list[tuple[str, bytes]],
    body: bytes,
    provider: str,
    stored: bool,
) -> None:
    fields = "&".join(f"{name}={value}" for name, value in query).encode("utf-8", "surrogatepass")
    target = b"/in/abc?" + fields
    pairs = [(name.encode(), value) for name, value in headers]
    possible(captured(method, target, pairs, body))
    request = Request(method, f"https://x{target.decode('latin-1')}", Headers(pairs), body)
    secrets = {provider: ["secret", {"verify_token": "v", "private_key": "k"}]} if stored else {}
    found = answer(request, provider, secrets, now=NOW, window=True, confirms=True)
    if found is None:
        return
    assert 0 < len(found.reason) <= 200
    if found.response is None:
        return
    kinds = found.response.headers.get_all("Content-Type")
    assert all(each.startswith((b"text/plain", b"application/json")) for each in kinds)
    assert kinds or not found.response.body
    for _, value in found.response.headers:
        assert not set(value) & {0, 10, 13}


def test_the_look_that_every_capture_pays_for_is_cheap() -> None:
    body = json.dumps({"data": {"object": {"amount": 1, "text": "x" * 1500}}}).encode()
    headers = [(f"X-Header-{index}", "some value") for index in range(12)]
    usual = captured("POST", "/in/key/hook?x=1", headers, body)
    assert not possible(usual)
    best = min(_microseconds(usual) for _ in range(20))
    assert best < 25  # 2 µs on a quiet machine; this one may be anything but


def _microseconds(usual: Captured) -> float:
    start = time.perf_counter()
    for _ in range(200):
        possible(usual)
    return (time.perf_counter() - start) / 200 * 1e6
