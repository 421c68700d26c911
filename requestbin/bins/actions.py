"""Everything that changes a bin or what it holds, a transaction each; capture is `record`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings as django_settings
from django.db import transaction
from django.db.models import F

from requestbin.access import shares, tokens
from requestbin.bins import changes, rejudging
from requestbin.bins.models import (
    Bin,
    BinCounter,
    BinSecret,
    Body,
    CapturedRequest,
    SearchFields,
    SearchText,
    new_key,
)
from requestbin.conf import PUBLIC, Conf
from requestbin.providers.verdicts import UNSIGNED
from requestbin.transactions import MAX_ROWS, writing

SETTINGS = (
    "name",
    "private",
    "answer_status",
    "answer_headers",
    "answer_body",
    "answer_delay_ms",
    "keep_requests",
    "keep_seconds",
    "keep_bytes",
    "provider",
    "handshakes",
    "confirms",
    "takes_secrets_until",
    "fetch_url",
)
"""The fields of a bin that its owner may set; the edges check them (`ingest.answers.checked`)."""


MAX_NOTE = 4000
"""Characters."""


class NoteTooLong(ValueError):
    """A note has more characters than one may; the message is a sentence."""


class TooMuchKept(ValueError):
    """A bin would keep more than this instance lets strangers keep; the message is a sentence."""


def demand_keepable(conf: Conf, settings: Mapping[str, Any]) -> None:
    """On a public instance, raise TooMuchKept where a bin would keep more than new bins do."""
    if conf.mode != PUBLIC:
        return
    limits = {
        "keep_requests": (conf.max_requests, "requests"),
        "keep_seconds": (conf.max_age, "seconds"),
        "keep_bytes": (conf.max_bytes, "bytes"),
    }
    for name, (limit, unit) in limits.items():
        if settings.get(name, 0) > limit:
            raise TooMuchKept(f"A bin on this instance may keep up to {limit:,} {unit}.")


def create(owner: str, conf: Conf, **settings: Any) -> Bin:
    """Make a bin with its counter and return it; `settings` are any of SETTINGS.

    Raises TooMuchKept.
    """
    kept = {
        "keep_requests": conf.max_requests,
        "keep_seconds": conf.max_age,
        "keep_bytes": conf.max_bytes,
    }
    demand_keepable(conf, settings)
    with writing():
        made = Bin.objects.create(owner=owner, **{**kept, **_known(settings)})
        BinCounter.objects.create(bin=made)
    return made


def update(bin: Bin, **settings: Any) -> Bin:
    """Change any of SETTINGS and return the bin as it is now. Raises TooMuchKept."""
    demand_keepable(django_settings.REQUESTBIN, settings)
    wanted = _known(settings)
    other_sender = wanted.get("provider", bin.provider) != bin.provider
    for name, value in wanted.items():
        setattr(bin, name, value)
    if wanted:
        with writing():
            _announced(bin.pk)
            if other_sender:
                rejudging.ask(bin.pk)
            bin.save(update_fields=list(wanted))
    return bin


def renew_key(bin: Bin) -> Bin:
    """Give the bin another capture key; the old one captures nothing from the commit on."""
    bin.key = new_key()
    with writing():
        _announced(bin.pk)
        bin.save(update_fields=["key"])
    return bin


def delete(bin: Bin) -> None:
    """Take the bin from everybody at once, and its secrets; its rows go in the background
    (`retention`)."""
    with writing():
        _announced(bin.pk)
        Bin.objects.filter(pk=bin.pk).update(deleted=True, key=new_key())
        BinSecret.objects.filter(bin=bin).delete()
        tokens.revoke_for_bin(bin.pk)
        shares.revoke_for_bin(bin.pk)


def star(bin: Bin, seq: int, starred: bool) -> None:
    """Mark a request to be kept beyond retention, or take the mark away."""
    star_all(bin, [seq], starred)


def star_all(bin: Bin, seqs: Sequence[int], starred: bool) -> None:
    """Do the same to many, MAX_ROWS in each transaction."""
    for start in range(0, len(seqs), MAX_ROWS):
        _star(bin, seqs[start : start + MAX_ROWS], starred)


def _star(bin: Bin, seqs: Sequence[int], starred: bool) -> None:
    with writing():
        changes.touch(bin.pk, seqs)
        counter = BinCounter.objects.get(pk=bin.pk)
        rows = CapturedRequest.objects.filter(bin=bin, seq__in=seqs, seq__gt=counter.floor)
        sizes = list(rows.exclude(starred=starred).values_list("size", flat=True))
        if sizes:
            counter.starred += len(sizes) if starred else -len(sizes)
            counter.starred_bytes += sum(sizes) if starred else -sum(sizes)
            counter.save(update_fields=["starred", "starred_bytes"])
        rows.update(starred=starred)


def note(bin: Bin, seq: int, text: str) -> None:
    """Keep what somebody wrote about a request; "" takes it away. Raises NoteTooLong."""
    plain = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(plain) > MAX_NOTE:
        raise NoteTooLong(f"A note has up to {MAX_NOTE:,} characters; this has {len(plain):,}.")
    with writing():
        changes.touch(bin.pk, [seq])
        CapturedRequest.objects.filter(bin=bin, seq=seq).update(note=plain)


def answered(bin_id: str, seq: int, reason: str) -> None:
    """Keep why a handshake was answered as it was. It needs no signature (`verdicts.keep`)."""
    with writing():
        changes.touch(bin_id, [seq])
        rows = CapturedRequest.objects.filter(bin_id=bin_id, seq=seq)
        rows.update(answered=reason[:200])
        rows.filter(verdict=UNSIGNED).update(verdict="")


def delete_requests(bin: Bin, seqs: Sequence[int]) -> int:
    """Delete the requests named by `seqs`, starred ones too; return how many there were."""
    gone = 0
    for start in range(0, len(seqs), MAX_ROWS):
        gone += remove(bin.pk, seqs[start : start + MAX_ROWS])
    return gone


def delete_all(bin: Bin) -> int:
    """Delete every request of the bin at once; the rows are purged in the background."""
    with writing():
        counter = changes.hold(bin.pk)
        change = counter.change + 1
        BinCounter.objects.filter(pk=bin.pk).update(
            floor=counter.last_seq,
            change=change,
            last_removal=change,
            count=0,
            bytes=0,
            starred=0,
            starred_bytes=0,
        )
        transaction.on_commit(lambda: changes.announce(bin.pk, change))
    return counter.count


def remove(bin_id: str, seqs: Sequence[int]) -> int:
    """Remove at most MAX_ROWS requests in one transaction; return how many there were."""
    with writing():
        counter = changes.hold(bin_id)
        rows = CapturedRequest.objects.filter(bin_id=bin_id, seq__in=seqs)
        gone = list(rows.filter(seq__gt=counter.floor).values_list("size", "starred"))
        stars = [size for size, starred in gone if starred]
        change = changes.advance(bin_id)
        BinCounter.objects.filter(pk=bin_id).update(
            last_removal=change,
            count=F("count") - len(gone),
            bytes=F("bytes") - sum(size for size, _ in gone),
            starred=F("starred") - len(stars),
            starred_bytes=F("starred_bytes") - sum(stars),
        )
        erase(bin_id, seqs)
        transaction.on_commit(lambda: changes.announce(bin_id, change))
    return len(gone)


def erase(bin_id: str, seqs: Sequence[int]) -> None:
    """Delete the rows of requests inside a `writing()` block; counters are the caller's."""
    shares.revoke_for_requests(bin_id, seqs)
    for model in (Body, SearchText, SearchFields, CapturedRequest):
        rows = model.objects.filter(bin_id=bin_id, seq__in=seqs)
        rows._raw_delete(rows.db)  # no signals and no cascade: nothing points here


def _known(settings: dict[str, Any]) -> dict[str, Any]:
    unknown = set(settings) - set(SETTINGS)
    if unknown:
        raise TypeError(f"not settings of a bin: {', '.join(sorted(unknown))}")
    return settings


def _announced(bin_id: str) -> None:
    """Have pages pull after the commit. It comes first in a block: counter before bin before rows
    is the order in which all lock."""
    change = changes.advance(bin_id)
    transaction.on_commit(lambda: changes.announce(bin_id, change))
