"""The API's routes: the resources, the reference beside them, and a 404 of its own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, path, re_path, register_converter
from django.urls.converters import StringConverter
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from requestbin.api import edge, reference
from requestbin.api.door import door, guarded
from requestbin.api.errors import CODES, NOTHING_HERE, Problem, respond
from requestbin.api.fields import WORD
from requestbin.providers.own import SLUG

app_name = "api"


class Word(StringConverter):
    """An id in a route."""

    regex = WORD


class ProviderSlug(StringConverter):
    """The slug of a provider in a route; what cannot be one names nothing."""

    regex = SLUG.pattern


register_converter(Word, "word")
register_converter(ProviderSlug, "provider")


@require_safe
def index(_request: HttpRequest) -> HttpResponse:
    """Say where the reference is."""
    return JsonResponse({"documentation": "/api/docs", "schema": "/api/openapi.json"})


@require_safe
def schema(_request: HttpRequest) -> HttpResponse:
    """Give the OpenAPI document."""
    return JsonResponse(edge.schema())


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Show the reference."""
    document = edge.schema()
    context = {
        "description": reference.paragraphs(edge.DESCRIPTION),
        "groups": reference.groups(document),
        "shapes": reference.shapes(document),
        "codes": CODES,
    }
    return render(request, "api/reference.html", context)


@csrf_exempt
def not_found(_request: HttpRequest) -> HttpResponse:
    """Answer whatever no route matches."""
    return respond(Problem(404, NOTHING_HERE))


urlpatterns = [
    path("", door(index)),
    path("openapi.json", door(schema), name="schema"),
    path("docs", door(docs), name="docs"),
    *[guarded(route) for route in edge.api.urls[0] if isinstance(route, URLPattern)],
    re_path("", door(not_found)),
]
