"""Everything Django answers, as one table."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from requestbin.operations.exposition import metrics
from requestbin.operations.health import readyz

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", include("requestbin.api.urls")),
    path("", include("requestbin.web.urls")),
    path("", include("requestbin.web.entry_urls")),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
]

handler400 = "requestbin.web.views.problems.bad_request"
handler404 = "requestbin.web.views.problems.not_found"
handler500 = "requestbin.web.views.problems.failed"
