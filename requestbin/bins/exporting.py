"""Reads a bin out, page by page: without it an export would hold a bin in memory, or the store.

A long read would keep SQLite's write-ahead log from shrinking, so nothing is open between two
pages. A page is small enough to be thought about while captures wait.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from weakref import WeakSet

from asgiref.sync import sync_to_async
from django.db import connection

from requestbin.bins import address, keyring, masking, queries
from requestbin.bins.models import Bin, BinCounter, Body, CapturedRequest
from requestbin.http import Captured, Request
from requestbin.inspection.content import content_of
from requestbin.inspection.event import event_of, label_of
from requestbin.inspection.event_id import event_id_of, given_id
from requestbin.inspection.exports import Entry, Format
from requestbin.inspection.query import NO_QUERY, Query
from requestbin.providers import provider_of
from requestbin.providers.detection import sent_by
from requestbin.providers.seen import Seen

PAGE_ROWS = 100
PAGE_BYTES = 256 * 1024
"""Of bodies; one that is larger comes alone. With four times as much, captures waited twice as long
(p99 114 against 48 ms beside an export), and the export was no faster."""
MAX_AT_ONCE = 3
"""Exports that stream in this process; each keeps a thread, and a page of memory."""
BUSY = "Too many exports at once. Try again when one of them has ended."


class Busy(Exception):
    """As many exports stream as may; the message is a sentence."""


@dataclass(slots=True)
class Progress:
    """How far an export has come: `written` requests of `total` (None: not known before its end),
    looking at seqs from `first` to `last`. `ended` without `over`: it was broken off."""

    first: int
    last: int
    total: int | None
    looked_at: int
    written: int = 0
    over: bool = False
    ended: bool = False


class Export:
    """An export of what a bin holds now: the requests that match `where`, or those of them that
    `seqs` name, oldest first. Their secrets are masked where it is `masked`, or, where nobody said
    (None), where the format is made to be shared."""

    def __init__(
        self,
        bin: Bin,
        format: Format,
        where: Query = NO_QUERY,
        *,
        masked: bool | None = None,
        seqs: Sequence[int] = (),
    ) -> None:
        counter = BinCounter.objects.get(pk=bin.pk)
        total = len(seqs) if seqs else None if where else counter.count
        self.format = format
        self.progress = Progress(counter.floor, counter.last_seq, total, counter.floor)
        self._bin, self._where, self._seqs = bin, where, sorted(seqs)
        self._masked = format.to_share if masked is None else masked
        self._own = {row.slug: row for row in keyring.own_providers(bin.pk)} if self._masked else {}
        self._writer = format.writer()

    @property
    def file_name(self) -> str:
        """Return what the file is called: nothing in it comes from people."""
        return f"{self._bin.pk}.{self.format.slug}"

    def pieces(self) -> Iterator[bytes]:
        """Give the file piece by piece; each takes one short read."""
        yield self._writer.head()
        for rows in self._pages():
            for some in _within_bytes(rows):
                yield b"".join(self._writer.entry(entry) for entry in self._entries(some))
        yield from self._writer.tail()
        self.progress.over = True

    def _pages(self) -> Iterator[list[CapturedRequest]]:
        at = self.progress
        for start in range(0, len(self._seqs), PAGE_ROWS):
            some = self._seqs[start : start + PAGE_ROWS]
            yield list(queries.requests_of(self._bin).filter(seq__in=some).order_by("seq"))
            at.looked_at = some[-1]
        if self._seqs:
            return
        while at.looked_at < at.last:
            page = queries.following(
                self._bin, after=at.looked_at, before=at.last + 1, limit=PAGE_ROWS,
                where=self._where,
            )  # fmt: skip
            yield page.items
            at.looked_at = page.next or at.last

    def _entries(self, rows: list[CapturedRequest]) -> Iterator[Entry]:
        seqs = [row.seq for row in rows if row.size]
        found = Body.objects.filter(bin_id=self._bin.pk, seq__in=seqs).values_list("seq", "data")
        bodies = {seq: bytes(data) for seq, data in found}
        for row in rows:
            body = bodies.pop(row.seq, b"")
            if len(body) == row.size:  # else retention took it a moment ago
                yield self._entry(row, row.captured(body))
                self.progress.written += 1

    def _entry(self, row: CapturedRequest, captured: Captured) -> Entry:
        if not self._masked:
            return entry_of(row, captured)
        masked = masking.masked(self._bin, captured)
        event_type, event_id = self._named(row.provider, masked.captured)
        return replace(
            entry_of(row, masked.captured),
            event_type=event_type,
            event_id=event_id or None,
            note="",  # people write what they like, secrets too
            withheld=masked.withheld,
        )

    def _named(self, slug: str, masked: Captured) -> tuple[str, str]:
        """Return what a masked request still says of its event, as `ingest.judging` finds it."""
        content = content_of(masked.headers, masked.body)
        provider = self._own.get(slug) or provider_of(slug)
        event = event_id = ""
        if provider is not None:
            url = masked.target.decode("utf-8", "surrogateescape")
            request = Request(masked.method, url, masked.headers, content.data)
            told = sent_by(provider, Seen(request))
            event, event_id = label_of(told.event), given_id(told.event_id)
        return (
            event or event_of(masked.headers, content),
            event_id or event_id_of(masked.headers, content),
        )


def entry_of(row: CapturedRequest, captured: Captured) -> Entry:
    """Return a stored request as an entry, which shows what `captured` has of it."""
    below = address.key_and_rest(captured.target)[1]
    path, query = address.split_query(below)
    return Entry(
        captured=captured,
        seq=row.seq,
        id=f"{row.bin_id}-{row.seq}",
        path=path.decode("latin-1").replace("\x00", "\ufffd") or "/",
        query=query.decode("latin-1"),
        provider=row.provider,
        event_type=row.event_type,
        event_id=row.event_id,
        attempt=row.attempt,
        verdict=row.verdict,
        answered=row.answered,
        starred=row.starred,
        note=row.note,
    )


def _within_bytes(rows: list[CapturedRequest]) -> Iterator[list[CapturedRequest]]:
    some: list[CapturedRequest] = []
    size = 0
    for row in rows:
        if some and size + row.size > PAGE_BYTES:
            yield some
            some, size = [], 0
        some.append(row)
        size += row.size
    if some:
        yield some


_streaming: WeakSet[Stream] = WeakSet()


class Stream:
    """The pieces of an export for an event loop; it reads each in a thread, when it is asked for.

    Raises Busy where too many stream. It counts until it ends, is closed, or is forgotten.
    """

    def __init__(self, export: Export) -> None:
        if len(_streaming) >= MAX_AT_ONCE:
            raise Busy(BUSY)
        self.export = export
        self._pieces = export.pieces()
        _streaming.add(self)

    def __aiter__(self) -> Stream:
        return self

    async def __anext__(self) -> bytes:
        piece = b""
        while piece == b"":
            found = await sync_to_async(self._next)()
            if found is None:
                self.close()
                raise StopAsyncIteration
            piece = found
        return piece

    def close(self) -> None:
        """Count it no more, whether all was read or the client went away."""
        self.export.progress.ended = True
        _streaming.discard(self)

    def _next(self) -> bytes | None:
        try:
            return next(self._pieces, None)
        finally:
            if not connection.in_atomic_block:
                connection.close()  # how long the client takes to read on is not known
