"""Sample events: made as their provider would send them, signed with the bin's secret, and sent."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Any

from requestbin import egress
from requestbin.bins import keyring
from requestbin.bins.address import PREFIX
from requestbin.bins.models import Bin
from requestbin.conf import Conf
from requestbin.http import Request
from requestbin.providers import Secret, provider_of, sign, unsignable
from requestbin.providers.samples import UnknownSample, breaking, events, sample, title
from requestbin.providers.signatures.made import RANDOM_BYTES, made_secret

LIMITS = egress.Limits(connect_seconds=5.0, total_seconds=15.0, keep_bytes=16 * 1024)
ANYWHERE = (ip_network("0.0.0.0/0"), ip_network("::/0"))
"""For this instance's own address: it may well be a private one."""


@dataclass(frozen=True, slots=True)
class Sampled:
    """What was sent, and what came of it: an answer, or the sentence that says why none."""

    request: Request
    event: str
    answer: egress.Answer | None = None
    problem: str = ""


class NotSent(Exception):
    """A sample that was not sent; the message is a sentence for people."""


def own_url(conf: Conf, meta: Mapping[str, Any], key: str, slug: str) -> str:
    """Return where a sample of `slug` goes in the bin with `key`: by the shortest way, for a tunnel
    would only bring it back here.

    That is where the operator says, else the address at which the request with `meta` came in:
    never its Host header, by which whoever calls would choose any machine of our network.
    """
    name, port = meta["SERVER_NAME"], meta["SERVER_PORT"]
    here = f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"
    origin = conf.capture_url or conf.url or here
    return f"{origin}{PREFIX.decode()}{key}/{slug.replace('_', '-')}"


def secret_for(bin: Bin, slug: str) -> Secret:
    """Return a secret of the bin that can sign as `slug` does; one is made and kept where it has
    none, so that its samples are genuine. None for who signs nothing. Raises NotSent."""
    row = provider_of(slug)
    if row is None or not row.signs:
        return None
    for known in keyring.known(bin.pk, provider=slug):
        if known.secret is not None and not unsignable(row, known.secret):
            return known.secret
    made = made_secret(row, secrets.token_bytes(RANDOM_BYTES))
    if made is not None:
        try:
            keyring.add(bin, slug, keyring.MADE, made)
        except keyring.NotKept as problem:
            raise NotSent(str(problem)) from None
    return made


def compose(
    slug: str, event: str, url: str, secret: Secret, *, now: float, seed: int, broken: str = ""
) -> Request:
    """Return a sample event signed with `secret`, or `broken` in one of `breaking.BREAKAGES`.

    Raises UnknownSample and breaking.UnknownBreakage, whose messages are sentences.
    """
    row = provider_of(slug)
    if row is None:
        raise UnknownSample(f"No provider is called {slug[:40]!r}.")
    made = sample(slug, event, url=url, now=now, seed=seed)

    def signing(secret: Secret) -> Callable[[Request, float], Request]:
        return lambda request, moment: sign(request, row, secret, now=moment)

    other = made_secret(row, secrets.token_bytes(RANDOM_BYTES)) if broken else None
    return breaking.signed_sample(
        made, signing(secret), broken, now=now, sign_wrongly=signing(other)
    )


def event_of(slug: str, name: str) -> str:
    """Return the event of a provider that `name` means, by its title or as it is filed; the usual
    one for "". Raises UnknownSample."""
    known = events(slug)
    if not name:
        return known[0]
    return next((each for each in known if name in (each, title(slug, each))), name)


def send(conf: Conf, request: Request, event: str, *, own: bool) -> Sampled:
    """Send a sample; blocks up to LIMITS. `own` tells that it goes to this instance itself."""

    async def go() -> egress.Answer:
        return await egress.Client(ANYWHERE if own else conf.nets).exchange(request, LIMITS)

    try:
        return Sampled(request, event, answer=asyncio.run(go()))
    except egress.Failure as failure:
        return Sampled(request, event, problem=failure.sentence)
