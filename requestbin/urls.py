"""Everything Django answers, as one table."""

from __future__ import annotations

from django.urls import include, path

urlpatterns: list = [
]
