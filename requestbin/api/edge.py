"""The API as one object: which routers, parser and errors it is made of."""

from __future__ import annotations

from functools import cache
from typing import Any

from ninja import NinjaAPI
from ninja.operation import Operation

from requestbin.api import (
    bins,
    deliveries,
    errors,
    exports,
    fetches,
    providers,
    requests,
    samples,
    secrets,
    shares,
    snippets,
    verdicts,
)
from requestbin.api.door import bounded
from requestbin.api.parser import StrictParser

ROOT = "/api/"
"""Where requestbin.urls mounts the API: part of its contract."""

DESCRIPTION = """\
Make bins, read what they caught, replay it. Bodies and answers are JSON; times are RFC 3339 in UTC
with microseconds. Every call but one carries `Authorization: Bearer TOKEN`: the instance token, a
user's token, or the token of one bin, which opens that bin alone. What a token may not see is
answered 404."""


class Api(NinjaAPI):
    """The API, whose operations are called by the names of their views."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the name by which programs know an operation."""
        return operation.view_func.__name__

    def get_content_type(self) -> str:
        """Return what every answer is: JSON has no charset parameter (RFC 8259 section 11)."""
        return "application/json"


api = Api(
    title="requestbin",
    version="1",
    description=DESCRIPTION,
    parser=StrictParser(),
    docs_url=None,
    openapi_url=None,
)
errors.install(api)
api.add_decorator(bounded, mode="view")
_ROUTERS = (
    *(bins, requests, verdicts, snippets, shares, exports),
    *(providers, secrets, samples, deliveries, fetches),
)
for _each in _ROUTERS:
    api.add_router("", _each.router)


@cache
def schema() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of the API."""
    made = dict(api.get_openapi_schema(path_prefix=ROOT))
    errors.document(made)
    return made
