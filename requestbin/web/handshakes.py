"""What the settings say of handshakes: whose they are, and the window that lets a secret in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from requestbin.bins import actions, keyring
from requestbin.bins.models import Bin
from requestbin.providers import PROVIDERS, provider_of
from requestbin.providers.handshakes import brings_secret

OPEN_FOR = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Window:
    """Whether the secret that a handshake brings is kept: not where one is stored, and for so many
    seconds from now; 0 while the window is closed."""

    provider: str
    stored: bool
    seconds: int


def providers_for(bin: Bin) -> list[tuple[str, str]]:
    """Return slug and name of every provider that may be chosen, nobody first, then by name."""
    rows = {row.slug: row.name for row in (*PROVIDERS, *keyring.own_providers(bin.pk))}
    if bin.provider:
        rows.setdefault(bin.provider, bin.provider)  # one of one's own that is gone
    known = sorted(rows.items(), key=lambda row: row[1].casefold())
    return [("", "Find it out for each request"), *known]


def window_of(bin: Bin) -> Window | None:
    """Return the state of the window, None where the bin's provider brings no secret."""
    row = provider_of(bin.provider)
    if row is None or not brings_secret(row.slug):
        return None
    known = keyring.known(bin.pk, provider=row.slug)
    left = (bin.takes_secrets_until or datetime.now(UTC)) - datetime.now(UTC)
    return Window(
        row.name,
        stored=any(not keyring.gives_way(each) for each in known),
        seconds=max(0, round(left.total_seconds())),
    )


def open_window(bin: Bin) -> None:
    """Have the secret of the next handshake kept, for ten minutes."""
    actions.update(bin, takes_secrets_until=datetime.now(UTC) + OPEN_FOR)


def close_window(bin: Bin) -> None:
    """Have no more secrets kept."""
    actions.update(bin, takes_secrets_until=None)
