"""Puts who asks on every request, and turns strangers away from pages that are not for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from requestbin.access import cookies, pairing, principals
from requestbin.access.cookies import Seen
from requestbin.access.principals import PrincipalRequest
from requestbin.conf import LOCAL, PUBLIC, TEAM

API = "/api/"
"""Takes bearer tokens and no cookies; it judges its callers itself."""

SENTENCES = {
    LOCAL: "Open the link printed in the terminal. It signs this browser in, once.\n",
    TEAM: "Your login has ended. Log in again.\n",
}
"""What scripts of an open page are told; people get a page."""


class PrincipalMiddleware:
    """Sets `request.principal`; stands after AuthenticationMiddleware.

    A view that strangers may see is marked with Django's `login_not_required`.
    """

    sync_capable = True
    async_capable = False  # pages are sync, as WhiteNoise and the ORM are

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, plain: HttpRequest) -> HttpResponseBase:
        if pairing.is_asked(plain):
            return pairing.pair(plain)
        request = cast(PrincipalRequest, plain)
        seen = _seen(request)
        request.principal = seen.principal if seen else _logged_in(request)
        response = self.get_response(request)
        if seen and seen.renew and _lasts(request, response, seen):
            cookies.send(response, request, seen.mark)
        return response

    def process_view(
        self, request: PrincipalRequest, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Turn away whoever is nobody, but from views that are open and from the API."""
        if request.principal.kind != "nobody" or request.path.startswith(API):
            return None
        if settings.REQUESTBIN.mode == PUBLIC or not getattr(view, "login_required", True):
            return None
        return _turned_away(request)


def _seen(request: HttpRequest) -> Seen | None:
    if request.path.startswith(API):
        return None
    seen = cookies.read(request.COOKIES)
    if seen is None and settings.REQUESTBIN.mode == PUBLIC:
        return cookies.newcomer()
    return seen


def _lasts(request: HttpRequest, response: HttpResponseBase, seen: Seen) -> bool:
    """A newcomer to a public instance gets the cookie with the first thing made, not for a look."""
    return not seen.new or (request.method == "POST" and response.status_code < 400)


def _logged_in(request: HttpRequest) -> principals.Principal:
    if settings.REQUESTBIN.mode != TEAM or request.path.startswith(API):
        return principals.NOBODY
    if not request.user.is_authenticated:
        return principals.NOBODY
    return principals.of_user(request.user.pk)


def _turned_away(request: HttpRequest) -> HttpResponse:
    mode = settings.REQUESTBIN.mode
    if not _is_navigation(request):
        return HttpResponse(SENTENCES[mode], "text/plain; charset=utf-8", 401)
    if mode == LOCAL:
        return pairing.unpaired(request)
    return redirect_to_login(request.get_full_path())


def _is_navigation(request: HttpRequest) -> bool:
    """A script that pulls rows must see that the login ended, not a log-in page in their place."""
    mode = request.headers.get("Sec-Fetch-Mode")
    if mode:
        return mode == "navigate"
    return "HX-Request" not in request.headers and request.accepts("text/html")
