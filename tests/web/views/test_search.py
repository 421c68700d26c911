"""What stands under the search box, and the way to a time."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from requestbin.bins.models import Bin
from requestbin.ingest.enrich import enrich
from tests.builders import MOMENT, captured, store
from tests.hostile.strings import MARKUP

pytestmark = pytest.mark.django_db


def hints(visitor: Client, bin: Bin, text: str, at: int | None = None) -> tuple[list[str], str]:
    """Return what is offered, and what was understood."""
    asked = {"q": text} | ({} if at is None else {"at": str(at)})
    answer = visitor.get(f"/bins/{bin.pk}/hints/", asked)
    assert answer.status_code == 200
    page = answer.content.decode()
    reading = re.search(r'<p class="reading.*?>(.*?)</p>', page, re.DOTALL)
    assert reading
    return re.findall(r'data-text="([^"]*)"', page), reading[1]


def test_offers_values_that_the_bin_has_seen(visitor: Client, bin: Bin) -> None:
    store(
        bin,
        captured(body='{"type":"invoice.paid","data":{"amount":5}}', headers=[("X-Kind", "a b")]),
        captured("PUT", target="/in/key/orders?page=2"),
    )
    enrich(bin.pk)
    assert hints(visitor, bin, "event:")[0] == ["event:invoice.paid "]
    assert set(hints(visitor, bin, "method:")[0]) == {"method:POST ", "method:PUT "}
    assert hints(visitor, bin, "header:x")[0] == ["header:X-Kind="]
    assert hints(visitor, bin, "header:X-Kind=")[0] == ["header:X-Kind=&quot;a b&quot; "]
    assert set(hints(visitor, bin, "query:")[0]) == {"query:x=", "query:page="}
    assert "json:data.amount" in hints(visitor, bin, "json:")[0]
    assert hints(visitor, bin, "json:data.amount=")[0] == ["json:data.amount=5 "]
    assert hints(visitor, bin, "path:/ord")[0] == ["path:/orders "]
    assert hints(visitor, bin, "x method:PU y", at=11)[0] == ["method:PUT "]


def test_says_what_was_understood_or_what_is_wrong(visitor: Client, bin: Bin) -> None:
    assert hints(visitor, bin, "method:POST x")[1] == (
        "method is <code>POST</code>, and contains <code>x</code>"
    )
    assert hints(visitor, bin, "size:large")[1].startswith("<code>size:</code> takes a size")
    assert "before a colon" in hints(visitor, bin, "")[1]


@pytest.mark.parametrize("text", MARKUP)
def test_what_was_sent_is_offered_as_text(visitor: Client, bin: Bin, text: str) -> None:
    store(bin, captured(headers=[("X-A", text.encode())], body=f'{{"type":"{text[:150]}"}}'))
    enrich(bin.pk)
    for asked in ("header:x-a=", "event:", text, f"method:{text}"):
        page = visitor.get(f"/bins/{bin.pk}/hints/", {"q": asked}).content.decode()
        assert "<script" not in page
        assert "<img" not in page
        assert "\u202e" not in re.sub(r'data-text="[^"]*"', "", page)


@pytest.mark.parametrize(
    ("time", "address", "said"),
    [
        ("2026-03-04T05:06:20", "?before=3", ""),
        ("2026-03-04T05:06:27.5", "?before=4", ""),
        ("2026-03-01", "?before=2", "Nothing here is that old. The oldest request came 4 March"),
        ("2026-03-05", "", "Nothing came after that. The newest request came 4 March"),
        ("soon", "", "That is no time."),
        ("", "", "That is no time."),
    ],
)
def test_a_time_leads_to_the_list_of_then(
    visitor: Client, bin: Bin, time: str, address: str, said: str
) -> None:
    moments = [MOMENT + timedelta(seconds=10 * number) for number in range(5)]
    store(bin, *[captured(received_at=moment) for moment in moments])
    answer = visitor.get(f"/bins/{bin.pk}/time/", {"time": time})
    assert answer.status_code == 302
    assert answer["Location"] == f"/bins/{bin.pk}/{address}"
    page = visitor.get(answer["Location"]).content.decode()
    assert said in page
    assert ("Nothing" in page or "no time" in page) == bool(said)


def test_a_time_of_what_was_imported_later(visitor: Client, bin: Bin) -> None:
    for moment in (MOMENT, MOMENT - timedelta(days=2)):
        store(bin, *[captured(received_at=moment + timedelta(seconds=each)) for each in range(3)])
    answer = visitor.get(f"/bins/{bin.pk}/time/", {"time": "2026-03-02T23:00:00"})
    assert answer["Location"] == f"/bins/{bin.pk}/?before=7"


def test_an_empty_bin_has_no_time(visitor: Client, bin: Bin) -> None:
    answer = visitor.get(f"/bins/{bin.pk}/time/?time=1h", follow=True)
    assert "Nothing came after that." in answer.content.decode()
