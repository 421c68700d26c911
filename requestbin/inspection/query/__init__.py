"""The one matcher: what people and scripts ask of captured requests, read once to a tree."""

from requestbin.inspection.query.facts import NOTHING, Facts
from requestbin.inspection.query.globs import Glob
from requestbin.inspection.query.parser import NO_QUERY, Query, Term, parse, without
from requestbin.inspection.query.problems import QueryError
from requestbin.inspection.query.terms import BY_KEY, KINDS, Kind
from requestbin.inspection.query.times import Clock

__all__ = [
    "BY_KEY",
    "KINDS",
    "NOTHING",
    "NO_QUERY",
    "Clock",
    "Facts",
    "Glob",
    "Kind",
    "Query",
    "QueryError",
    "Term",
    "parse",
    "without",
]
