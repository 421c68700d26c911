"""Whether this process lives, and whether it can do its work: what load balancers ask."""

from __future__ import annotations

import shutil
from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.models import Session
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from requestbin.forwarding.queries import worker_alive
from requestbin.ingest import writer
from requestbin.transactions import writing

MAX_WRITER_LAG_SECONDS = 3.0
"""A batch takes milliseconds; one that takes so long is stuck on a lock or a dying disk."""

_HEALTHY = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")],
}


async def healthz(
    scope: dict[str, Any],
    receive: Callable[[], Awaitable[dict[str, Any]]],
    send: Callable[[dict[str, Any]], Awaitable[None]],
) -> None:
    """Answer that the event loop turns: plain ASGI, under any Host, touching nothing."""
    await send(_HEALTHY)
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else b"ok"})


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when captures can be stored and deliveries made, else 503 and what is wrong."""
    checks = {name: check() for name, check in CHECKS.items()}
    ready = not any(checks.values())
    shown = {name: problem or "ok" for name, problem in checks.items()}
    return JsonResponse({"ready": ready, "checks": shown}, status=200 if ready else 503)


def _database() -> str:
    try:
        with writing():  # it deletes no row, but only a database that takes writes lets it try
            Session.objects.filter(session_key="").delete()
    except DatabaseError as error:
        return f"cannot be written ({type(error).__name__})"
    return ""


def _writer() -> str:
    if writer.refusing():  # the write above may be too small to meet a full disk
        return "captures cannot be stored"
    lag = writer.lag()
    return f"captures wait since {lag:.0f} s" if lag > MAX_WRITER_LAG_SECONDS else ""


def _worker() -> str:
    # A process without a worker of its own goes on capturing while the worker's is down.
    expected = settings.REQUESTBIN.worker
    return "the delivery worker does not answer" if expected and not worker_alive() else ""


def _disk() -> str:
    conf = settings.REQUESTBIN
    if conf.database_url:
        return ""
    free = shutil.disk_usage(conf.data).free
    return "" if free >= conf.min_free_disk else f"only {free // 1024**2:,} MB are free"


CHECKS: dict[str, Callable[[], str]] = {
    "database": _database,
    "capture": _writer,
    "deliveries": _worker,
    "disk": _disk,
}
"""Each gives what is wrong, or nothing."""
