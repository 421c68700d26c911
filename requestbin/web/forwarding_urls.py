"""The addresses of replays and deliveries, and of the panel that says who can reach a bin."""

from __future__ import annotations

from django.urls import path

from requestbin.web.views import deliveries, reach, refetching, replay, resigning

BIN = "bins/<str:bin_id>/"
REQUEST = f"{BIN}requests/<int:seq>/"
DELIVERY = f"{BIN}deliveries/<str:delivery_id>/"

urlpatterns = [
    path(f"{REQUEST}replay/", replay.replay, name="replay"),
    path(f"{REQUEST}edit/", replay.edit, name="edit-replay"),
    path(f"{REQUEST}edit/preview/", replay.preview, name="preview-replay"),
    path(f"{REQUEST}resign/", resigning.control, name="resign"),
    path(f"{REQUEST}resign/pair/", resigning.pair, name="make-pair"),
    path(f"{REQUEST}fetch/", refetching.fetch, name="fetch"),
    path(f"{REQUEST}sends/", deliveries.lines, name="sends"),
    path(f"{REQUEST}answer/", deliveries.newest, name="newest-answer"),
    path(f"{BIN}deliveries/", deliveries.log, name="deliveries"),
    path(DELIVERY, deliveries.show, name="delivery"),
    path(f"{DELIVERY}stop/", deliveries.stop, name="stop-delivery"),
    path(f"{DELIVERY}attempts/<int:number>/body/", deliveries.body, name="answer-body"),
    path(f"{BIN}reach/", reach.show, name="reach"),
    path(f"{BIN}reach/use/", reach.use, name="use-tunnel"),
    path(f"{BIN}reach/test/", reach.test, name="test-reach"),
    path(f"{BIN}reach/check/", reach.check, name="check-reach"),
    path(f"{BIN}reach/stop/", reach.forget, name="forget-tunnel"),
]
