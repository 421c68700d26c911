"""One shape for everything that goes wrong: without it clients would meet HTML, text and JSON."""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import BaseModel, Field

log = logging.getLogger(__name__)

CODES = {
    400: "bad_request",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
    422: "invalid",
    429: "too_many",
    500: "internal",
    503: "unavailable",
}
"""`error.code` by status; docs/api.md says when each is given."""

NOTHING_HERE = "Nothing is here, or nothing that this token may see."
RETRY_SECONDS = 5
MAX_SENTENCES = 5
"""Of a body that is wrong all over, the first few places are told."""

WORDS = {
    "missing": "is required",
    "extra_forbidden": "is not a known field",
    "model_type": "must be an object",
    "dict_type": "must be an object",
}
"""Where the validator's own words would puzzle; by its type of error."""

_KIND = re.compile(r"constrained-\w+|(?:dict|list)\[.*\]|bool|[A-Z]\w+")
"""What the validator calls a kind of value, among the names of fields."""
_PREFIX = re.compile(r"^(Input|String|List|Dictionary|Value error,) ")


class Problem(Exception):
    """A call that cannot be answered as asked; `message` is a sentence for people."""

    def __init__(self, status: int, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.retry_after = status, message, retry_after


class ErrorText(BaseModel):
    """What went wrong: `code` for programs, `message` for people."""

    code: str = Field(json_schema_extra={"enum": [*CODES.values()]})
    message: str


class Error(BaseModel):
    """Every answer with a status of 400 or more."""

    error: ErrorText


def document(openapi: dict[str, Any]) -> None:
    """Add to an OpenAPI document what every operation may answer with, too.

    Were it named at each operation, a validator for each would be built at start: 0.1 s for all.
    """
    shape = Error.model_json_schema(ref_template="#/components/schemas/{model}")
    openapi["components"]["schemas"] |= {"Error": shape, **shape.pop("$defs")}
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    failures = {
        status: {"description": HTTPStatus(status).phrase, "content": content} for status in CODES
    }
    for operations in openapi["paths"].values():
        for operation in operations.values():
            operation["responses"] |= failures


def respond(problem: Problem) -> HttpResponse:
    """Return the answer that tells of a problem."""
    error = {"code": CODES[problem.status], "message": problem.message}
    response = JsonResponse({"error": error}, status=problem.status)
    if problem.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    if problem.retry_after is not None:
        response["Retry-After"] = str(math.ceil(problem.retry_after))
    return response


def _from_http(error: HttpError) -> Problem:
    if error.status_code == 400:  # ninja's one use of it: what the body's parser raised
        return Problem(422, f"The body is not JSON that can be read: {error.__cause__}."[:300])
    return Problem(error.status_code, error.message)


def _from_validation(error: ValidationError) -> Problem:
    told: dict[str, list[str]] = {}
    for place in error.errors:  # of a field that takes several kinds, one for each
        told.setdefault(_path(place), []).append(_words(place))
    sentences = [f"{path} {', or '.join(words)}" for path, words in told.items()][:MAX_SENTENCES]
    more = len(told) - len(sentences)
    return Problem(422, "; ".join([*sentences, *([f"and {more} more"] if more else [])]) + ".")


def _words(place: dict[str, Any]) -> str:
    return WORDS.get(place["type"]) or _PREFIX.sub("", place["msg"]).rstrip(".")


def _path(place: dict[str, Any]) -> str:
    """The first part names the source, and for a body the second our own argument."""
    source, *parts = place["loc"]
    named = parts[1:] if source == "body" else parts
    unknown = named[-1:] if place["type"] == "extra_forbidden" else []
    fields = [part for part in named[: len(named) - len(unknown)] if not _is_kind(part)]
    path = ".".join(str(part) for part in (*fields, *unknown))
    return f"`{path[:200]}`" if path else "The body"


def _is_kind(part: str | int) -> bool:
    return _KIND.fullmatch(str(part)) is not None


def _unavailable(_error: Exception) -> Problem:
    log.exception("the database could not be used")
    return Problem(503, "The database cannot be used right now.", retry_after=RETRY_SECONDS)


PROBLEMS: dict[type[Exception], Callable[[Any], Problem]] = {
    Problem: lambda error: error,
    AuthenticationError: lambda _: Problem(
        401, "Send a token with the call: `Authorization: Bearer TOKEN`."
    ),
    HttpError: _from_http,
    ValidationError: _from_validation,
    ObjectDoesNotExist: lambda _: Problem(404, NOTHING_HERE),
    OperationalError: _unavailable,
    InterfaceError: _unavailable,
}
"""What an exception says to the caller; everything else is a fault of ours."""


def install(api: NinjaAPI) -> None:
    """Make every exception of the views answer in our shape."""
    for kind, problem_of in PROBLEMS.items():
        api.add_exception_handler(kind, _handler(problem_of))
    api.add_exception_handler(Exception, _fault)


def _handler(problem_of: Callable[[Any], Problem]) -> Callable[[HttpRequest, Any], HttpResponse]:
    return lambda _request, error: respond(problem_of(error))


def _fault(request: HttpRequest, _error: Any) -> HttpResponse:
    log.exception("an API call failed")
    got_request_exception.send(sender=None, request=request)
    return respond(Problem(500, "This failed, and it is our fault. The log has the details."))
