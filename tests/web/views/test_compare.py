"""The page of a comparison: what it shows, what it offers, and whose it is."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from requestbin.bins.models import Bin
from tests.builders import captured, store
from tests.hostile.strings import BREAKERS, MARKUP
from tests.inspection.diff.corpus import PAIRS
from tests.web.answering import answered

pytestmark = pytest.mark.django_db


def compared(visitor: Client, bin: Bin, query: str = "?a=1&b=2", status: int = 200) -> str:
    answer = visitor.get(f"/bins/{bin.pk}/compare/{query}")
    assert answer.status_code == status
    return answer.content.decode()


def words(page: str) -> str:
    """Return the text of the page from its heading on."""
    text = re.sub(r"<[^>]+>", " ", page[page.index("<h1") :])
    return " ".join(text.split())


def test_two_requests(visitor: Client, bin: Bin) -> None:
    store(bin, captured(body='{"a":1,"id":"evt_1PqR8a2b3c"}'), event_type="paid")
    store(bin, captured(body='{"a":2,"id":"evt_1PqR8a2b3d"}'), event_type="paid")
    page = compared(visitor, bin)
    assert "1 change; 1 more looks like noise: ids 1. Show noise" in words(page)
    assert page.count("<del>1</del>") == page.count("<ins>2</ins>") == 2
    assert 'data-url="a"' in page
    assert "evt_1PqR8a2b3" in page  # muted, in the lines
    assert '<tr class="muted">' not in page
    assert f"/bins/{bin.pk}/compare/?a=2&amp;b=1" in page
    noisy = compared(visitor, bin, "?a=1&b=2&noise=1")
    assert '<tr class="muted">' in noisy
    assert "Mute noise" in noisy


@pytest.mark.parametrize("name", PAIRS)
def test_webhooks_as_providers_send_them(visitor: Client, bin: Bin, name: str) -> None:
    sent = PAIRS[name]
    store(
        bin,
        *(captured(target=f"/in/key{it.path}", headers=it.headers, body=it.body) for it in sent),
    )
    for query in ("?a=1&b=2", "?a=1&b=2&noise=1", "?a=2&b=1"):
        page = compared(visitor, bin, query)
        assert "more look" in page or "change" in page
        assert page.count("<div") == page.count("</div>")
        assert len(page) < 300_000


def test_the_same_twice(visitor: Client, bin: Bin) -> None:
    store(bin, captured(), captured())
    assert "The same, byte for byte. Only number and time differ." in compared(visitor, bin)
    assert "one and the same" in compared(visitor, bin, "?a=1&b=1")


def test_a_request_and_the_answer_to_its_replay(visitor: Client, bin: Bin) -> None:
    store(bin, captured(body='{"a":1}'))
    made = answered(bin, 1, {"body": b'{"a":2}'}, {"body": b'{"a":3}', "status": 500})
    page = words(compared(visitor, bin, f"?a=1&b={made.pk}.1"))
    assert "Answer to #1, attempt 1 200" in page
    assert "60 s later" in page
    assert "A request and an answer have different headers" in page
    page = words(compared(visitor, bin, f"?a={made.pk}.1&b={made.pk}.2"))
    assert "2 changes" in page
    tab = visitor.get(f"/bins/{bin.pk}/requests/1/?tab=deliveries").content.decode()
    assert f"compare/?a=1&amp;b={made.pk}.2" in tab
    assert f"compare/?a={made.pk}.1&amp;b={made.pk}.2" in tab


def test_the_last_one_of_its_kind(visitor: Client, bin: Bin) -> None:
    other = captured(target="/in/key/other")
    store(bin, captured(), other, captured())
    answer = visitor.get(f"/bins/{bin.pk}/requests/3/compare/")
    assert answer["Location"] == f"/bins/{bin.pk}/compare/?a=1&b=3"
    page = visitor.get(f"/bins/{bin.pk}/requests/2/compare/").content.decode()
    assert "Nothing to compare it with yet. It is the first POST /other here." in words(page)
    assert "press d on it" in words(page)


def test_steps_lead_to_others_of_the_kind(visitor: Client, bin: Bin) -> None:
    store(bin, captured(), captured(), captured())
    page = compared(visitor, bin, "?a=2&b=3")
    here = f"/bins/{bin.pk}/compare/"
    assert f'href="{here}?a=1&amp;b=3">\u2039 Previous of its kind' in page
    assert f'href="{here}?a=3&amp;b=3">Next of its kind' in page
    assert f'href="{here}?a=2&amp;b=2">\u2039 Previous of its kind' in page
    assert "No later one" in page


def test_what_there_is_to_compare_with(visitor: Client, bin: Bin) -> None:
    store(bin, captured(), captured())
    made = answered(bin, 1, {"body": b"{}"})
    page = compared(visitor, bin, "?b=1")
    assert f"/bins/{bin.pk}/compare/?a=1&amp;b=2" in page
    assert f"/bins/{bin.pk}/compare/?a=1&amp;b={made.pk}.1" in page
    assert '<input type="hidden" name="b" value="1">' in page
    assert "Compare two requests" in words(compared(visitor, bin, ""))
    detail = visitor.get(f"/bins/{bin.pk}/requests/1/").content.decode()
    assert f'href="/bins/{bin.pk}/requests/1/compare/" id="compare" data-key="d"' in detail
    assert f"/bins/{bin.pk}/compare/?b=1" in detail


def test_what_is_not_there_is_said_where_it_was_asked_for(visitor: Client, bin: Bin) -> None:
    store(bin, captured())
    page = compared(visitor, bin, "?a=9&b=1", 404)
    assert "Request #9 is not in this bin" in page
    assert "Others like it" not in page
    assert 'name="a"' in page
    assert "That is no number of a request." in compared(visitor, bin, "?a=x&b=1", 404)


@pytest.mark.parametrize("text", MARKUP)
def test_nothing_captured_is_live(visitor: Client, bin: Bin, text: str) -> None:
    for kind in ("application/json", "text/xml", "text/plain", "application/x-www-form-urlencoded"):
        headers = [("Content-Type", kind), ("X-Boom", text.encode("utf-8"))]
        quoted = text.replace("\\", "\\\\").replace('"', '\\"')
        body = f'{{"{quoted}": "{quoted}", "a": [1, "{quoted}"]}}'
        store(bin, captured(headers=headers, body=body), event_type=text[:200])
        store(bin, captured(headers=headers, body=body.replace("1", "2") + text))
        page = compared(visitor, bin, "?a=1&b=2&noise=1")
        for tag in ("<script>boom", "<img src=x", "<svg/onload", "<base href=//boom"):
            assert tag not in page
        assert "\u202e" not in page


@pytest.mark.parametrize("name", BREAKERS)
def test_hostile_bodies_are_compared_like_any(visitor: Client, bin: Bin, name: str) -> None:
    kind, body = BREAKERS[name]
    store(bin, captured(headers=[(b"Content-Type", kind)], body=body), captured(body=body[:-2]))
    store(bin, captured(headers=[(b"Content-Type", kind)], body=body[1:] + b"}"))
    for query in ("?a=1&b=2", "?a=1&b=3&noise=1", "?b=1"):
        assert len(compared(visitor, bin, query)) < 4_000_000


def test_what_a_page_asks_of_the_database_does_not_grow(visitor: Client, bin: Bin) -> None:
    store(bin, captured(), captured())
    with CaptureQueriesContext(connection) as few:
        compared(visitor, bin)
    store(bin, *[captured()] * 200)
    with CaptureQueriesContext(connection) as many:
        compared(visitor, bin, "?a=100&b=101")
    assert len(many) <= len(few) + 2


def test_strangers_get_nothing_of_it(client: Client, visitor: Client, bin: Bin) -> None:
    store(bin, captured(body="secret"), captured())
    for path in (f"/bins/{bin.pk}/compare/?a=1&b=2", f"/bins/{bin.pk}/requests/2/compare/"):
        answer = client.get(path)
        assert answer.status_code == 401
        assert b"secret" not in answer.content
        assert visitor.post(path).status_code == 405
    assert visitor.get("/bins/zzzzzzzzzzzz/compare/?a=1&b=2").status_code == 404
