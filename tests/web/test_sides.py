"""What can be compared, by the names that addresses give it."""

from __future__ import annotations

import pytest

from requestbin.bins.models import Bin, CapturedRequest
from requestbin.web.sides import Absent, answers_of, subject_of
from tests.builders import captured, make_bin, store
from tests.web.answering import URL, answered

pytestmark = pytest.mark.django_db


def test_a_request_by_its_number(bin: Bin) -> None:
    store(bin, captured(target="/in/key/hook?x=1"))
    subject = subject_of(bin, "#1")
    assert (subject.name, subject.number, subject.title) == ("1", "#1", "POST /hook?x=1")
    assert dict(subject.side.line) == {"Method": "POST", "Path": "/hook", "HTTP version": "1.1"}
    assert (subject.side.query, subject.side.body) == (b"x=1", b'{"hello":"world"}')
    assert subject.row is not None
    store(bin, captured(complete=False), event_type="paid", provider="stripe")
    subject = subject_of(bin, "2")
    assert (subject.title, subject.facts[0]) == ("paid", "Stripe")
    assert subject.remarks == ["Its upload was cut off."]


def test_an_answer_by_its_delivery_and_attempt(bin: Bin) -> None:
    store(bin, captured())
    made = answered(
        bin,
        1,
        {"status": 500, "body": b'{"ok":false}', "size": 4000},
        {"status": None, "error": "refused"},
        {"status": 200, "body": b"ok", "body_complete": False},
    )
    first, last = subject_of(bin, f"{made.pk}.1"), subject_of(bin, f"{made.pk}.3")
    assert (first.title, first.number) == ("500", "Answer to #1, attempt 1")
    assert first.side.line == (("Status", "500"),)
    assert first.remarks == ["Only the first 12 B were kept."]
    assert last.remarks == ["It broke off before its end."]
    assert last.facts[0] == f"from {URL}"
    with pytest.raises(Absent, match="no answer"):
        subject_of(bin, f"{made.pk}.2")
    row = CapturedRequest.objects.get(seq=1)
    assert [answer.name for answer in answers_of(bin, row)] == [f"{made.pk}.3", f"{made.pk}.1"]


@pytest.mark.parametrize(
    "name", ["2", "0", "-1", "x", "9" * 30, "abc.1", ".", "1.1", "\0.1", "a\0b", "٣", "#", "1e3"]
)
def test_what_is_not_there_is_said(bin: Bin, name: str) -> None:
    store(bin, captured())
    with pytest.raises(Absent, match=r"\.$"):
        subject_of(bin, name)


def test_answers_in_another_bin_are_not_there(bin: Bin) -> None:
    other = make_bin()
    store(other, captured())
    made = answered(other, 1, {"body": b"secret"})
    with pytest.raises(Absent):
        subject_of(bin, f"{made.pk}.1")
