"""What the pages tell of deliveries: lines, one in full, the log, and nothing live in any of it."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from requestbin.bins import actions
from requestbin.bins.models import Bin
from requestbin.forwarding.models import Attempt, Delivery
from requestbin.forwarding.replay import replay
from requestbin.web.views.deliveries import PAGE_LINES
from tests.builders import captured, make_bin, store

pytestmark = pytest.mark.django_db

NOW = datetime.now(UTC)
EVIL = "<script>alert(1)</script>"
URL = "http://localhost:3000/hooks"


@pytest.fixture(autouse=True)
def caught(bin: Bin) -> None:
    store(bin, captured())


def sent(bin: Bin, *attempts: dict[str, Any], url: str = URL, **fields: Any) -> Delivery:
    made = replay(bin, 1, url)
    for number, facts in enumerate(attempts, 1):
        headers = json.dumps(facts.pop("headers", []))
        facts = {"started_at": NOW, "duration_ms": 148.0, "header_pairs": headers, **facts}
        Attempt.objects.create(delivery=made, number=number, **facts)
    state = "delivered" if attempts and attempts[-1].get("status") == 200 else "failed"
    fields = {"state": state, "due_at": None, "attempt_count": len(attempts), **fields}
    Delivery.objects.filter(pk=made.pk).update(**fields)
    return Delivery.objects.get(pk=made.pk)


def get(visitor: Client, path: str, **headers: str) -> str:
    answer = visitor.get(path, headers=headers)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_the_head_of_a_request_has_a_line_per_target(visitor: Client, bin: Bin) -> None:
    sent(bin, {"status": 200})
    sent(bin, {"error": "refused", "detail": "Nothing listens on localhost:9."}, url="http://a/")
    page = get(visitor, f"/bins/{bin.pk}/requests/1/")
    sends = page[page.index('id="sends"') : page.index('id="panel"')]
    assert re.findall(r'class="outcome \w+">(\w+)<', sends) == ["refused", "200"]
    assert "Nothing listens on localhost:9." in sends
    assert '<sup id="count-deliveries">2</sup>' in page
    assert "retry" not in page


def test_a_row_is_marked(visitor: Client, bin: Bin) -> None:
    due = datetime.now(UTC) + timedelta(seconds=41)
    sent(bin, {"status": 500}, state="pending", due_at=due, max_attempts=8)
    page = get(visitor, f"/bins/{bin.pk}/")
    row = page[page.index('id="r1"') :]
    row = row[: row.index("</li>")]
    assert re.search(r"500, retry <span data-due=\"[34]\d\">[34]\d s</span>", row)


def test_the_tab_shows_the_newest_in_full_and_any_other_on_demand(
    visitor: Client, bin: Bin
) -> None:
    headers = [["Content-Type", "application/json"], ["X-Evil", EVIL]]
    body = json.dumps({"evil": EVIL}).encode()
    first = sent(bin, {"status": 500, "headers": headers, "body": body, "size": len(body)})
    sent(bin, {"status": 200, "address": "127.0.0.1"})
    tab = get(visitor, f"/bins/{bin.pk}/requests/1/?tab=deliveries")
    assert "Answered 200 in 148 ms." in tab
    assert "from 127.0.0.1" in tab
    other = get(visitor, f"/bins/{bin.pk}/requests/1/?tab=deliveries&delivery={first.pk}")
    assert "Answered 500 after 148 ms." in other
    assert "X-Evil" in other
    assert "&quot;evil&quot;" in other
    assert "&lt;script&gt;" in other
    assert EVIL not in other
    assert "Send again" in other


def test_every_attempt_can_be_read(visitor: Client, bin: Bin) -> None:
    attempts = [{"status": 500, "body": b"first", "size": 5}, {"status": 200, "body": b"second"}]
    made = sent(bin, *attempts)
    address = f"/bins/{bin.pk}/deliveries/{made.pk}/"
    page = get(visitor, address)
    assert "second" in page
    assert "first</span>" not in page
    older = get(visitor, f"{address}?attempt=1")
    assert "first" in older
    answer = visitor.get(f"{address}attempts/1/body/")
    assert answer.content == b"first"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert visitor.get(f"{address}attempts/9/body/").status_code == 404


def test_a_redirect_offers_its_url_to_the_editor(visitor: Client, bin: Bin) -> None:
    made = sent(bin, {"status": 301, "headers": [["Location", "/hooks/?a=b&c=1"]]})
    page = get(visitor, f"/bins/{bin.pk}/requests/1/")
    assert "We do not follow redirects." in page
    link = f"/edit/?delivery={made.pk}&amp;url=http%3A%2F%2Flocalhost%3A3000%2Fhooks%2F%3Fa%3Db%26c"
    assert link in page
    assert "Use that URL" in page


def test_an_answer_that_is_not_whole_says_so(visitor: Client, bin: Bin) -> None:
    sent(bin, {"status": 200, "body": b"kept", "size": 5_000_000, "body_complete": False})
    tab = get(visitor, f"/bins/{bin.pk}/requests/1/?tab=deliveries")
    assert "The first 4 B of 4.8 MB and more were kept." in tab


def test_the_newest_answer_is_a_part_of_its_own(visitor: Client, bin: Bin) -> None:
    path = f"/bins/{bin.pk}/requests/1/answer/"
    assert "No answers yet." in get(visitor, path)
    sent(bin, {"status": 200, "body": b"hello", "size": 5})
    assert "hello" in get(visitor, path)


def test_the_lines_are_asked_for_again_only_while_something_is_due(
    visitor: Client, bin: Bin
) -> None:
    made = sent(bin, {"status": 200})
    path = f"/bins/{bin.pk}/requests/1/sends/"
    assert "every 3s" not in get(visitor, path)
    Delivery.objects.filter(pk=made.pk).update(state="pending", due_at=NOW)
    assert "every 3s" in get(visitor, path)


def test_what_waits_can_be_stopped(visitor: Client, bin: Bin) -> None:
    made = replay(bin, 1, URL)
    stop = f"/bins/{bin.pk}/deliveries/{made.pk}/stop/"
    assert "Stop trying" in get(visitor, f"/bins/{bin.pk}/requests/1/?tab=deliveries")
    answer = visitor.post(stop, headers={"HX-Request": "true"})
    assert "stopped" in answer.content.decode()
    assert visitor.post(stop).status_code == 302
    assert Delivery.objects.get().state == "failed"


def test_the_log_has_pages(visitor: Client, bin: Bin) -> None:
    for number in range(PAGE_LINES + 2):
        sent(bin, {"status": 200}, url=f"http://a/{number}")
    first = get(visitor, f"/bins/{bin.pk}/deliveries/")
    urls = re.findall(r'title="POST http://a/(\d+)"', first)
    assert [int(each) for each in urls] == list(range(PAGE_LINES + 1, 1, -1))
    older = re.search(r'href="([^"]+)">Older', first)
    assert older is not None
    second = get(visitor, older[1])
    assert re.findall(r'title="POST http://a/(\d+)"', second) == ["1", "0"]
    assert "Older" not in second
    assert visitor.get(f"/bins/{bin.pk}/deliveries/?before=nothing").status_code == 404


def test_an_empty_log_says_how_to_fill_it(visitor: Client, bin: Bin) -> None:
    assert "Nothing was sent from this bin yet." in get(visitor, f"/bins/{bin.pk}/deliveries/")


def test_a_delivery_outlives_its_request(visitor: Client, bin: Bin) -> None:
    made = sent(bin, {"status": 200, "body": b"kept", "size": 4})
    actions.delete_all(bin)
    page = get(visitor, f"/bins/{bin.pk}/deliveries/{made.pk}/")
    assert "request #1, which was deleted" in page
    assert "kept" in page
    assert "Send again" not in page
    assert "#1, deleted" in get(visitor, f"/bins/{bin.pk}/deliveries/")


@pytest.mark.parametrize("place", ["", "stop/", "attempts/1/body/"])
def test_deliveries_of_other_bins_and_strangers_are_404(
    visitor: Client, bin: Bin, place: str
) -> None:
    made = sent(bin, {"status": 200})
    ask = visitor.post if place == "stop/" else visitor.get
    assert ask(f"/bins/{make_bin().pk}/deliveries/{made.pk}/{place}").status_code == 404
    assert ask(f"/bins/{bin.pk}/deliveries/nothing/{place}").status_code == 404
    stranger = Client()
    ask = stranger.post if place == "stop/" else stranger.get
    assert ask(f"/bins/{bin.pk}/deliveries/{made.pk}/{place}").status_code == 401
