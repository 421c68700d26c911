"""The addresses of what is taken away: snippets, exports, and the way back in."""

from __future__ import annotations

from django.urls import path

from requestbin.web.views import exports, imports, snippets

BIN = "bins/<str:bin_id>/"
SNIPPETS = f"{BIN}requests/<int:seq>/snippets/"

urlpatterns = [
    path(f"{BIN}export/", exports.show, name="export"),
    path(f"{BIN}exports/", exports.file, name="export-file"),
    path(f"{BIN}exports/<slug:ticket>/", exports.progress, name="export-progress"),
    path(f"{BIN}import/", imports.show, name="import"),
    path(SNIPPETS, snippets.show, name="snippets"),
    path(f"{SNIPPETS}<slug:slug>/", snippets.copy, name="snippet"),
]
