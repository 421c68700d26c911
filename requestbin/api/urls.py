"""The API's routes: the resources, the schema and its page beside them, and a 404 of its own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, re_path, register_converter
from django.urls.converters import StringConverter
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from requestbin.api import bins, errors, reference, requests
from requestbin.api.door import bounded, door, guarded
from requestbin.api.errors import NOTHING_HERE, Problem, respond
from requestbin.api.fields import WORD
from requestbin.api.parser import StrictParser

app_name = "api"


class Word(StringConverter):
    """An id in a route."""

    regex = WORD


register_converter(Word, "word")

api = reference.Api(
    title="requestbin",
    version="1",
    description=reference.DESCRIPTION,
    parser=StrictParser(),
    docs_url=None,
    openapi_url=None,
)
errors.install(api)
api.add_decorator(bounded, mode="view")
for _router in (bins.router, requests.router):
    api.add_router("", _router)


@require_safe
def index(_request: HttpRequest) -> HttpResponse:
    """Say where the reference is."""
    return JsonResponse({"documentation": "/api/docs", "schema": "/api/openapi.json"})


@require_safe
def schema(_request: HttpRequest) -> HttpResponse:
    """Give the OpenAPI document."""
    return JsonResponse(reference.schema_of(api))


@csrf_exempt
def not_found(_request: HttpRequest) -> HttpResponse:
    """Answer whatever no route matches."""
    return respond(Problem(404, NOTHING_HERE))


urlpatterns = [
    path("", door(index)),
    path("openapi.json", door(schema), name="schema"),
    *[guarded(route) for route in api.urls[0] if isinstance(route, URLPattern)],
    re_path("", door(not_found)),
]
