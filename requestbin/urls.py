"""Everything Django answers, as one table."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from requestbin.operations.exposition import metrics
from requestbin.operations.health import readyz

urlpatterns: list[URLPattern | URLResolver] = [
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
]
