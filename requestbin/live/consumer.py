"""The socket of an open page: it says that there is news and that the server lives, never what."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer

from requestbin import metrics
from requestbin.access.sockets import principal_of_scope
from requestbin.bins import changes
from requestbin.bins.models import Bin
from requestbin.bins.queries import find_bin

BEAT_SECONDS = 10.0
BEATS_PER_CHECK = 3
"""So often the permission is looked up again: a login may end while its page stays open."""

LOGIN_ENDED, BIN_GONE = 4401, 4404
"""Close codes that the page has a sentence for; others make it connect again."""


class BinConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """Tells one open page of one bin when to pull: `{"change": n}`, or `{"beat": true}`."""

    bin_id = ""
    _beating: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        """Join the bin's group, then say where its cursor stands."""
        await self.accept()
        self.bin_id = self.scope["url_route"]["kwargs"]["bin_id"]
        # The group comes first: what changes after this line is poked, what changed before is told.
        await self.channel_layer.group_add(changes.group_of(self.bin_id), self.channel_name)
        change = await self._demand_bin()
        if change is None:
            return
        changes.bind(asyncio.get_running_loop())
        metrics.SOCKETS.inc()
        self._beating = asyncio.create_task(self._beat())
        await self._say(change=change)

    async def disconnect(self, code: int) -> None:
        """Leave the group."""
        if self._beating is not None:
            metrics.SOCKETS.dec()
            self._beating.cancel()
            with suppress(asyncio.CancelledError):
                await self._beating
        await self.channel_layer.group_discard(changes.group_of(self.bin_id), self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Ignore what pages send: they have nothing to say here."""

    async def bin_poke(self, event: dict[str, Any]) -> None:
        """Hand a poke of the channel layer on."""
        await self._say(change=event["change"])

    async def _say(self, **words: Any) -> None:
        await self.send(text_data=json.dumps(words))

    async def _beat(self) -> None:
        beats = 0
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            beats += 1
            if beats % BEATS_PER_CHECK == 0 and await self._demand_bin() is None:
                return
            await self._say(beat=True)

    async def _demand_bin(self) -> int | None:
        principal = await principal_of_scope(self.scope)
        if principal.kind == "nobody":
            await self.close(LOGIN_ENDED)
            return None
        try:
            found: Bin = await database_sync_to_async(find_bin)(principal, self.bin_id)
        except Bin.DoesNotExist:
            await self.close(BIN_GONE)
            return None
        return found.counter.change
