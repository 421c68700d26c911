"""Who calls, by bearer token alone: a cookie would open the API to other sites."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from ninja.security.base import AuthBase

from requestbin.access import tokens
from requestbin.access.principals import NOBODY, Principal
from requestbin.api.errors import Problem
from requestbin.bins import queries
from requestbin.bins.models import Bin
from requestbin.conf import PUBLIC


class Call(HttpRequest):
    """A request that has passed authentication: `auth` is who calls."""

    auth: Principal


class Bearer(AuthBase):
    """Takes `Authorization: Bearer TOKEN`; a wrong token is refused where none would do."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Principal | None:
        token = tokens.bearer_of(request.headers.get("Authorization", ""))
        if not token:
            return None
        principal = tokens.resolve(token)
        if principal is None:
            raise Problem(401, "This token is not valid, or not any more.")
        return principal


bearer = Bearer()


def stranger(request: HttpRequest) -> Principal | None:
    """Let a caller without a token in, in public mode: for making bins."""
    if "Authorization" in request.headers or settings.REQUESTBIN.mode != PUBLIC:
        return None
    return NOBODY


def bin_of(request: Call, bin_id: str) -> Bin:
    """Return the bin that is called, if the caller may see it, and change it where the call does.

    Raises Bin.DoesNotExist, which is answered 404.
    """
    return queries.find_bin(request.auth, bin_id, "see" if request.method == "GET" else "change")
