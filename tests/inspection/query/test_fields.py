"""What `json:` asks of a body."""

from __future__ import annotations

import json
from typing import Any

import pytest

from requestbin.http import Headers
from requestbin.inspection.content import content_of
from requestbin.inspection.query import NOTHING, QueryError
from requestbin.inspection.query.fields import field_of, written
from requestbin.inspection.search_fields import search_fields

BODY = {
    "type": "Invoice.Paid",
    "data": {"amount": 1000, "rate": 0.30000000000000004, "id": "1000", "ok": True, "note": None},
    "lines": [{"sku": "a"}, {"sku": "b"}],
    "a.b": {"c d": 1},
    "0": {"x": [[7]]},
    "day": "2026-11-20T10:00:00Z",
    "big": 10**30,
    "": "empty",
}


def matches(asked: str, body: Any = BODY) -> bool:
    stored = search_fields(content_of(Headers(), json.dumps(body).encode()))
    assert stored is not None
    return field_of(asked).matches(json.loads(stored))


@pytest.mark.parametrize(
    "asked",
    [
        "type", "type=invoice.paid", "type=INVOICE.*", "type!=x", "data", "data!=x",
        "data.amount=1000", "data.amount=1e3", "data.amount=1000.0", "data.id=1000",
        'data.id="1000"', "data.amount>999.5", "data.amount>=1000", "data.amount<=1000",
        "data.rate=0.3", "data.ok=true", "data.note=null", "data.note!=false", "lines.1.sku=b",
        "lines[0].sku=a", "$.lines[0].sku", '"a.b"."c d"=1', "0.x.0.0=7", "[0].x[0][0]=7",
        "day>2026-11-20", "day<2026-11-21", "big>1e29", "big=1e30",
    ],
)  # fmt: skip
def test_holds(asked: str) -> None:
    assert matches(asked)


@pytest.mark.parametrize(
    "asked",
    [
        "nothing", "nothing!=1", "nothing<5", "Type", "type=invoice", "data=*",
        'data.amount="1000"', "data.amount=1*", "data.id>5", "data.ok=1", "data.ok>0",
        "data.note=*", "data.note=0",
        "lines.2.sku", "lines.-1", "lines.00.sku", "data.amount.x", "type.0", "day>5", "big<5",
    ],
)  # fmt: skip
def test_does_not_hold(asked: str) -> None:
    assert not matches(asked)


def test_nothing_has_no_fields() -> None:
    assert not field_of("a!=1").matches(NOTHING)


@pytest.mark.parametrize("asked", ["..a", "a..b", "a=b=c=", "*", "a*b", "=1", 'a"b', "[x]", "a.[0"])
def test_paths_that_make_no_sense(asked: str) -> None:
    if asked == "a=b=c=":
        assert field_of(asked).glob.literal == "b=c="
        return
    with pytest.raises(QueryError):
        field_of(asked)


@pytest.mark.parametrize("path", [("a", "b"), ("a.b", "c d", "0"), ("=", "-x", "$y", "[", "é*")])
def test_a_path_can_be_written(path: tuple[str, ...]) -> None:
    assert field_of(written(path)).path == path
