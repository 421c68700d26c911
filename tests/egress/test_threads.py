"""Threads for calls that block: bounded, kept, in order, and never in the way."""

from __future__ import annotations

import threading
from collections.abc import Callable

from requestbin.egress.threads import Threads


def finished(count: int, run: Callable[[Callable[[], None]], None]) -> list[int]:
    """Run `count` jobs and return the ids of the threads that ran them."""
    done, ids = threading.Semaphore(0), []

    def job() -> None:
        ids.append(threading.get_ident())
        done.release()

    for _ in range(count):
        run(job)
    for _ in range(count):
        assert done.acquire(timeout=10)
    return ids


def test_no_more_threads_than_were_allowed() -> None:
    threads = Threads(3)
    assert len(set(finished(100, threads.run))) <= 3


def test_a_thread_that_is_free_is_used_again() -> None:
    threads = Threads(8)
    first = finished(1, threads.run)
    idle = threads._idle
    assert idle.acquire(timeout=10)
    idle.release()
    assert finished(1, threads.run) == first


def test_a_job_that_is_stuck_holds_up_no_other() -> None:
    threads, release = Threads(2), threading.Event()
    threads.run(lambda: release.wait(30) and None)
    assert len(finished(50, threads.run)) == 50
    release.set()


def test_jobs_that_found_no_thread_free_are_run_in_turn() -> None:
    threads, release, order = Threads(1), threading.Event(), []
    threads.run(lambda: release.wait(30) and None)
    done = threading.Event()
    for number in range(5):
        threads.run(lambda number=number: order.append(number))  # type: ignore[misc]
    threads.run(done.set)
    assert order == []
    release.set()
    assert done.wait(10)
    assert order == [0, 1, 2, 3, 4]


def test_threads_do_not_keep_a_process_alive() -> None:
    threads, release = Threads(1), threading.Event()
    started: list[bool] = []

    def job() -> None:
        started.append(threading.current_thread().daemon)
        release.set()

    threads.run(job)
    assert release.wait(10)
    assert started == [True]
