"""Why a query cannot be answered, or not yet."""

from __future__ import annotations


class QueryError(ValueError):
    """A term whose value makes no sense; the message is a sentence for people."""


class Unfinished(QueryError):
    """A term that may still be on its way: at the end of a query it asks for nothing."""
