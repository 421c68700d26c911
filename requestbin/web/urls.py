"""Our pages, as one table."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from requestbin.web.views import bins, compare, home, requests, samples, search, settings

BIN = "bins/<str:bin_id>/"
REQUEST = f"{BIN}requests/<int:seq>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("requestbin.web.forwarding_urls")),
    path("", include("requestbin.web.taking_urls")),
    path("", include("requestbin.web.selection_urls")),
    path("", include("requestbin.web.sharing_urls")),
    path("", include("requestbin.web.signing_urls")),
    path("", home.home, name="home"),
    path("bins/", home.create, name="create-bin"),
    path(BIN, bins.show, name="bin"),
    path(f"{BIN}rows/", bins.rows, name="rows"),
    path(f"{BIN}gone/", bins.gone, name="gone"),
    path(f"{BIN}overview/", bins.overview, name="overview"),
    path(f"{BIN}hints/", search.suggest, name="hints"),
    path(f"{BIN}time/", search.go_to, name="go-to-time"),
    path(f"{BIN}waiting/", bins.waiting, name="waiting"),
    path(f"{BIN}sample/", samples.sample, name="sample"),
    path(f"{BIN}compare/", compare.show, name="compare"),
    path(f"{BIN}settings/", settings.show, name="settings"),
    path(f"{BIN}settings/secret/", settings.take_secret, name="take-secret"),
    path(f"{BIN}settings/key/", settings.renew_key, name="renew-key"),
    path(f"{BIN}settings/empty/", settings.delete_requests, name="delete-requests"),
    path(f"{BIN}settings/delete/", settings.delete_bin, name="delete-bin"),
    path(REQUEST, requests.show, name="request"),
    path(f"{REQUEST}compare/", compare.previous, name="compare-previous"),
    path(f"{REQUEST}star/", requests.star, name="star"),
    path(f"{REQUEST}delete/", requests.delete, name="delete-request"),
    path(f"{REQUEST}body/", requests.body, name="body"),
    path(f"{REQUEST}content/", requests.content, name="content"),
    path(f"{REQUEST}raw/", requests.raw, name="raw"),
]
