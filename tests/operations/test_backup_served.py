"""A backup of a server that captures all the while."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

from tests.serving import Serving


def test_it_is_whole_and_captures_go_on(serve: Callable[..., Serving], tmp_path: Path) -> None:
    server = serve()
    path = f"/in/{server.make_bin()['key']}"
    statuses: list[int] = []
    done = threading.Event()

    def send() -> None:
        while not done.is_set():
            statuses.append(server.request("POST", path, b"x" * 2000).status)

    sender = threading.Thread(target=send)
    sender.start()
    try:
        copies = [tmp_path / f"copy-{number}" for number in range(3)]
        for copy in copies:
            assert "1 bin," in server.manage("backup", str(copy))
    finally:
        done.set()
        sender.join(20)
    assert set(statuses) == {200}
    counts = [_checked(copy / "requestbin.sqlite3") for copy in copies]
    assert counts == sorted(counts)
    assert 0 < counts[-1] <= len(statuses)
    restored = serve(data=copies[-1])
    (bin,) = restored.api("GET", "/bins").json()["items"]
    page = restored.api("GET", f"/bins/{bin['id']}/requests?limit=1").json()
    assert page["items"][0]["seq"] == counts[-1]


def _checked(path: Path) -> int:
    with sqlite3.connect(path) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        requests, last = database.execute(
            "SELECT (SELECT count(*) FROM bins_capturedrequest), last_seq FROM bins_bincounter"
        ).fetchone()
        bodies = database.execute("SELECT count(*) FROM bins_body").fetchone()
    assert requests == last == bodies[0]
    return int(requests)
