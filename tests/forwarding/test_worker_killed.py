"""kill -9 in the middle of an attempt, on both stores: the delivery is made again."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.serving import PROJECT, environment, manage, until
from tests.targets import OK, Target

STORE = """
from tests.builders import captured, make_bin, store
from requestbin.forwarding.replay import replay
bin = make_bin()
store(bin, captured(body=bytes(range(256)) * 100))
for _ in range({count}):
    replay(bin, 1, "{url}")
"""
LOOPBACK = {"REQUESTBIN_ALLOW_NETS": "127.0.0.0/8", "DJANGO_SETTINGS_MODULE": "requestbin.settings"}
WORKER = [sys.executable, "-m", "tests.forwarding.worker_process"]
DELIVER = [sys.executable, str(PROJECT / "manage.py"), "deliver"]


class Store:
    """A migrated database, and the processes that work on it."""

    def __init__(self, env: dict[str, str], command: list[str], ask: Callable[[str], Any]) -> None:
        self.env, self.command, self.ask = env, command, ask
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> subprocess.Popen[bytes]:
        self.processes.append(subprocess.Popen(self.command, env=self.env, cwd=PROJECT))
        return self.processes[-1]

    def replay(self, url: str, count: int = 1) -> None:
        manage("shell", "-v0", "-c", STORE.format(url=url, count=count), env=self.env)

    def states(self) -> list[str]:
        return [state for (state,) in self.ask("SELECT state FROM forwarding_delivery")]

    def attempts(self) -> list[tuple[int, str]]:
        return self.ask("SELECT number, error FROM forwarding_attempt ORDER BY number")


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, migrated: Path, tmp_path: Path) -> Iterator[Store]:
    """Give a store of the test's own; its processes end with the test."""
    kind = request.param
    made = _sqlite(migrated, tmp_path) if kind == "sqlite" else _postgres(request, tmp_path)
    yield made
    for process in made.processes:
        process.kill()
        process.wait(10)


def _sqlite(migrated: Path, folder: Path) -> Store:
    path = Path(shutil.copy(migrated, folder))

    def ask(statement: str) -> Any:
        connection = sqlite3.connect(path, timeout=10)
        try:
            return connection.execute(statement).fetchall()
        finally:
            connection.close()

    return Store(environment(folder, **LOOPBACK), WORKER, ask)


def _postgres(request: pytest.FixtureRequest, folder: Path) -> Store:
    url = request.getfixturevalue("postgres_url")
    env = environment(folder, DATABASE_URL=url, **LOOPBACK)

    def ask(statement: str) -> Any:
        with psycopg.connect(url, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else None

    return Store(env, DELIVER, ask)


def test_a_killed_worker_loses_nothing(store: Store, target: Target) -> None:
    release = threading.Event()

    def wait(_: bytes) -> bytes:
        release.wait(60)
        return OK

    target.reply = wait
    store.replay(target.url)
    first = store.start()
    [cut] = target.received(1, 30)
    first.kill()
    first.wait(10)
    assert store.states() == ["running"]
    assert store.attempts() == []
    release.set()
    if store.command is DELIVER:  # there, nobody knows but by the end of the lease
        store.ask("UPDATE forwarding_delivery SET due_at = now()")
    store.start()
    [_, again] = target.received(2, 30)
    assert again == cut
    until(lambda: store.states() == ["delivered"])
    assert store.attempts() == [(1, "interrupted"), (2, "")]


def test_a_worker_that_is_told_to_end_settles_first(store: Store, target: Target) -> None:
    release = threading.Event()

    def wait(_: bytes) -> bytes:
        release.wait(60)
        return OK

    target.reply = wait
    store.replay(target.url)
    worker = store.start()
    target.received(1, 30)
    worker.send_signal(signal.SIGTERM)
    threading.Timer(0.3, release.set).start()
    assert worker.wait(20) == 0
    assert store.states() == ["delivered"]
    assert store.attempts() == [(1, "")]


def test_two_processes_share_the_work(
    postgres_url: str, request: pytest.FixtureRequest, tmp_path: Path, target: Target
) -> None:
    store = _postgres(request, tmp_path)
    try:
        workers = [store.start(), store.start()]
        until(lambda: store.ask("SELECT count(*) FROM forwarding_workerheartbeat")[0][0] == 2, 40)
        store.replay(target.url, count=300)
        until(lambda: set(store.states()) == {"delivered"}, 40)
        assert len(target.requests) == 300
        for worker in workers:
            worker.terminate()
            assert worker.wait(20) == 0
    finally:
        for worker in store.processes:
            worker.kill()


def test_on_sqlite_deliver_says_that_serve_does_it(migrated: Path, tmp_path: Path) -> None:
    shutil.copy(migrated, tmp_path)
    ended = subprocess.run(
        DELIVER, env=environment(tmp_path), cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert "on SQLite `serve` does everything" in ended.stderr
    assert "Traceback" not in ended.stderr
