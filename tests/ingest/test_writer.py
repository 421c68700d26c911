"""Group commit: answered means stored, a bad row harms no other, what is too much is refused."""

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from asgiref.sync import sync_to_async
from django.db import connections

from requestbin.bins.models import Bin, BinCounter, CapturedRequest
from requestbin.bins.record import Arrival, Recorded, record
from requestbin.http import Captured
from requestbin.ingest import writer as writing_module
from requestbin.ingest.writer import Outcome, Unavailable, Writer
from tests.builders import captured, make_bin

pytestmark = pytest.mark.django_db(transaction=True)


class Committed(list[Recorded]):
    def __call__(self, batch: Sequence[Recorded]) -> None:
        self.extend(batch)


async def stored(writer: Writer, key: str, item: Captured) -> Recorded | None:
    """Submit and wait for the outcome; raises Unavailable."""
    settled: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
    writer.submit(key, item, settled.set_result)
    outcome = await settled
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


@pytest.fixture
async def committed() -> Committed:
    return Committed()


@pytest.fixture
async def writer(committed: Committed, tmp_path: Path) -> AsyncIterator[Writer]:
    made = Writer(asyncio.get_running_loop(), committed, folder=tmp_path)
    yield made
    await made.close()


@pytest.fixture
async def bin() -> Bin:
    return await sync_to_async(make_bin)()


async def test_resolves_after_the_commit(writer: Writer, bin: Bin, committed: Committed) -> None:
    recorded = await stored(writer, bin.key, captured())
    assert recorded
    assert await CapturedRequest.objects.filter(bin=bin, seq=recorded.seq).aexists()
    assert committed == [recorded]
    assert not writer.refusing
    assert (writer.rows, writer.bytes) == (0, 0)


async def test_many_at_once_are_numbered_without_a_gap(writer: Writer, bin: Bin) -> None:
    outcomes = await asyncio.gather(*(stored(writer, bin.key, captured()) for _ in range(1000)))
    assert [done.seq for done in outcomes if done] == list(range(1, 1001))
    assert (await BinCounter.objects.aget(pk=bin.pk)).last_seq == 1000


async def test_a_bad_row_harms_no_other(writer: Writer, bin: Bin) -> None:
    bad = replace(captured(), http_version=None)  # type: ignore[arg-type]
    sent = [stored(writer, bin.key, item) for item in (captured(), bad, captured())]
    outcomes = await asyncio.gather(*sent, return_exceptions=True)
    assert isinstance(outcomes[1], Unavailable)
    rows = [row.seq async for row in CapturedRequest.objects.filter(bin=bin).order_by("seq")]
    assert rows == [1, 2]
    assert [outcomes[0].seq, outcomes[2].seq] == rows  # type: ignore[union-attr]


async def test_too_much_waiting_is_refused(
    writer: Writer, bin: Bin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing_module, "MAX_QUEUED_BYTES", 100)
    settled: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
    alone = captured(body=b"x" * 200)  # alone, it may pass any limit
    writer.submit(bin.key, alone, settled.set_result)
    with pytest.raises(Unavailable):
        await stored(writer, bin.key, captured(body=b"x"))
    assert await settled
    assert await stored(writer, bin.key, captured(body=b"x"))


async def test_a_nearly_full_disk_is_refused(
    bin: Bin, committed: Committed, tmp_path: Path
) -> None:
    full = Writer(asyncio.get_running_loop(), committed, folder=tmp_path, min_free_disk=2**62)
    with pytest.raises(Unavailable, match="disk"):
        await stored(full, bin.key, captured())
    assert full.refusing
    await full.close()
    assert not await CapturedRequest.objects.filter(bin=bin).aexists()


async def test_closing_commits_what_was_taken(
    bin: Bin, committed: Committed, tmp_path: Path
) -> None:
    writer = Writer(asyncio.get_running_loop(), committed, folder=tmp_path)
    outcomes: list[Outcome] = []
    for _ in range(300):
        writer.submit(bin.key, captured(), outcomes.append)
    await writer.close()
    await asyncio.sleep(0)  # the last batch is settled on this loop
    assert [done.seq for done in outcomes if isinstance(done, Recorded)] == list(range(1, 301))


@pytest.mark.sqlite
async def test_a_file_that_another_process_holds_is_unavailable_and_then_heals(
    writer: Writer, bin: Bin, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    monkeypatch.setattr(writing_module, "BUSY_MILLISECONDS", 50)
    name = connections["default"].settings_dict["NAME"]
    other = sqlite3.connect(name, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(Unavailable):
            await stored(writer, bin.key, captured())
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert await stored(writer, bin.key, captured())


async def test_a_store_that_hangs_holds_no_sender(
    writer: Writer, bin: Bin, committed: Committed, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, back = threading.Event(), threading.Event()

    def hanging(arrivals: list[Arrival]) -> list[Recorded | None]:
        begun.set()
        assert back.wait(10)
        return record(arrivals)

    monkeypatch.setattr(writing_module, "record", hanging)
    monkeypatch.setattr(writing_module, "STUCK_SECONDS", 0.02)
    monkeypatch.setattr(writing_module, "LOOK_SECONDS", 0.01)
    told: list[Outcome] = []
    writer.submit(bin.key, captured(), told.append)
    assert await asyncio.to_thread(begun.wait, 10)
    try:
        with pytest.raises(
            Unavailable, match="does not answer"
        ):  # queued behind the one that hangs
            await stored(writer, bin.key, captured())
        with pytest.raises(Unavailable, match="does not answer"):
            writer.submit(bin.key, captured(), told.append)  # at once
        assert writer.rows == 2
    finally:
        back.set()
    monkeypatch.setattr(writing_module, "STUCK_SECONDS", 10.0)
    recorded = await stored(writer, bin.key, captured())
    assert recorded in committed
    assert [type(one) for one in told] == [Unavailable]  # and nothing when it was stored after all
    assert [one.seq for one in committed] == [1, 2, 3]
    assert writer.rows == 0
