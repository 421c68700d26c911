"""Which requests a form means, what is asked before they leave, how far a sending has come."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from django.http import Http404, QueryDict
from hypothesis import given
from hypothesis import strategies as st

from requestbin.bins import actions
from requestbin.bins.models import Bin
from requestbin.forwarding.models import Delivery
from requestbin.web import selecting
from requestbin.web.replaying import MAX_URL, LiveEvent, Refused
from requestbin.web.selecting import held, moment_of, number_of, progress_of, selected, send_all
from tests.builders import captured, store

pytestmark = pytest.mark.django_db

LIVE = b'{"id": "evt_1", "livemode": true}'
ELSEWHERE = "https://staging.example.com/hooks"


@pytest.mark.parametrize(
    ("query", "seqs"),
    [
        ("seqs=3,1,2", [1, 2, 3]),
        ("seq=3&seq=1", [1, 3]),
        ("seqs=&seq=2&seq=2", [2]),
        ("seqs=1,,x,-2, 3 ,0,9999999999999999999999", [1, 3]),
    ],
)
def test_a_form_names_requests(query: str, seqs: list[int]) -> None:
    assert selected(QueryDict(query)) == seqs


@given(st.text())
def test_no_text_is_a_fault(text: str) -> None:
    query = QueryDict(mutable=True)
    query["seqs"] = text
    with suppress(Refused):
        assert selected(query)


def test_none_and_too_many_are_refused() -> None:
    with pytest.raises(Refused, match="Select some"):
        selected(QueryDict("seqs="))
    many = ",".join(map(str, range(1, 1002)))
    with pytest.raises(Refused, match="Up to 1,000"):
        selected(QueryDict(f"seqs={many}"))


def test_what_is_gone_is_left_out(bin: Bin) -> None:
    store(bin, *[captured()] * 3)
    actions.delete_requests(bin, [2])
    assert held(bin, [1, 2, 3, 9]) == [1, 3]
    with pytest.raises(Refused, match="deleted meanwhile"):
        held(bin, [2, 9])


def test_live_events_leave_this_machine_only_when_that_is_said(bin: Bin) -> None:
    store(bin, captured(), captured(body=LIVE), captured(body=b""))
    with pytest.raises(LiveEvent):
        send_all(bin, [1, 2, 3], ELSEWHERE, sure=False)
    assert not Delivery.objects.exists()
    send_all(bin, [1, 3], ELSEWHERE, sure=False)
    send_all(bin, [1, 2, 3], "http://localhost:3000/", sure=False)
    send_all(bin, [1, 2, 3], ELSEWHERE, sure=True)
    assert Delivery.objects.count() == 8


@pytest.mark.parametrize("url", ["", "ftp://h/", "http://h/" + "x" * MAX_URL, "http://a b/"])
def test_what_is_no_url_is_refused(bin: Bin, url: str) -> None:
    store(bin, captured())
    with pytest.raises(Refused) as refused:
        send_all(bin, [1], url, sure=True)
    assert refused.value.field == "url"


def test_progress_is_told_in_words(bin: Bin) -> None:
    store(bin, *[captured()] * 5)
    number = number_of(send_all(bin, [1, 2, 3, 4, 5], "http://localhost:3000/", sure=True))
    assert progress_of(bin, number).sentence == "0 of 5 answered 2xx, 5 waiting."
    Delivery.objects.filter(request_seq__lte=3).update(state="delivered")
    Delivery.objects.filter(request_seq=4).update(state="failed")
    progress = progress_of(bin, number)
    assert progress.sentence == "3 of 5 answered 2xx, 1 failed, 1 waiting."
    assert (progress.done, progress.total) == (4, 5)
    Delivery.objects.update(state="delivered")
    assert progress_of(bin, number).sentence == "5 of 5 answered 2xx."


def test_a_moment_has_a_number(bin: Bin) -> None:
    moment = datetime(2026, 11, 24, 16, 50, 17, 263839, tzinfo=UTC)
    assert moment_of(number_of(moment)) == moment
    for wrong in (0, 10**18, 10**40):
        with pytest.raises(Http404):
            progress_of(bin, wrong)


def test_live_events_are_looked_for_some_bodies_at_a_time(
    bin: Bin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selecting.bins, "BODIES_AT_ONCE", 2)
    store(bin, *[captured()] * 4, captured(body=LIVE + b" " * 2**20), captured(body=LIVE))
    send_all(bin, [1, 2, 3, 4, 5], ELSEWHERE, sure=False)
    with pytest.raises(LiveEvent):
        send_all(bin, [1, 2, 3, 4, 5, 6], ELSEWHERE, sure=False)
