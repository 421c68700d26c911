"""Every address that Django answers, from its URL patterns: no new one is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern


@dataclass(frozen=True)
class Route:
    """One pattern: its parts as they stand in it, and the names of what varies."""

    pattern: str
    names: tuple[str, ...]

    def path(self, **values: Any) -> str:
        """Return the address with `values` for what varies."""
        made = self.pattern
        for name in self.names:
            before, _, rest = made.partition("<")
            made = f"{before}{values[name]}{rest.partition('>')[2]}"
        return f"/{made}"

    def __str__(self) -> str:
        return f"/{self.pattern}"


def routes() -> list[Route]:
    """Return all of them."""
    return list(_routes(get_resolver().url_patterns, ""))


def _routes(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[Route]:
    for each in patterns:
        if not isinstance(each.pattern, RoutePattern):
            continue  # the API's answer to all other addresses
        here = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _routes(each.url_patterns, here)
        else:
            names = tuple(part.partition(">")[0].rpartition(":")[2] for part in here.split("<")[1:])
            yield Route(here, names)
