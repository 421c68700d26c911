"""The socket says when there is news, to those who may see the bin, and to nobody else."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator

from requestbin.access import sockets as of_sockets
from requestbin.access.principals import LOCAL_OWNER, NOBODY, Principal
from requestbin.bins import actions, changes
from requestbin.bins.models import Bin
from requestbin.live import consumer
from requestbin.live.routing import sockets
from tests.builders import captured, make_bin, store

pytestmark = pytest.mark.django_db(transaction=True)

DEADLINE = 5


@pytest.fixture
async def bin() -> Bin:
    return await sync_to_async(make_bin)()


@pytest.fixture
def asking(monkeypatch: pytest.MonkeyPatch) -> dict[str, Principal]:
    """Who asks is access's business, and tested there."""
    asked = {"as": LOCAL_OWNER}

    async def principal_of_scope(scope: Any) -> Principal:
        return asked["as"]

    monkeypatch.setattr(consumer, "principal_of_scope", principal_of_scope)
    assert of_sockets.principal_of_scope is not principal_of_scope
    return asked


def socket(bin_id: str) -> WebsocketCommunicator:
    return WebsocketCommunicator(sockets, f"/live/bins/{bin_id}/")


async def heard(page: WebsocketCommunicator) -> Any:
    return await page.receive_json_from(timeout=DEADLINE)


async def closed(page: WebsocketCommunicator) -> int:
    while (message := await page.receive_output(timeout=DEADLINE))["type"] != "websocket.close":
        pass
    code: int = message["code"]
    return code


async def test_tells_the_cursor_then_every_change(bin: Bin, asking: Any) -> None:
    page = socket(bin.pk)
    assert (await page.connect())[0]
    assert await heard(page) == {"change": 0}
    await sync_to_async(store)(bin, captured())
    changes.announce(bin.pk, 1)
    assert await heard(page) == {"change": 1}
    await sync_to_async(actions.star)(bin, 1, True)
    assert await heard(page) == {"change": 2}
    await page.disconnect()


async def test_a_new_key_pokes_open_pages(bin: Bin, asking: Any) -> None:
    page = socket(bin.pk)
    await page.connect()
    assert await heard(page) == {"change": 0}
    changes.bind(asyncio.get_running_loop())
    await sync_to_async(actions.renew_key)(bin)
    assert await heard(page) == {"change": 1}
    await page.disconnect()


async def test_a_burst_is_told_a_few_times_and_the_last_is_told(bin: Bin, asking: Any) -> None:
    page = socket(bin.pk)
    await page.connect()
    await heard(page)
    for change in range(1, 101):
        changes.announce(bin.pk, change)
    told = [(await heard(page))["change"] for _ in range(changes.POKES_AT_ONCE + 1)]
    assert told == [*range(1, changes.POKES_AT_ONCE + 1), 100]
    assert await page.receive_nothing(timeout=0.3)
    await page.disconnect()


async def test_another_bins_news_are_not_told(bin: Bin, asking: Any) -> None:
    other = await sync_to_async(make_bin)()
    page = socket(bin.pk)
    await page.connect()
    await heard(page)
    changes.announce(other.pk, 1)
    assert await page.receive_nothing(timeout=0.3)
    await page.disconnect()


async def test_beats_and_notices_when_the_login_ends(
    bin: Bin, asking: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer, "BEAT_SECONDS", 0.01)
    page = socket(bin.pk)
    await page.connect()
    await heard(page)
    assert await heard(page) == {"beat": True}
    asking["as"] = NOBODY
    assert await closed(page) == consumer.LOGIN_ENDED


@pytest.mark.parametrize(
    ("who", "code"), [(NOBODY, consumer.LOGIN_ENDED), (Principal("user", "user:9"), 4404)]
)
async def test_strangers_hear_nothing(asking: Any, who: Principal, code: int) -> None:
    hidden = await sync_to_async(make_bin)(owner="user:1", private=True)
    asking["as"] = who
    page = socket(hidden.pk)
    await page.connect()
    assert await closed(page) == code


async def test_no_bin_and_no_route_are_refused(asking: Any) -> None:
    page = socket("nothing")
    await page.connect()
    assert await closed(page) == consumer.BIN_GONE
    lost = WebsocketCommunicator(sockets, "/live/other/")
    connected, code = await lost.connect()
    assert (connected, code) == (False, 4404)


async def test_a_full_channel_layer_does_not_stop_capture(bin: Bin, asking: Any) -> None:
    page = socket(bin.pk)
    await page.connect()
    poker = changes.bind(asyncio.get_running_loop())
    for change in range(300):  # more than the layer holds for a page that never reads
        await poker._send(bin.pk, change)
    assert await heard(page) == {"change": 0}
    await page.disconnect()
