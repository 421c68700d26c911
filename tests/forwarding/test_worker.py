"""The worker against real targets: prompt, patient, bounded, and orderly at its end."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection

from requestbin.bins.models import Bin
from requestbin.conf import LOOPBACK
from requestbin.egress import Client, Limits
from requestbin.egress.resolver import system_lookup
from requestbin.forwarding import worker as module
from requestbin.forwarding.load import MAX_PER_TARGET
from requestbin.forwarding.models import Delivery, WorkerHeartbeat
from requestbin.forwarding.queries import worker_alive
from requestbin.forwarding.replay import DELIVERY_HEADER, replay
from tests.forwarding.working import Work, attempts_of, due, settled, tried, working
from tests.serving import until
from tests.targets import Target


def reply(status: int, body: bytes = b"", *fields: bytes) -> bytes:
    head = b"HTTP/1.1 %d x\r\nContent-Length: %d\r\n" % (status, len(body))
    return head + b"".join(field + b"\r\n" for field in fields) + b"\r\n" + body


def test_a_delivery_is_made_at_once(bin: Bin, work: Work, target: Target) -> None:
    target.reply = reply(202, b"hello", b"X-a: 1", b"x-A: \xe9")
    work()
    made = replay(bin, 1, f"{target.url}hooks")
    assert target.received()[0].startswith(b"POST /hooks HTTP/1.1\r\n")
    assert settled(made).state == "delivered"
    [attempt] = attempts_of(made)
    assert (attempt.status, bytes(attempt.body), attempt.size) == (202, b"hello", 5)
    assert attempt.headers.as_text()[1:] == [["X-a", "1"], ["x-A", "\xe9"]]
    assert attempt.connect_ms is not None
    assert attempt.first_byte_ms is not None
    assert attempt.duration_ms is not None
    assert attempt.connect_ms <= attempt.first_byte_ms <= attempt.duration_ms
    assert (attempt.address, attempt.http_version) == ("127.0.0.1", "1.1")
    assert attempt.body_complete


def test_what_was_stored_while_no_worker_ran_is_made_when_one_comes(
    bin: Bin, work: Work, target: Target
) -> None:
    made = [replay(bin, 1, target.url) for _ in range(3)]
    work()
    assert {settled(each).state for each in made} == {"delivered"}


@pytest.mark.parametrize("status", [301, 400, 404, 500, 503])
def test_every_other_answer_is_recorded_whole(
    status: int, bin: Bin, work: Work, target: Target
) -> None:
    target.reply = reply(status, b"why", b"Location: http://169.254.169.254/")
    work()
    made = replay(bin, 1, target.url)
    assert settled(made).state == "failed"
    [attempt] = attempts_of(made)
    assert (attempt.status, bytes(attempt.body), attempt.error) == (status, b"why", "")
    assert len(target.requests) == 1


def test_a_large_answer_is_kept_in_part(bin: Bin, work: Work, target: Target) -> None:
    target.reply = reply(200, b"z" * 3_000_000)
    work()
    made = replay(bin, 1, target.url)
    assert settled(made).state == "delivered"
    [attempt] = attempts_of(made)
    assert (len(attempt.body), attempt.size, attempt.body_complete) == (1 << 20, 3_000_000, True)


def test_a_failure_is_recorded_with_its_sentence(bin: Bin, work: Work) -> None:
    work()
    made = replay(bin, 1, "http://127.0.0.1:1/")
    assert settled(made).state == "failed"
    [attempt] = attempts_of(made)
    assert (attempt.error, attempt.status) == ("refused", None)
    assert attempt.detail.startswith("Nothing listens on 127.0.0.1:1.")


def test_forbidden_addresses_are_not_reached_and_not_tried_again(
    bin: Bin, work: Work, target: Target
) -> None:
    work(client=Client(()))
    made = replay(bin, 1, target.url, max_attempts=5)
    assert settled(made).state == "failed"
    assert [each.error for each in attempts_of(made)] == ["private"]
    assert target.requests == []


def test_the_settings_say_what_may_be_reached(bin: Bin, work: Work, target: Target) -> None:
    conf = replace(settings.REQUESTBIN, allow_nets=())
    work(client=Client(conf.nets))
    assert settled(replay(bin, 1, target.url)).state == "failed"


def test_it_is_tried_again_under_the_same_id_until_it_is_taken(
    bin: Bin, work: Work, target: Target
) -> None:
    answers = iter([reply(500, b"", b"Retry-After: 1000"), reply(503), reply(200)])
    target.reply = lambda _: next(answers)
    work()
    made = replay(bin, 1, target.url, max_attempts=5)
    tried(made, 1)
    waiting = Delivery.objects.get(pk=made.pk)
    assert waiting.next_attempt_at is not None
    assert waiting.next_attempt_at > datetime.now(UTC) + timedelta(seconds=900)
    due(made, datetime.now(UTC))
    tried(made, 2)
    due(made, datetime.now(UTC))
    assert settled(made).state == "delivered"
    assert [each.status for each in attempts_of(made)] == [500, 503, 200]
    named = f"\r\n{DELIVERY_HEADER}: {made.pk}\r\n".encode()
    assert all(named in raw for raw in target.requests)


def test_a_slow_target_keeps_its_places_and_others_go_on(bin: Bin, work: Work) -> None:
    release, slow, quick = threading.Event(), Target(), Target()
    try:

        def wait(_: bytes) -> bytes:
            release.wait(30)
            return reply(200)

        slow.reply = wait
        work()
        stuck = [replay(bin, 1, slow.url) for _ in range(MAX_PER_TARGET + 4)]
        slow.received(MAX_PER_TARGET)
        assert settled(replay(bin, 1, quick.url)).state == "delivered"
        assert len(slow.requests) == MAX_PER_TARGET
        release.set()
        assert {settled(each).state for each in stuck} == {"delivered"}
    finally:
        release.set()
        slow.close()
        quick.close()


def test_two_workers_make_each_delivery_once(bin: Bin, work: Work, target: Target) -> None:
    workers = {work().owner, work().owner}
    until(lambda: WorkerHeartbeat.objects.count() == 2)
    made = [replay(bin, 1, f"{target.url}{n}") for n in range(100)]
    assert {settled(each).state for each in made} == {"delivered"}
    paths = Counter(raw.split(b" ")[1] for raw in target.requests)
    assert set(paths.values()) == {1}
    assert len(paths) == 100
    assert len(workers) == 2


def test_at_its_end_it_finishes_what_is_in_flight_and_begins_nothing(
    bin: Bin, target: Target
) -> None:
    release = threading.Event()

    def wait(_: bytes) -> bytes:
        release.wait(30)
        return reply(200)

    target.reply = wait
    with working() as worker:
        made = [replay(bin, 1, target.url) for _ in range(MAX_PER_TARGET + 1)]
        target.received(MAX_PER_TARGET)
        threading.Timer(0.2, release.set).start()
    states = Counter(Delivery.objects.values_list("state", flat=True))
    assert states == {"delivered": MAX_PER_TARGET, "pending": 1}
    assert not WorkerHeartbeat.objects.filter(owner=worker.owner).exists()
    assert len(made) == MAX_PER_TARGET + 1


def test_at_its_end_it_gives_back_what_takes_too_long(bin: Bin, target: Target) -> None:
    release = threading.Event()

    def wait(_: bytes) -> bytes:
        release.wait(30)
        return reply(200)

    target.reply = wait
    with working(drain_seconds=0.1):
        made = replay(bin, 1, target.url)
        target.received()
    release.set()
    assert Delivery.objects.get(pk=made.pk).state == "pending"
    assert [each.error for each in attempts_of(made)] == ["interrupted"]
    with working():
        assert settled(made).state == "delivered"
    assert len(target.requests) == 2


def test_a_deadline_is_kept(bin: Bin, work: Work, target: Target) -> None:
    release = threading.Event()

    def wait(_: bytes) -> None:
        release.wait(30)

    target.reply = wait
    work(limits=Limits(total_seconds=0.3))
    made = replay(bin, 1, target.url)
    assert settled(made).state == "failed"
    assert attempts_of(made)[0].error == "no_answer"
    release.set()


def test_an_error_of_our_own_is_recorded_and_the_worker_goes_on(
    bin: Bin, work: Work, target: Target
) -> None:
    def lookup(host: str, port: int) -> list[str]:
        return ["not an address"] if host == "odd.example" else system_lookup(host, port)

    work(client=Client(LOOPBACK, lookup=lookup))
    odd = replay(bin, 1, "http://odd.example/")
    assert settled(odd).state == "failed"
    assert attempts_of(odd)[0].error == "broken"
    assert settled(replay(bin, 1, target.url)).state == "delivered"


def test_outcomes_wait_for_a_database_that_fails(
    bin: Bin,
    work: Work,
    target: Target,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(module, "TROUBLE_SECONDS", 0.05)
    release = threading.Event()

    def wait(_: bytes) -> bytes:
        release.wait(30)
        return reply(200)

    target.reply = wait
    work()
    made = replay(bin, 1, target.url)
    target.received()
    rename("forwarding_attempt", "away")
    try:
        release.set()
        until(lambda: "met an error" in caplog.text)
    finally:
        rename("away", "forwarding_attempt")
    assert settled(made).state == "delivered"
    assert len(target.requests) == 1


def rename(table: str, name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO {name}")


def test_a_heartbeat_tells_that_a_worker_lives(bin: Bin) -> None:
    assert not worker_alive()
    with working() as worker:
        until(worker_alive)
        assert WorkerHeartbeat.objects.get().owner == worker.owner
    assert not worker_alive()
