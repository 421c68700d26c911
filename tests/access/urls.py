"""Views that say who asks: the middleware is tested without the pages."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import include, path

from requestbin.access.principals import PrincipalRequest


def who(request: PrincipalRequest, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{request.principal.kind} {request.principal.owner}", status=status)


@login_not_required
def open_to_all(request: PrincipalRequest) -> HttpResponse:
    return who(request)


urlpatterns = [
    path("", who, name="home"),
    path("made/<int:status>/", who),
    path("open/", open_to_all),
    path("api/who", who),
    path("", include("requestbin.web.entry_urls")),
]
