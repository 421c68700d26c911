"""What a link opens: one masked request for everybody who has it, and nothing about its bin."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pytest_django import Settings

from requestbin.access import limits, shares
from requestbin.access.models import Share
from requestbin.bins import actions
from requestbin.bins.models import Bin
from requestbin.buckets import Buckets
from requestbin.http import Captured
from tests.builders import captured, make_bin, store
from tests.hostile.strings import BREAKERS, MARKUP, bodies_of
from tests.inspection.masking.planting import KEY, readings, requests

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
PATHS = ("", "raw/", "body/", "curl/")
SECRETS = captured(
    target="/in/key/stripe?token=abcd1234",
    headers=[("Content-Type", "application/json"), ("X-Api-Key", "k3yk3yk3y")],
    body='{"type":"invoice.paid","password":"hunter2-hunter2","a":1.10}',
)


@pytest.fixture(autouse=True)
def never_too_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SHARES_BY_ADDRESS", Buckets(1e6, 1e6))


@pytest.fixture
def stranger() -> Client:
    return Client()


def shared(bin: Bin, *sent: Captured, **columns: str) -> str:
    """Store requests, share the first, and return the address of the link."""
    row = store(bin, *(sent or (SECRETS,)), **columns)[0]
    return shares.path_of(shares.make(bin.pk, row.seq, "local", DAY))


def opened(client: Client, path: str) -> HttpResponse:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer


def test_everybody_who_has_the_link_sees_the_masked_request(stranger: Client, bin: Bin) -> None:
    page = opened(stranger, shared(bin)).content.decode()
    assert "<h1>invoice.<wbr>paid</h1>" in page
    assert "/in/(masked)/stripe?token=(masked)" in page
    assert '<span class="string">&quot;(masked)&quot;</span>' in page
    assert "Masked before it was shared: 1 header value, 1 query value, 1 JSON value" in page
    assert '<span class="number">1.10</span>' in page


def test_it_takes_and_leaves_nothing_in_the_browser(stranger: Client, bin: Bin) -> None:
    path = shared(bin)
    for each in PATHS:
        answer = opened(stranger, path + each)
        assert not answer.cookies
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in answer["Cache-Control"]
    page = opened(stranger, path).content.decode()
    for word in ("<form", "csrf", "data-live", "/bins/", "search", "htmx.min"):
        assert word not in page


def test_nothing_tells_of_the_bin_or_of_other_requests(stranger: Client, bin: Bin) -> None:
    other = captured(body='{"type":"something.else"}')
    path = shared(bin, SECRETS, other, note="between us", event_type="invoice.paid")
    for each in PATHS:
        answer = opened(stranger, path + each)
        told = answer.content.decode() + repr(sorted(answer.headers.items()))
        for secret in (bin.pk, bin.key, bin.name, "between us", "something.else", "#1", "hunter2"):
            assert secret not in told


def test_downloads_are_of_the_masked_request(stranger: Client, bin: Bin) -> None:
    path = shared(bin)
    body = b'{"type":"invoice.paid","password":"(masked)","a":1.10}'
    assert opened(stranger, f"{path}body/").content == body
    assert opened(stranger, f"{path}raw/").content == (
        b"POST /in/(masked)/stripe?token=(masked) HTTP/1.1\r\nContent-Type: application/json\r\n"
        b"X-Api-Key: (masked)\r\n\r\n" + body
    )
    curl = opened(stranger, f"{path}curl/").content.decode()
    assert "'https://example.com/stripe?token=(masked)'" in curl
    assert "X-Api-Key: (masked)" in curl


def test_other_views_of_the_body(stranger: Client, bin: Bin) -> None:
    path = shared(bin)
    page = opened(stranger, path).content.decode()
    assert f'href="{path}?view=hex"' in page
    assert f'href="{path}body/"' in page
    assert "28 6d 61 73 6b" in opened(stranger, f"{path}?view=hex").content.decode()


def test_a_body_that_is_withheld(stranger: Client, bin: Bin) -> None:
    sent = captured(headers=[("Content-Type", "text/plain")], body="my password is hunter2")
    path = shared(bin, sent)
    page = opened(stranger, path).content.decode()
    assert "The body is withheld. It is neither JSON nor a form, multipart or XML." in page
    assert opened(stranger, f"{path}body/").content == b""


def test_both_keys_of_a_bin_are_masked(stranger: Client, bin: Bin) -> None:
    old = bin.key
    sent = captured(body='{"a": "%s"}')
    path = shared(bin, replace(sent, body=b'{"old": "%s", "new": "NEW"}' % old.encode()))
    actions.renew_key(bin)
    page = opened(stranger, path).content.decode()
    assert old not in page
    assert bin.key not in page


@pytest.mark.parametrize("ending", ["expired", "revoked", "wrong", "deleted", "bin", "cut"])
def test_what_is_over_is_told_in_the_same_words(stranger: Client, bin: Bin, ending: str) -> None:
    path = shared(bin)
    {
        "expired": lambda: Share.objects.update(expires_at=timezone.now()),
        "revoked": lambda: shares.revoke(bin.pk, Share.objects.get().pk),
        "wrong": lambda: None,
        "deleted": lambda: actions.delete_requests(bin, [1]),
        "bin": lambda: actions.delete(bin),
        "cut": lambda: None,
    }[ending]()
    path = {"wrong": "/shared/x/", "cut": f"{path[:-3]}/"}.get(ending, path)
    plain = stranger.get("/shared/nothing.at-all/").content
    for each in PATHS:
        answer = stranger.get(path + each)
        assert (answer.status_code, answer.content) == (404, plain)
        assert answer["Referrer-Policy"] == "no-referrer"
        assert not answer.cookies
    assert b"This link does not work any more" in plain


def test_a_look_is_counted_and_a_download_is_not(stranger: Client, bin: Bin) -> None:
    path = shared(bin)
    for each in (*PATHS, ""):
        opened(stranger, path + each)
    stranger.head(path)
    assert Share.objects.get().opened == 2


def test_it_is_read_only(stranger: Client, bin: Bin) -> None:
    path = shared(bin)
    for each in PATHS:
        for method in ("post", "put", "patch", "delete"):
            assert getattr(stranger, method)(path + each).status_code == 405


def test_it_is_not_opened_too_often(
    stranger: Client, bin: Bin, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = shared(bin)
    monkeypatch.setattr(limits, "SHARES_BY_ADDRESS", Buckets(1, 2))
    opened(stranger, path)
    opened(stranger, path)
    answer = stranger.get(path)
    assert answer.status_code == 429
    assert answer["Retry-After"] == "1"
    assert b"Opened too often" in answer.content


@pytest.mark.parametrize("mode", ["team", "public"])
def test_it_needs_no_login_in_any_mode(stranger: Client, settings: Settings, mode: str) -> None:
    more = {"url": "https://hooks.example.com"} if mode == "team" else {"public": True}
    settings.REQUESTBIN = replace(settings.REQUESTBIN, **more)
    answer = opened(stranger, shared(make_bin("user:1", private=True)))
    assert not answer.cookies


@pytest.mark.parametrize("kind", ["json", "form", "xml", "multipart", "text"])
@examples(
    max_examples=8,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(data=st.data())
def test_nothing_masked_is_in_the_bytes_of_a_page(
    stranger: Client, bin: Bin, kind: str, data: st.DataObject
) -> None:
    request, planted = data.draw(requests(kind))
    Share.objects.all().delete()
    target = request.target.replace(KEY.encode(), b"key")
    path = shared(bin, replace(request, target=target))
    for each in ("", "?view=text", "raw/", "curl/"):
        for reading in readings(opened(stranger, path + each).content):
            assert not [secret for secret in planted if secret != KEY and secret in reading]


@pytest.mark.parametrize("text", MARKUP)
def test_hostile_text_is_only_shown(stranger: Client, bin: Bin, text: str) -> None:
    raw = text.encode("utf-8")
    for kind, body in bodies_of(text):
        sent = captured(
            target=b"/in/key/" + raw, headers=[(b"Content-Type", kind), (b"X", raw)], body=body
        )
        path = shared(bin, sent)
        page = opened(stranger, path).content.decode()
        assert "<script>boom" not in page
        assert "<img" not in page
        assert "<svg/onload" not in page
        for each in PATHS[1:]:
            answer = opened(stranger, path + each)
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert answer["Content-Type"].startswith(("text/plain", "application/octet-stream"))


@pytest.mark.parametrize("name", BREAKERS)
def test_what_breaks_readers_breaks_no_page(stranger: Client, bin: Bin, name: str) -> None:
    kind, body = BREAKERS[name]
    coding = [(b"Content-Encoding", kind)] if kind == b"gzip" else [(b"Content-Type", kind)]
    path = shared(bin, captured(headers=coding, body=body))
    for each in (*PATHS, "?view=json", "?view=hex&at=99999999"):
        opened(stranger, path + each)
