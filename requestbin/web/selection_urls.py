"""The addresses of what is done to many requests at once."""

from __future__ import annotations

from django.urls import path

from requestbin.web.views import selection

SELECTION = "bins/<str:bin_id>/selection/"

urlpatterns = [
    path(f"{SELECTION}matching/", selection.matching, name="matching"),
    path(f"{SELECTION}delete/", selection.delete, name="delete-many"),
    path(f"{SELECTION}star/", selection.star, name="star-many"),
    path(f"{SELECTION}replay/", selection.replay, name="replay-many"),
    path(f"{SELECTION}sent/<int:moment>/", selection.sent, name="sent"),
    path(f"{SELECTION}export/", selection.export, name="export-many"),
    path(f"{SELECTION}compare/", selection.compare, name="compare-many"),
]
