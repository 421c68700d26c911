"""The queue: nothing twice while its holder lives, nothing lost when it dies, no late settling."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requestbin.bins import actions
from requestbin.bins.models import Bin, BinCounter, CapturedRequest
from requestbin.bins.queries import changes_since
from requestbin.bins.retention import apply
from requestbin.egress import Answer, Failure
from requestbin.forwarding import cargo, outcome, queue, wake
from requestbin.forwarding import load as bounds
from requestbin.forwarding.load import Load
from requestbin.forwarding.models import Delivery
from requestbin.forwarding.outcome import Outcome
from requestbin.forwarding.queue import LEASE, MAX_INTERRUPTIONS
from requestbin.forwarding.replay import delivery, replay
from requestbin.http import Headers, Request
from requestbin.transactions import writing
from tests.builders import captured, make_bin, store
from tests.forwarding.working import attempts_of

RNG = Random(1)


def now() -> datetime:
    return datetime.now(UTC)


def later() -> datetime:
    return now() + LEASE + timedelta(seconds=1)


def answered(delivery: Delivery, status: int = 200, headers: Headers = Headers()) -> Outcome:  # noqa: B008
    answer = Answer(status, headers, b"ok", 2, True, 1.0, 2.0, 3.0, "1.1", "127.0.0.1")
    return outcome.answered(delivery, answer, now(), now(), RNG)


def claim(owner: str = "a", at: datetime | None = None) -> list[Delivery]:
    return queue.claim(owner, Load(), at or now())


def fresh(delivery: Delivery) -> Delivery:
    return Delivery.objects.get(pk=delivery.pk)


def pile(bin: Bin, count: int, targets: int) -> set[str]:
    """Enqueue many at once."""
    made = [
        delivery(
            bin.pk,
            1,
            Request("GET", f"http://{n % targets}.example/"),
            body=b"",
            size=0,
            max_attempts=1,
        )
        for n in range(count)
    ]
    with writing():
        queue.enqueue(made)
    return {each.pk for each in made}


def test_what_is_claimed_is_claimed_once(bin: Bin) -> None:
    made = [replay(bin, 1, f"http://{n}.example/") for n in range(5)]
    first = claim("a")
    assert [each.pk for each in first] == [each.pk for each in made]
    assert {(each.attempt_count, each.state, each.owner) for each in first} == {(1, "running", "a")}
    assert claim("b") == []
    assert fresh(made[0]).owner == "a"


def test_two_at_once_never_take_the_same(bin: Bin) -> None:
    made = pile(bin, 1000, 200)
    start, taken = threading.Barrier(4), Counter[str]()
    lock = threading.Lock()

    def work(owner: str) -> None:
        start.wait()
        while mine := claim(owner):
            with lock:
                taken.update(each.pk for each in mine)
        connection.close()

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert set(taken) == made
    assert set(taken.values()) == {1}


def test_a_slow_target_does_not_hold_up_the_others(bin: Bin) -> None:
    pile(bin, bounds.MAX_IN_FLIGHT * 3, 1)
    quick = replay(bin, 1, "http://quick.example/")
    load, seen = Load(), []
    while claimed := queue.claim("a", load, now()):
        for each in claimed:
            load.add(each)
        seen += claimed
    assert quick.pk in {each.pk for each in seen}
    assert len(seen) == bounds.MAX_PER_TARGET + 1


def test_no_more_bodies_are_read_than_fit_in_memory(
    bin: Bin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "MAX_BYTES", 1000)
    for n in range(9):
        replay(bin, 1, f"http://{n}.example/", body=bytes([n]) * 300)
    with CaptureQueriesContext(connection) as asked:
        claimed = claim()
    assert not [each["sql"] for each in asked if '"body"' in each["sql"].split(" FROM ")[0]]
    assert all("body" in each.get_deferred_fields() for each in claimed)
    sent = [request.body for request in cargo.requests(claimed) if request]
    assert sent == [bytes([n]) * 300 for n in range(3)]
    assert all("body" in each.get_deferred_fields() for each in claimed)


def test_taking_over_from_the_dead_reads_no_body_either(bin: Bin) -> None:
    replay(bin, 1, "http://a.example/", body=b"edited")
    claim("dead")
    [again] = claim("b", later())
    assert "body" in again.get_deferred_fields()


def test_what_was_edited_is_never_replaced_by_what_was_captured(bin: Bin) -> None:
    made = replay(bin, 1, "http://a.example/", body=b"edited")
    claimed = claim()
    fresh(made).delete()
    assert cargo.requests(claimed) == [None]


def test_an_answer_settles(bin: Bin) -> None:
    made = replay(bin, 1, "http://a.example/")
    [claimed] = claim()
    assert queue.settle("a", [answered(claimed, 201, Headers([("X-a", "\xe9\x00")]))]) == 0
    done = fresh(made)
    assert (done.state, done.owner, done.due_at) == ("delivered", "", None)
    [attempt] = attempts_of(made)
    assert (attempt.number, attempt.status, bytes(attempt.body)) == (1, 201, b"ok")
    assert attempt.headers == Headers([("X-a", "\xe9\x00")])
    assert claim("b", later()) == []


def test_a_failure_is_tried_again_and_then_given_up(bin: Bin) -> None:
    made = replay(bin, 1, "http://a.example/", max_attempts=3)
    at = now()
    for number in (1, 2, 3):
        [claimed] = claim("a", at)
        failure = Failure("refused", "Nothing listens.")
        queue.settle("a", [outcome.failed(claimed, failure, at, at, RNG)])
        row = fresh(made)
        assert row.attempt_count == number
        if number < 3:
            assert row.state == "pending"
            assert row.next_attempt_at is not None
            assert at <= row.next_attempt_at <= at + timedelta(seconds=5 * 2 ** (number - 1))
            at = row.next_attempt_at
    assert (row.state, row.due_at) == ("failed", None)
    assert [each.error for each in attempts_of(made)] == ["refused"] * 3


def test_what_a_dead_worker_held_is_taken_over_and_its_attempt_recorded(bin: Bin) -> None:
    made = replay(bin, 1, "http://a.example/")
    began = now()
    [dead] = claim("dead")
    assert claim("b", dead.due_at - timedelta(seconds=1)) == []  # type: ignore[operator]
    [again] = claim("b", later())
    assert (again.pk, again.attempt_count, again.interruptions, again.owner) == (made.pk, 2, 1, "b")
    [cut] = attempts_of(made)
    assert (cut.number, cut.error, cut.status) == (1, "interrupted", None)
    assert abs((cut.started_at - began).total_seconds()) < 5
    assert queue.settle("b", [answered(again)]) == 0
    assert fresh(made).state == "delivered"
    assert [each.number for each in attempts_of(made)] == [1, 2]


def test_an_interruption_does_not_count_as_a_try(bin: Bin) -> None:
    made = replay(bin, 1, "http://a.example/", max_attempts=2)
    claim("dead")
    [again] = claim("b", later())
    queue.settle("b", [answered(again, 500)])
    assert fresh(made).state == "pending"
    assert fresh(made).tries == 1


def test_what_every_worker_dies_on_is_given_up(bin: Bin) -> None:
    made = replay(bin, 1, "http://a.example/")
    at = now()
    for _ in range(MAX_INTERRUPTIONS + 1):
        assert len(claim("dead", at)) == 1
        at += LEASE + timedelta(seconds=1)
    assert claim("b", at) == []
    assert fresh(made).state == "failed"
    assert [each.error for each in attempts_of(made)] == ["interrupted"] * (MAX_INTERRUPTIONS + 1)


def test_a_lease_that_ended_settles_nothing(bin: Bin) -> None:
    made = replay(bin, 1, "http://a.example/")
    [late] = claim("late")
    [again] = claim("b", later())
    assert queue.settle("late", [answered(late, 500)]) == 1
    assert (fresh(made).state, fresh(made).owner) == ("running", "b")
    assert queue.settle("b", [answered(again)]) == 0
    assert queue.settle("late", [answered(late, 500)]) == 1
    assert fresh(made).state == "delivered"
    assert [each.status for each in attempts_of(made)] == [None, 200]


def test_an_attempt_that_ended_twice_settles_once(bin: Bin) -> None:
    replay(bin, 1, "http://a.example/")
    [claimed] = claim("a")
    [again] = claim("a", later())
    assert queue.settle("a", [answered(claimed)]) == 1
    assert queue.settle("a", [answered(again)]) == 0


def test_what_is_given_back_is_due_at_once(bin: Bin) -> None:
    made = replay(bin, 1, "http://a.example/")
    claimed = claim("a")
    queue.release("a", claimed, now())
    assert [each.error for each in attempts_of(made)] == ["interrupted"]
    assert [each.pk for each in claim("b")] == [made.pk]
    queue.release("a", claimed, now())
    assert fresh(made).owner == "b"


@pytest.mark.sqlite
def test_on_sqlite_a_new_worker_takes_over_at_once(bin: Bin) -> None:
    made = replay(bin, 1, "http://a.example/")
    claim("dead")
    queue.reclaim(now())
    assert [each.pk for each in claim("b")] == [made.pk]
    [cut] = attempts_of(made)
    assert cut.started_at >= made.created_at


def test_one_outcome_that_cannot_be_stored_harms_no_other(bin: Bin) -> None:
    for n in range(3):
        replay(bin, 1, f"http://{n}.example/")
    outcomes = [answered(each) for each in claim()]
    outcomes[1].attempt.started_at = None  # type: ignore[assignment]
    assert queue.settle("a", outcomes) == 1
    states = Counter(Delivery.objects.values_list("state", flat=True))
    assert states == {"delivered": 2, "running": 1}


def test_every_change_reaches_open_pages(bin: Bin) -> None:
    other = make_bin()
    store(other, captured())
    cursor = changes_since(bin, 0).cursor

    def changed() -> bool:
        nonlocal cursor
        found = changes_since(bin, cursor)
        cursor = found.cursor
        return [row.seq for row in found.items] == [1]

    replay(bin, 1, "http://a.example/")
    assert changed()
    [claimed] = claim()
    assert changed()
    queue.settle("a", [answered(claimed, 500)])
    assert changed()
    replay(other, 1, "http://a.example/")
    assert not changed()


def test_a_wake_comes_after_the_commit(bin: Bin) -> None:
    seen: list[bool] = []
    with wake.due.heard_by(lambda: seen.append(Delivery.objects.exists())), writing():
        replay(bin, 1, "http://a.example/")
        assert seen == []
    with wake.due.heard_by(lambda: seen.append(Delivery.objects.exists())):
        replay(bin, 1, "http://a.example/")
    assert seen == [True, True]


def test_deliveries_of_a_deleted_bin_are_not_made(bin: Bin) -> None:
    replay(bin, 1, "http://a.example/")
    [claimed] = [*claim()]
    actions.delete(bin)
    assert queue.settle("a", [answered(claimed)]) == 0
    replay_again = Delivery.objects.get()
    Delivery.objects.update(state="pending", due_at=now())
    assert claim("b") == []
    BinCounter.objects.filter(pk=bin.pk).delete()
    queue.release("a", [replay_again], now())


def test_retention_leaves_what_is_still_to_be_sent(bin: Bin) -> None:
    CapturedRequest.objects.update(received_at=now())
    store(bin, *[captured(received_at=now()) for _ in range(9)])
    waiting = replay(bin, 1, "http://a.example/")
    actions.update(bin, keep_requests=2)
    apply()
    assert list(bin.requests.order_by("seq").values_list("seq", flat=True)) == [1, 9, 10]
    queue.settle("a", [answered(each) for each in claim()])
    assert fresh(waiting).finished
    store(bin, captured(received_at=now()))
    apply()
    assert list(bin.requests.order_by("seq").values_list("seq", flat=True)) == [10, 11]
