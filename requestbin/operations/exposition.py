"""`/metrics`: what `requestbin.metrics` counted, in Prometheus' text format."""

from __future__ import annotations

import math

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from requestbin import metrics as table
from requestbin.access import tokens
from requestbin.conf import LOCAL
from requestbin.forwarding.queries import overdue_seconds


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Show the metrics to this machine in local mode, else to who bears the instance token.

    Behind a proxy on the same machine every request comes from loopback, so that in the other modes
    an address proves nothing.
    """
    bearer = tokens.bearer_of(request.headers.get("Authorization", ""))
    if settings.REQUESTBIN.mode != LOCAL and not tokens.is_instance_token(bearer):
        answer = HttpResponse("The instance token is needed.\n", "text/plain", 401)
        answer["WWW-Authenticate"] = "Bearer"
        return answer
    table.OVERDUE_SECONDS.set(_overdue())
    return HttpResponse(generate_latest(), CONTENT_TYPE_LATEST)


def _overdue() -> float:
    try:
        return overdue_seconds()
    except DatabaseError:  # the other figures are wanted most just then
        return math.nan
