"""What a search asks, compiled to SQL; without it list and API would filter in different ways."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from requestbin.bins.models import CapturedRequest, SearchText


@dataclass(frozen=True, slots=True)
class Filter:
    """Which requests of a bin are wanted; an empty field asks for nothing.

    `text` is found in path, header values or the first 64 KiB of the body, in any letter case.
    `path` is the path below the bin, exactly, or its beginning when it ends with `*`.
    """

    text: str = ""
    method: str = ""
    path: str = ""
    provider: str = ""
    starred: bool = False

    def __bool__(self) -> bool:
        return self != Filter()

    def apply(self, requests: QuerySet[CapturedRequest]) -> QuerySet[CapturedRequest]:
        """Return those of `requests` that match."""
        if self.method:
            requests = requests.filter(method__iexact=self.method)
        if self.path:
            requests = requests.filter(self._by_path())
        if self.provider:
            requests = requests.filter(provider=self.provider)
        if self.starred:
            requests = requests.filter(starred=True)
        if self.text:
            requests = requests.filter(self._by_text())
        return requests

    def _by_path(self) -> Q:
        path = self.path.replace("\x00", "")
        if path.endswith("*"):
            return Q(path__startswith=path[:-1])
        return Q(path=path)

    def _by_text(self) -> Exists:
        wanted = searchable(self.text)
        return Exists(
            SearchText.objects.filter(
                bin_id=OuterRef("bin_id"), seq=OuterRef("seq"), text__contains=wanted
            )
        )


def searchable(text: str) -> str:
    """Return `text` as it is stored for searching: folded case, no NUL (PostgreSQL refuses it)."""
    return text.casefold().replace("\x00", "")
