"""The addresses of what is taken away: snippets, exports, and the way back in."""

from __future__ import annotations

from django.urls import path

from requestbin.web.views import snippets

BIN = "bins/<str:bin_id>/"
SNIPPETS = f"{BIN}requests/<int:seq>/snippets/"

urlpatterns = [
    path(SNIPPETS, snippets.show, name="snippets"),
    path(f"{SNIPPETS}<slug:slug>/", snippets.copy, name="snippet"),
]
