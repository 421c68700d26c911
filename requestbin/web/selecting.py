"""Many requests at once: which ones are meant, and what came of sending them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.http import Http404, QueryDict

from requestbin.bins import queries as bins
from requestbin.bins.models import Bin
from requestbin.egress import Unsendable
from requestbin.forwarding import queries
from requestbin.forwarding.models import Delivery
from requestbin.forwarding.replay import replay_all
from requestbin.forwarding.signable import signable
from requestbin.web.lookups import whole
from requestbin.web.replaying import MAX_URL, LiveEvent, Refused, is_live
from requestbin.web.targets import target_of

MAX_SELECTED = 1000
LIVE_BYTES = 1024 * 1024
"""What is asked of every body that leaves this machine is not asked of a larger one."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def selected(given: QueryDict) -> list[int]:
    """Return the numbers that a form names: `seqs` with commas between, and each `seq`.

    Raises Refused for none, and for more than MAX_SELECTED.
    """
    named = [*given.get("seqs", "").split(","), *given.getlist("seq")]
    found = sorted({whole(part.strip()) for part in named} - {0})
    if not found:
        raise Refused("Select some requests first.")
    if len(found) > MAX_SELECTED:
        raise Refused(f"Up to {MAX_SELECTED:,} requests at a time; these are {len(found):,}.")
    return found


def held(bin: Bin, seqs: Sequence[int]) -> list[int]:
    """Return those of `seqs` that the bin still holds. Raises Refused where it holds none."""
    left = sorted(set(seqs).difference(bins.gone(bin, seqs)))
    if not left:
        raise Refused("These requests were deleted meanwhile.")
    return left


def send_all(
    bin: Bin,
    seqs: Sequence[int],
    url: str,
    sure: bool,
    resign: bool = False,
    new_ids: bool = False,
) -> datetime:
    """Send requests as they were captured, with `resign` those signed anew that can be, and return
    the moment that tells this sending.

    Raises Refused, and LiveEvent where one of them is a live event that leaves this machine and
    nobody said that they are `sure`.
    """
    if len(url) > MAX_URL:
        raise Refused(f"The URL is longer than {MAX_URL:,} characters.", "url")
    try:
        if not (sure or target_of(url).loopback) and any(map(is_live, _bodies(bin, seqs))):
            raise LiveEvent
        wishes = signable(bin, seqs, new_ids=new_ids) if resign else {}
        return replay_all(bin, seqs, url, wishes)
    except Unsendable as unsendable:
        raise Refused(unsendable.sentence, "url") from None


def _bodies(bin: Bin, seqs: Sequence[int]) -> Iterator[bytes]:
    return bins.small_bodies(bin, seqs, LIVE_BYTES)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sending of many has come."""

    number: int
    """Microseconds since 1970: how an address names the moment that tells it."""
    answered: int
    failed: int
    waiting: int

    @property
    def total(self) -> int:
        """Return how many are sent in all."""
        return self.answered + self.failed + self.waiting

    @property
    def done(self) -> int:
        """Return how many have come to an end."""
        return self.answered + self.failed

    @property
    def sentence(self) -> str:
        """Return it in words: `7 of 12 answered 2xx, 1 failed, 4 waiting.`"""
        parts = [f"{self.answered:,} of {self.total:,} answered 2xx"]
        parts += [f"{self.failed:,} failed"] if self.failed else []
        parts += [f"{self.waiting:,} waiting"] if self.waiting else []
        return f"{', '.join(parts)}."


def number_of(moment: datetime) -> int:
    """Return how an address names a moment."""
    return (moment - EPOCH) // MICROSECOND


def progress_of(bin: Bin, number: int) -> Progress:
    """Return how far the sending of that moment has come, or answer 404."""
    states = queries.states_at(bin.pk, moment_of(number))
    if not states:
        raise Http404("Nothing was sent from this bin then.")
    waiting = sum(states.get(state, 0) for state in Delivery.UNFINISHED)
    answered = states.get(Delivery.State.DELIVERED, 0)
    return Progress(number, answered, states.get(Delivery.State.FAILED, 0), waiting)


def moment_of(number: int) -> datetime:
    """Return the moment of an address, or answer 404."""
    try:
        return EPOCH + timedelta(microseconds=number)
    except OverflowError:
        raise Http404("There is no such moment.") from None
