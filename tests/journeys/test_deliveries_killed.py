"""kill -9 of `serve` in the middle of its deliveries: after the restart every one is made."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable

from tests.serving import Serving, until
from tests.targets import OK, Target

DELIVERIES = 30
SLOW = 60.0


def delivery_ids(target: Target) -> list[str]:
    """Return the id of each delivery that reached the target, again and again where it did."""
    found = (re.search(rb"X-Requestbin-Delivery: (\w+)", raw) for raw in list(target.requests))
    return [each[1].decode() for each in found if each]


def test_none_is_lost(serve: Callable[..., Serving], target: Target) -> None:
    server = serve()
    bin = server.make_bin()
    over = threading.Event()

    def slowly(_: bytes) -> bytes:
        over.wait(SLOW)
        return OK

    target.reply = slowly
    made = []
    for number in range(DELIVERIES):
        server.request("POST", f"/in/{bin['key']}/{number}", f"body {number}".encode())
        wanted = {"url": f"{target.url}{number}"}
        answer = server.api("POST", f"/bins/{bin['id']}/requests/{number + 1}/replay", wanted)
        assert answer.status == 202, answer
        made.append(answer.json()["id"])
    target.received(5)
    server.kill()
    begun = set(delivery_ids(target))
    assert begun < set(made), "all were sent before the power was cut"
    over.set()
    target.reply = OK
    server.start()

    def states() -> set[str]:
        listed = server.api("GET", f"/bins/{bin['id']}/deliveries").json()["items"]
        assert {each["id"] for each in listed} == set(made)
        return {each["state"] for each in listed}

    until(lambda: states() == {"delivered"}, 30)
    assert set(delivery_ids(target)) == set(made)
    bodies = {raw.partition(b"\r\n\r\n")[2] for raw in target.requests}
    assert bodies == {f"body {number}".encode() for number in range(DELIVERIES)}
    for each in begun:  # these were sent twice, and it is said why
        told = server.api("GET", f"/bins/{bin['id']}/deliveries/{each}").json()
        assert [attempt["error"] and attempt["error"]["code"] for attempt in told["attempts"]] == [
            "interrupted",
            None,
        ]
