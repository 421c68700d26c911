"""On PostgreSQL all that changes the same rows at once takes turns: nobody is refused for it."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from tests.serving import Serving
from tests.targets import Target

BINS, SENDERS, EACH = 6, 6, 100


def test_captures_replays_and_stars_do_not_meet_crosswise(
    serve: Callable[..., Serving], postgres_url: str, target: Target
) -> None:
    server = serve(DATABASE_URL=postgres_url)
    bins = [server.make_bin() for _ in range(BINS)]
    for bin in bins:
        assert server.request("POST", f"/in/{bin['key']}", b"first").status == 200
    statuses: list[int] = []
    over = threading.Event()

    def send(start: int) -> None:
        connection = http.client.HTTPConnection(urlsplit(server.base).netloc, timeout=30)
        for number in range(start, start + EACH):
            event = json.dumps({"type": f"event.{number % 3}"})
            connection.request("POST", f"/in/{bins[number % BINS]['key']}", event)
            reply = connection.getresponse()
            reply.read()
            statuses.append(reply.status)

    def work(start: int) -> None:
        number = start
        while not over.is_set():
            statuses.extend(touch(server, bins[number % BINS], target))
            number += 1

    senders = [threading.Thread(target=send, args=(n,)) for n in range(SENDERS)]
    workers = [threading.Thread(target=work, args=(n,)) for n in range(3)]
    for each in (*senders, *workers):
        each.start()
    for each in senders:
        each.join()
    over.set()
    for each in workers:
        each.join()
    assert set(statuses) <= {200, 202}
    assert "deadlock" not in server.output


def touch(server: Serving, bin: dict[str, Any], target: Target) -> list[int]:
    """Replay and star the newest request of a bin."""
    path = f"/bins/{bin['id']}"
    last = server.api("GET", path).json()["requests"]["last_seq"]
    replayed = server.api("POST", f"{path}/requests/{last}/replay", {"url": target.url})
    starred = server.api("PATCH", f"{path}/requests/{last}", {"starred": True})
    return [replayed.status, starred.status]
