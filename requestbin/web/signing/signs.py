"""Sender and verdict of a request as a row of the list shows them: a name, and a shape with one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from requestbin.bins import keyring
from requestbin.providers import provider_of
from requestbin.providers.verdicts import NEUTRAL, UNSIGNED, standing


@dataclass(frozen=True, slots=True)
class Sign:
    """A verdict at a glance: `tone` draws the shape, `name` says the same."""

    tone: str
    name: str


def sign_of(word: str) -> Sign | None:
    """Return the sign of a stored verdict, None where there is none.

    What is not signed is a ring, as is what was not checked: nothing is known to be wrong with it.
    """
    known = standing(word)
    if not known.label:
        return None
    return Sign(NEUTRAL if word == UNSIGNED else known.tone, known.label)


def names_of(bin_id: str, slugs: Iterable[str]) -> dict[str, str]:
    """Return what senders are called, by their slugs; people's own providers are among them."""
    wanted = {slug for slug in slugs if slug}
    rows = {slug: provider_of(slug) for slug in wanted}
    names = {slug: row.name for slug, row in rows.items() if row}
    if len(names) < len(wanted):
        names |= {row.slug: row.name for row in keyring.own_providers(bin_id) if row.slug in wanted}
    return names
