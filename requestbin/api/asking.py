"""What a call asks of captured requests, as a query; list and export read their filters here."""

from __future__ import annotations

from datetime import UTC, datetime

from requestbin.api.errors import Problem
from requestbin.api.schemas.requests import Asked
from requestbin.inspection.query import Glob, Query, QueryError, Term, parse


def asked(filters: Asked) -> Query:
    """Return what is asked in one tree, with the parameters that are terms by another name."""
    try:
        where = parse(filters.q, now=datetime.now(UTC), zone=UTC)
    except QueryError as problem:
        raise Problem(422, f"`q`: {problem}") from None
    below = filters.path.endswith("*")
    path = Glob.exactly(filters.path.removesuffix("*"), and_below=below)
    terms = {
        "method": filters.method and Glob.exactly(filters.method),
        "path": filters.path and path,
        "provider": filters.provider and Glob.exactly(filters.provider),
        "is": "starred" if filters.starred else "",
    }
    return where.plus(*(Term(key, value) for key, value in terms.items() if value))
