"""What the page shows to send a sample: whose events there are, what may be broken, what came."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from requestbin.access import limits
from requestbin.bins import sampling
from requestbin.bins.models import Bin, CapturedRequest
from requestbin.bins.sampling import NotSent, Sampled
from requestbin.egress import Unsendable
from requestbin.egress.url import parse
from requestbin.providers import PROVIDERS, Secret, provider_of
from requestbin.providers.samples import UnknownSample, breaking, events, title

MAX_SEED = 2**32


@dataclass(slots=True)
class Wish:
    """What is asked for: whose event, broken how, to another URL than the bin's own or not."""

    provider: str
    event: str = ""
    broken: str = ""
    url: str = ""
    seed: int = field(default_factory=lambda: time.time_ns() % MAX_SEED)


def choices(bin: Bin, wish: Wish) -> dict[str, object]:
    """Return what a form offers: providers by name, the events of the chosen one, ways to break."""
    row = provider_of(wish.provider)
    return {
        "providers": sorted(PROVIDERS, key=lambda each: each.name.lower()),
        "chosen": row,
        "events": [(each, title(wish.provider, each)) for each in events(wish.provider)],
        "breakages": list(breaking.BREAKAGES.values()),
        "breakage": breaking.BREAKAGES.get(wish.broken),
        "wish": wish,
    }


def usual_provider(bin: Bin) -> str:
    """Return the provider to offer first: the bin's own, else who sent last, else the first."""
    if bin.provider:
        return bin.provider
    known = CapturedRequest.objects.filter(bin=bin).exclude(provider="").order_by("-seq")[:1]
    found = next(iter(known.values_list("provider", flat=True)), "")
    return found if provider_of(found) else PROVIDERS[0].slug


def send(bin: Bin, wish: Wish, meta: Mapping[str, Any]) -> Sampled:
    """Send what is wished for by the request with `meta`; raises NotSent. Blocks up to
    `sampling.LIMITS`."""
    url = wish.url or sampling.own_url(settings.REQUESTBIN, meta, bin.key, wish.provider)
    try:
        event = sampling.event_of(wish.provider, wish.event)
        _demand_not_too_often(bin, meta["REMOTE_ADDR"], parse(url).origin)
        secret: Secret = sampling.secret_for(bin, wish.provider)
        request = sampling.compose(
            wish.provider, event, url, secret, now=time.time(), seed=wish.seed, broken=wish.broken
        )
    except (UnknownSample, breaking.UnknownBreakage) as problem:
        raise NotSent(str(problem)) from None
    except Unsendable as problem:
        raise NotSent(problem.sentence) from None
    return sampling.send(settings.REQUESTBIN, request, event, own=not wish.url)


def _demand_not_too_often(bin: Bin, address: str, origin: str) -> None:
    wait = limits.wait_to_replay(address, bin.owner or bin.pk, origin)
    if wait:
        raise NotSent(f"Too many at once. Try again in {math.ceil(wait)} s.")
