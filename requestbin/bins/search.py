"""A query compiled to SQL; list, API and live pulls find by it alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Left

from requestbin.bins.conditions import (
    FLAGS,
    column,
    contains,
    effort,
    moment,
    pair,
    size,
    verdict,
)
from requestbin.bins.field_conditions import field_condition
from requestbin.bins.models import CapturedRequest, SearchFields, SearchText
from requestbin.bins.spelled import like, pattern
from requestbin.inspection.query import Query, Term

Condition = Callable[[Any], Q]

OF_REQUESTS: dict[str, Condition] = {
    "method": column("method"),
    "path": column("path"),
    "header": pair("header_pairs"),
    "provider": column("provider"),
    "event": column("event_type"),
    "id": lambda glob: Q(event_id__isnull=False) & Q(like("event_id", pattern(glob))),
    "verdict": verdict,
    "size": size,
    "after": moment("gte"),
    "before": moment("lt"),
    "from": column("remote_addr"),
    "note": column("note"),
    "is": FLAGS.__getitem__,
}
"""By the key of their term; what is said of other rows is registered (`answer`)."""

SAMPLE_TEXTS, SAMPLE_CHARACTERS = 20, 4096
MAX_COUNTED = 1000


def answer(key: str, condition: Condition) -> None:
    """Register what a term of this key asks of a captured request."""
    OF_REQUESTS[key] = condition


@dataclass(slots=True)
class Asked:
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
    """Return those of a few requests that match; of many, `walk.find` is quicker."""
    return asked_of(query).of(rows)


def too_large(bin_id: str, query: Query, above: int) -> int:
    """Return how many requests were not searched whole by a query that looks into bodies, at most
    one more than MAX_COUNTED; those that it excludes for another reason do not count."""
    if not query.bodies:
        return 0
    outside = Asked(requests=asked_of(query).requests)
    cut = SearchText.objects.filter(bin_id=bin_id, seq__gt=above, cut=True)
    return len(outside.of(cut).values_list("seq", flat=True)[: MAX_COUNTED + 1])


def asked_of(query: Query, sample: Sequence[str] = ()) -> Asked:
    """Compile a query; a sample of the texts that are searched tells what is rare in them."""
    asked = Asked(prepared=query.inside)
    texts: dict[str, Condition] = {
        "": lambda needle: contains(needle, sample),
        "query": pair("query_pairs"),
    }
    for term in sorted(query.terms, key=lambda term: _turn(term, sample)):
        if term.key == "json":
            conditions, found = asked.fields, field_condition(term.value)
            asked.has_fields |= not term.negated
        elif term.key in texts:
            conditions, found = asked.texts, texts[term.key](term.value)
        else:
            conditions, found = asked.requests, OF_REQUESTS[term.key](term.value)
        conditions.append(~found if term.negated else found)
    return asked


def _turn(term: Term, sample: Sequence[str]) -> tuple[int, int]:
    """Return when a term is asked: first what stops most of the sample, with the least effort."""
    if term.key:
        return 0, 0
    passing = sum((term.value in text) != term.negated for text in sample)
    return passing, effort(term.value, sample)


def _same(model: type[Model]) -> QuerySet[Any]:
    return model._default_manager.filter(bin_id=OuterRef("bin_id"), seq=OuterRef("seq"))


def sample_of(bin_id: str) -> list[str]:
    """Return the beginnings of the newest texts, which tell what is rare."""
    newest = SearchText.objects.filter(bin_id=bin_id).order_by("-seq")
    return list(newest.values_list(Left("text", SAMPLE_CHARACTERS), flat=True)[:SAMPLE_TEXTS])
