"""Values that the newest requests of a bin have, to be offered while somebody types a search."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from requestbin.bins.models import Bin, SearchFields, SearchText
from requestbin.bins.queries import requests_of
from requestbin.inspection.query import verdicts
from requestbin.inspection.query.fields import at, written

COLUMNS = {
    "method": "method",
    "path": "path",
    "provider": "provider",
    "event": "event_type",
    "verdict": "verdict",
    "from": "remote_addr",
}
ROWS, HEADS, BODIES = 500, 100, 20
"""How many of the newest are looked at for columns, pairs, and JSON."""
MAX_LEAVES, MAX_STEPS = 300, 6
"""Of one body."""
MAX_LENGTH = 80
MAX_VALUES = 200


def seen(bin: Bin, key: str) -> list[str]:
    """Return what stands under a key of the search language, the most frequent first: `event`,
    `header` (names), `header=x-github-event` (values), `json` (paths), `json=data.type`."""
    kind, _, name = key.partition("=")
    if kind in COLUMNS:
        rows = requests_of(bin).order_by("-seq").values_list(COLUMNS[kind], flat=True)
        found = _frequent(rows[:ROWS])
        return verdicts.offered(found) if kind == "verdict" else found
    if kind in ("header", "query"):
        pairs = _pairs(bin, kind)
        return _frequent(
            (value for each, value in pairs if each.lower() == name)
            if name
            else (each for each, _ in pairs)
        )
    if kind == "json":
        return _frequent(_fields(bin, name))
    return []


def _pairs(bin: Bin, kind: str) -> Iterator[tuple[str, str]]:
    prepared = SearchText.objects.filter(bin_id=bin.pk)
    rows: dict[str, QuerySet[Any, str]] = {
        "header": requests_of(bin).values_list("header_pairs", flat=True),
        "query": prepared.values_list("query_pairs", flat=True),
    }
    for pairs in rows[kind].order_by("-seq")[:HEADS]:
        yield from json.loads(pairs)


def _fields(bin: Bin, path: str) -> Iterator[str]:
    rows = SearchFields.objects.filter(bin_id=bin.pk).order_by("-seq")
    for fields in rows.values_list("fields", flat=True)[:BODIES]:
        for steps, value in list(_leaves(fields))[:MAX_LEAVES]:
            here = written(steps)
            if not path:
                yield here
            elif here == path and value is not None:
                yield value if isinstance(value, str) else json.dumps(value)


def _leaves(fields: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Walk to the values of a body, of a list only to the first; breadth first."""
    waiting: list[tuple[str, ...]] = [()]
    for path in waiting:
        value = at(fields, path)
        if isinstance(value, dict) and len(path) < MAX_STEPS:
            waiting += [(*path, name) for name in value if name]
        elif isinstance(value, list) and value and len(path) < MAX_STEPS:
            waiting.append((*path, "0"))
        elif path and not isinstance(value, dict | list):
            yield path, value
        if len(waiting) > MAX_LEAVES:
            return


def _frequent(values: Iterable[str]) -> list[str]:
    counts = Counter(value for value in values if value and len(value) <= MAX_LENGTH)
    return [value for value, _ in counts.most_common(MAX_VALUES)]
