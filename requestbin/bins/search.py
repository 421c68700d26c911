"""A query compiled to SQL, and the way to what it asks for; list and API find by it alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Left

from requestbin.bins.conditions import FLAGS, column, contains, moment, pair, size
from requestbin.bins.field_conditions import field_condition
from requestbin.bins.models import CapturedRequest, SearchFields, SearchText
from requestbin.inspection.query import Query

Condition = Callable[[Any], Q]

OF_REQUESTS: dict[str, Condition] = {
    "method": column("method"),
    "path": column("path"),
    "header": pair("header_pairs"),
    "provider": column("provider"),
    "event": column("event_type"),
    "verdict": column("verdict"),
    "size": size,
    "after": moment("gte"),
    "before": moment("lt"),
    "from": column("remote_addr"),
    "note": column("note"),
    "is": FLAGS.__getitem__,
}
"""By the key of their term; what is said of other rows is registered (`answer`)."""

SAMPLE_TEXTS, SAMPLE_CHARACTERS = 20, 4096
SCAN_CACHE = "PRAGMA cache_size=-1000"
"""Of what is read once and never again a large cache only holds up the reading: 92 against 69 ms
for 100,000 texts. The connection ends with the page that was asked for."""
MAX_COUNTED = 1000


def answer(key: str, condition: Condition) -> None:
    """Register what a term of this key asks of a captured request."""
    OF_REQUESTS[key] = condition


@dataclass(slots=True)
class _Asked:
    """A query by the rows that know the answers. What is asked of `fields` holds for one row, which
    must be there if `has_fields`; else only what must not be there is asked."""

    requests: list[Q] = field(default_factory=list)
    texts: list[Q] = field(default_factory=list)
    fields: list[Q] = field(default_factory=list)
    has_fields: bool = False
    prepared: bool = False

    @property
    def leading(self) -> type[Model]:
        """Return the rows to go through: those that cost the most to look at, once and in order."""
        if self.has_fields and not self.texts:
            return SearchFields
        return SearchText if self.prepared else CapturedRequest

    def of(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return those of `rows`, of any of the three tables, that belong to such requests."""
        demands: dict[type[Model], list[Q]] = {}
        if self.requests:
            demands[CapturedRequest] = self.requests
        if self.texts or (self.prepared and not self.has_fields):
            demands[SearchText] = self.texts
        if self.has_fields:
            demands[SearchFields] = self.fields
        here = demands.pop(rows.model, [])
        there: list[Any] = [Exists(_same(model).filter(*asked)) for model, asked in demands.items()]
        if self.fields and not self.has_fields:
            there.append(~Exists(_same(SearchFields).exclude(*self.fields)))
        return rows.filter(*here, *there)


def matching(rows: QuerySet[CapturedRequest], query: Query) -> QuerySet[CapturedRequest]:
    """Return those of a few requests that match; of many, `find` is quicker."""
    return _asked(query).of(rows)


def find(
    bin_id: str,
    query: Query,
    *,
    above: int,
    below: int | None,
    limit: int,
    newest_first: bool,
) -> list[CapturedRequest]:
    """Return the first `limit` requests that match, of those with a seq between two others."""
    asked = _asked(query, _sample(bin_id) if query.inside else ())
    rows = _between(asked.leading, bin_id, above, below)
    order = "-seq" if newest_first else "seq"
    found = asked.of(rows).order_by(order)
    if asked.leading is CapturedRequest:
        return list(found[:limit])
    _scan()
    seqs = list(found.values_list("seq", flat=True)[:limit])
    return list(CapturedRequest.objects.filter(bin_id=bin_id, seq__in=seqs).order_by(order))


def too_large(bin_id: str, query: Query, above: int) -> int:
    """Return how many requests were not searched whole by a query that looks inside, at most one
    more than MAX_COUNTED; those that it excludes for another reason do not count."""
    if not query.inside:
        return 0
    outside = _Asked(requests=_asked(query).requests)
    cut = _between(SearchText, bin_id, above, None).filter(cut=True)
    return len(outside.of(cut).values_list("seq", flat=True)[: MAX_COUNTED + 1])


def _asked(query: Query, sample: Sequence[str] = ()) -> _Asked:
    asked = _Asked(prepared=query.inside)
    texts: dict[str, Condition] = {
        "": lambda needle: contains(needle, sample),
        "query": pair("query_pairs"),
    }
    for term in query.terms:
        if term.key == "json":
            conditions, found = asked.fields, field_condition(term.value)
            asked.has_fields |= not term.negated
        elif term.key in texts:
            conditions, found = asked.texts, texts[term.key](term.value)
        else:
            conditions, found = asked.requests, OF_REQUESTS[term.key](term.value)
        conditions.append(~found if term.negated else found)
    return asked


def _same(model: type[Model]) -> QuerySet[Any]:
    return model._default_manager.filter(bin_id=OuterRef("bin_id"), seq=OuterRef("seq"))


def _between(model: type[Model], bin_id: str, above: int, below: int | None) -> QuerySet[Any]:
    rows = model._default_manager.filter(bin_id=bin_id, seq__gt=above)
    return rows if below is None else rows.filter(seq__lt=below)


def _sample(bin_id: str) -> list[str]:
    """Return the beginnings of the newest texts, where it helps to know them."""
    if connection.vendor != "sqlite":
        return []
    newest = SearchText.objects.filter(bin_id=bin_id).order_by("-seq")
    return list(newest.values_list(Left("text", SAMPLE_CHARACTERS), flat=True)[:SAMPLE_TEXTS])


def _scan() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(SCAN_CACHE)
