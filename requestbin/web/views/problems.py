"""What is said when there is nothing to show: a page to people, one shape to API callers."""

from __future__ import annotations

import json
import math

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from requestbin.web.words import size

API = "/api/"
BUSY_SECONDS = 10
NOT_FOUND = "Mistyped, deleted, or not yours to see."


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what has no address, in the caller's own form."""
    if request.path.startswith(API):
        error = {"code": "not_found", "message": "There is nothing at this address."}
        return JsonResponse({"error": error}, status=404)
    sentence = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    return _problem(request, 404, "There is nothing here.", sentence or NOT_FOUND)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what cannot be read, or brings more than a form may."""
    if isinstance(exception, RequestDataTooBig):
        most = size(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        return _problem(request, 413, "Not done.", f"A form may bring up to {most}.")
    return _problem(request, 400, "Not done.", "What the browser sent could not be read.")


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose CSRF token is not the one of this browser: its page was too old."""
    return _problem(request, 403, "Not done.", "The page was too old. Load it again and repeat.")


def too_many(request: HttpRequest, wait: float) -> HttpResponse:
    """Answer whoever makes bins too fast, and say when to go on."""
    seconds = math.ceil(wait)
    response = _problem(request, 429, "Too many new bins.", f"Try again in {seconds} seconds.")
    response.headers["Retry-After"] = str(seconds)
    return response


def busy(request: HttpRequest, sentence: str) -> HttpResponse:
    """Answer who asks for more of something than there is just now."""
    response = _problem(request, 429, "Not now.", sentence)
    response.headers["Retry-After"] = str(BUSY_SECONDS)
    return response


def failed(request: HttpRequest) -> HttpResponse:
    """Answer when a view broke; what it was is in the log."""
    sentence = "The server could not answer this. What it acknowledged is stored."
    return _problem(request, 500, "Something broke.", sentence)


def _problem(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    """Render it; a press whose answer has no place of its own gets it as a notice (trouble.js)."""
    in_part = "HX-Request" in request.headers
    template = "_problem.html" if in_part else "problem.html"
    response = render(request, template, {"title": title, "sentence": sentence}, status=status)
    if in_part and request.headers.get("HX-Target") != "detail":
        response.headers["HX-Reswap"] = "none"
        response.headers["HX-Trigger"] = json.dumps({"requestbin:problem": f"{title} {sentence}"})
    return response
