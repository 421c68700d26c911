"""What every API call passes on its way in and out; views only know their resource."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from pydantic import BaseModel

from requestbin.api.errors import MAX_SENTENCES, Problem, respond

View = Callable[..., HttpResponseBase]

WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
JSON_TYPE = "application/json"
NDJSON_TYPE = "application/x-ndjson"
OTHER_TYPES = {"import_requests": NDJSON_TYPE}
"""What an operation takes that takes no JSON, by its name."""
MIN_BODY_BYTES = 20 * 1024 * 1024
"""What a call may bring at the least, however little a bin may catch."""


def guarded(pattern: URLPattern) -> URLPattern:
    """Put the door before a route of the API."""
    pattern.callback = door(pattern.callback)
    return pattern


def door(view: View) -> View:
    """Return `view` with HEAD and OPTIONS answered, a 405 in our shape, and nothing cached."""

    @wraps(view)
    def passed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        method = request.method
        request.method = "GET" if method == "HEAD" else method  # the server sends no body
        try:
            response = view(request, *args, **kwargs)
        finally:
            request.method = method
        if response.status_code == 405:
            response = _not_allowed(method, response["Allow"])
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return passed


def bounded(run: View) -> View:
    """Return an operation's `run` with the body read within bounds, and JSON or nothing."""

    @wraps(run)
    def passed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            if request.method in WITH_BODY:
                _read_body(request)
        except Problem as problem:
            return respond(problem)
        return run(request, *args, **kwargs)

    return passed


def demand_known(request: HttpRequest, shape: type[BaseModel]) -> None:
    """Refuse parameters that `shape` does not have: a filter with a typo would let all through."""
    unknown = set(request.GET) - set(shape.model_fields)
    if unknown:
        named = ", ".join(f"`{name[:80]}`" for name in sorted(unknown)[:MAX_SENTENCES])
        raise Problem(422, f"Not known as a parameter: {named}.")


def demand_type(request: HttpRequest, body: bytes, media_type: str) -> None:
    """Refuse a body of another type; who does not say what it is has not decided."""
    if body and request.content_type != media_type:
        raise Problem(415, f"Send the body as `Content-Type: {media_type}`.")


def max_body() -> int:
    """Return how many bytes the body of a call may have: twice the largest captured body, since an
    edited one comes as base64 or escaped text. The front server has the same bound."""
    return max(MIN_BODY_BYTES, 2 * int(settings.REQUESTBIN.max_body))


def _read_body(request: HttpRequest) -> None:
    """Read the body within bounds: without Content-Length `request.body` has none."""
    limit = max_body()
    try:
        announced = int(request.META.get("CONTENT_LENGTH") or 0)
        body = request.read(limit + 1) if announced <= limit else b""
    except (ValueError, UnreadablePostError):
        raise Problem(400, "The body ended before the length that was announced.") from None
    if announced > limit or len(body) > limit:
        raise Problem(413, f"The body of a call may have up to {limit:,} bytes.")
    match = request.resolver_match
    if match is None or match.url_name not in OTHER_TYPES:
        demand_type(request, body, JSON_TYPE)
    request._body = body  # what request.body gives from now on


def _not_allowed(method: str | None, allow: str) -> HttpResponseBase:
    methods = {name.strip() for name in allow.split(",")} | {"OPTIONS"}
    if "GET" in methods:
        methods.add("HEAD")
    allowed = ", ".join(sorted(methods))
    if method == "OPTIONS":
        response = HttpResponse(status=204)
        del response["Content-Type"]
    else:
        response = respond(Problem(405, f"{method} is not possible here; these are: {allowed}."))
    response["Allow"] = allowed
    return response
