"""A thin payload on the page: what it is about is one press away, and stands beside it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from requestbin.access import shares
from requestbin.bins.models import Bin, BinSecret
from requestbin.forwarding.models import Fetch
from tests.builders import captured, store
from tests.targets import Target

pytestmark = pytest.mark.django_db(transaction=True)

FORM = [("Content-Type", "application/x-www-form-urlencoded")]
PART = {"HX-Request": "true", "HX-Target": "refetch"}
TOKEN = "Bearer test_dHar4XY7LxsDOtmnkVtjNVWXLSlXsM"
PAYMENT = b'{"resource":"payment","status":"paid"}'


@pytest.fixture
def thin(bin: Bin) -> Bin:
    """Give a bin that caught a classic webhook of Mollie, number 1."""
    store(bin, captured(headers=FORM, body=b"id=tr_7UhSN1zuXS"))
    return bin


def page_of(visitor: Client, bin: Bin, query: str = "") -> str:
    return visitor.get(f"/bins/{bin.pk}/requests/1/{query}").content.decode()


def press(visitor: Client, bin: Bin, **fields: str) -> HttpResponse:
    return visitor.post(f"/bins/{bin.pk}/requests/1/fetch/", fields, headers=PART)  # type: ignore[return-value]


def test_it_says_why_and_where(visitor: Client, thin: Bin) -> None:
    page = page_of(visitor, thin)
    assert "Mollie does not sign webhooks." in page
    assert "Fetch the payment by its id to be sure." in page
    assert "https://api.mollie.com/v2/payments/{form:id}" in page
    assert 'id="refetch"' not in page_of(visitor, thin, "?tab=headers")


def test_nothing_is_offered_where_nothing_is_known(visitor: Client, bin: Bin) -> None:
    store(bin, captured())
    assert 'id="refetch"' not in page_of(visitor, bin)


def test_a_press_shows_the_thing_and_keeps_address_and_value(
    visitor: Client, thin: Bin, target: Target
) -> None:
    target.reply = (
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 38\r\n\r\n" + PAYMENT
    )
    template = f"{target.url}v2/payments/{{form:id}}"
    part = press(visitor, thin, template=template, authorization=TOKEN).content.decode()
    assert 'class="ok">200<' in part
    assert "paid" in part
    assert f"{target.url}v2/payments/tr_7UhSN1zuXS" in part
    assert TOKEN not in part
    thin.refresh_from_db()
    assert thin.fetch_url == template
    assert BinSecret.objects.get().use == "fetch"
    again = press(visitor, thin).content.decode()
    assert f"Authorization: {TOKEN}".encode() in target.requests[1]
    assert "with the Authorization that is kept" in again
    page = page_of(visitor, thin)
    assert "Fetch again" in page
    assert "paid" in page
    assert TOKEN not in page


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ("https://{form:id}/", "may not choose the host"),
        ("http://127.0.0.1:9/{json:id}", "has no <code>json:id</code>"),
    ],
)
def test_what_cannot_be_fetched_is_said(
    template: str, sentence: str, visitor: Client, thin: Bin
) -> None:
    answer = press(visitor, thin, template=template)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Fetch.objects.exists()


def test_what_went_wrong_on_the_way_is_said(visitor: Client, thin: Bin) -> None:
    part = press(visitor, thin, template="http://127.0.0.1:9/{form:id}").content.decode()
    assert "Nothing listens on" in part


def test_without_a_script_it_leads_back(visitor: Client, thin: Bin, target: Target) -> None:
    path = f"/bins/{thin.pk}/requests/1/fetch/"
    answer = visitor.post(path, {"template": f"{target.url}{{form:id}}"})
    assert answer.status_code == 302
    assert answer["Location"] == f"/bins/{thin.pk}/requests/1/"


def test_a_shared_page_and_an_export_do_not_have_it(
    visitor: Client, thin: Bin, target: Target
) -> None:
    target.reply = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret"
    press(visitor, thin, template=f"{target.url}{{form:id}}")
    made = shares.make(thin.pk, 1, thin.owner, timedelta(hours=1))
    page = visitor.get(shares.path_of(made)).content.decode()
    assert "tr_7UhSN1zuXS" in page
    assert 'id="refetch"' not in page
    assert "secret" not in page
    export = visitor.get(f"/bins/{thin.pk}/requests/1/raw/").content
    assert b"secret" not in export


def test_the_settings_take_an_address(visitor: Client, bin: Bin) -> None:
    path = f"/bins/{bin.pk}/settings/"
    page = visitor.get(path).content.decode()
    assert 'name="fetch_url"' in page
    form = {"answer_status": "200", "answer_delay_ms": "0", "keep_requests": "10"}
    form |= {"keep_days": "1", "keep_mib": "1"}
    wrong = visitor.post(path, {**form, "fetch_url": "https://{json:host}/"})
    assert "may not choose the host" in wrong.content.decode()
    assert visitor.post(path, {**form, "fetch_url": "https://a/{json:id}"}).status_code == 302
    bin.refresh_from_db()
    assert bin.fetch_url == "https://a/{json:id}"
