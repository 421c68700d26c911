"""The addresses of notes, and of links that share a request: what makes and what opens them."""

from __future__ import annotations

from django.urls import path

from requestbin.web.views import notes, shared, shares

BIN = "bins/<str:bin_id>/"
SHARE = f"{BIN}requests/<int:seq>/share/"
SHARED = "shared/<str:signed>/"

urlpatterns = [
    path(f"{BIN}requests/<int:seq>/note/", notes.note, name="note"),
    path(SHARE, shares.share, name="share"),
    path(f"{SHARE}preview/", shares.preview, name="share-preview"),
    path(f"{SHARE}preview/raw/", shares.raw, name="masked-raw"),
    path(f"{SHARE}preview/body/", shares.body, name="masked-body"),
    path(f"{SHARE}preview/curl/", shares.as_curl, name="masked-curl"),
    path(f"{BIN}shares/<str:share_id>/revoke/", shares.revoke, name="revoke-share"),
    path(SHARED, shared.show, name="shared"),
    path(f"{SHARED}raw/", shared.raw, name="shared-raw"),
    path(f"{SHARED}body/", shared.body, name="shared-body"),
    path(f"{SHARED}curl/", shared.as_curl, name="shared-curl"),
]
