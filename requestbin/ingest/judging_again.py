"""Stored requests judged again, in small batches, when what is known of their sender has changed.

As of their arrival, the newest first; a crash costs the batch at hand.
"""

from __future__ import annotations

from collections.abc import Sequence

from requestbin.bins import changes, tries, verdicts
from requestbin.bins.models import Bin, BinCounter, CapturedRequest, EnrichCursor, Rejudging
from requestbin.bins.rejudging import of_provider
from requestbin.ingest.judging import Judged, Senders
from requestbin.ingest.learning import Row, bodies_of, rows_of
from requestbin.transactions import MAX_ROWS, writing

BATCH_ROWS = 100
"""And as many later tries of the same events, of which there may be new ones."""
_KEPT = ("seq", "provider", "event_type", "event_id", "verdict")


def judge_again(bin_id: str) -> bool:
    """Judge the next stored requests of a bin that are to be; return whether there may be more.

    Not before all that had arrived was judged for the first time, which may have gone by what was
    known before. Whoever moves the mark first is the one who writes, as in `enrich`.
    """
    task = Rejudging.objects.filter(bin_id=bin_id).order_by("pk").first()
    if task is None or not EnrichCursor.objects.filter(pk=bin_id, seq__gte=task.asked).exists():
        return False
    found = CapturedRequest.objects.filter(bin_id=bin_id, seq__lt=task.below)
    if task.provider:
        found = found.filter(of_provider(bin_id, task.provider))
    rows = rows_of(found.order_by("-seq"), BATCH_ROWS)
    changed = _changed(bin_id, rows, _judged(task, rows))
    with writing():
        if changed and BinCounter.objects.select_for_update().filter(pk=bin_id).first() is None:
            return False
        here = Rejudging.objects.filter(pk=task.pk, below=task.below)
        moved = here.update(below=rows[-1].seq) if rows else here.delete()[0]
        if moved and changed:
            _keep(bin_id, changed)
    return True


def _judged(task: Rejudging, rows: Sequence[Row]) -> dict[int, Judged | str]:
    """Judge requests anew, or find only the verdict on those of one provider."""
    bin = Bin.objects.filter(pk=task.bin_id).first() if rows else None
    if bin is None:
        return {}
    senders = Senders(bin)
    provider = senders.named(task.provider)
    bodies = bodies_of(task.bin_id, rows)
    found: dict[int, Judged | str] = {}
    for row in rows:
        captured, answered = row.captured(bodies.get(row.seq, b"")), bool(row.answered)
        if not task.provider:
            found[row.seq] = senders.judge(captured, answered=answered)
        elif provider is not None:
            found[row.seq] = senders.verdict(captured, provider, answered=answered)
    return found


def _changed(
    bin_id: str, rows: Sequence[Row], judged: dict[int, Judged | str]
) -> dict[int, tuple[Judged, Judged]]:
    """Return what was kept and what is to be kept of those that are judged otherwise now."""
    kept = CapturedRequest.objects.filter(bin_id=bin_id, seq__in=[row.seq for row in rows])
    changed: dict[int, tuple[Judged, Judged]] = {}
    for seq, provider, event_type, event_id, verdict in kept.values_list(*_KEPT):
        before = Judged(provider, event_type, event_id or "", verdict)
        after = judged.get(seq, before)
        if isinstance(after, str):
            after = Judged(provider, event_type, event_id or "", after)
        if after != before:
            changed[seq] = before, after
    return changed


def _keep(bin_id: str, changed: dict[int, tuple[Judged, Judged]]) -> None:
    renamed = {
        seq: (after.event_type, after.event_id or None)
        for seq, (before, after) in changed.items()
        if (before.event_type, before.event_id) != (after.event_type, after.event_id)
    }
    later = _later(bin_id, renamed)
    changes.touch(bin_id, [*changed, *later])
    verdicts.keep(bin_id, [(seq, a.provider, a.verdict) for seq, (_, a) in changed.items()])
    tries.name(bin_id, [(seq, *named) for seq, named in sorted((renamed | later).items())])


def _later(
    bin_id: str, renamed: dict[int, tuple[str, str | None]]
) -> dict[int, tuple[str, str | None]]:
    """Return later tries of the events that were found: they count from these now."""
    ids = {event_id for _, event_id in renamed.values() if event_id}
    if not ids:
        return {}
    rows = CapturedRequest.objects.filter(bin_id=bin_id, event_id__in=ids, seq__gt=min(renamed))
    found = rows.order_by("seq").values_list("seq", "event_type", "event_id")
    some = found[: MAX_ROWS - len(renamed)]
    return {seq: (event, event_id) for seq, event, event_id in some if seq not in renamed}
