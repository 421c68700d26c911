"""What browsers are told about every response."""

from __future__ import annotations

import dataclasses

import pytest
from django.test import Client
from pytest_django import Settings

from requestbin.bins.models import Bin
from requestbin.web.policy import content_policy
from tests.builders import captured, store

pytestmark = pytest.mark.django_db


def test_every_page_has_the_policy(visitor: Client) -> None:
    page = visitor.get("/")
    assert page["Content-Security-Policy"] == (
        "default-src 'none'; script-src http://testserver/static/; "
        "style-src http://testserver/static/; img-src http://testserver/static/ data:; "
        "connect-src 'self' ws://testserver; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
    assert page["Referrer-Policy"] == "same-origin"
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["X-Frame-Options"] == "DENY"
    assert page["Cross-Origin-Opener-Policy"] == "same-origin"
    assert page["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("path", ["/no/such/page", "/bins/none/", "/api/none"])
def test_errors_have_it_too(visitor: Client, path: str) -> None:
    assert "default-src 'none'" in visitor.get(path)["Content-Security-Policy"]


def test_the_public_origin_counts_where_it_is_set(settings: Settings, client: Client) -> None:
    settings.REQUESTBIN = dataclasses.replace(
        settings.REQUESTBIN,
        url="https://hooks.example.com",
        capture_url="https://in.example.com",
    )
    policy = client.get("/login/")["Content-Security-Policy"]
    assert "script-src https://hooks.example.com/static/;" in policy
    expected = "connect-src 'self' wss://hooks.example.com https://in.example.com;"
    assert expected in policy


def test_no_source_is_a_whole_origin() -> None:
    for directive in content_policy("http://x").split("; "):
        name, *sources = directive.split()
        if name in ("script-src", "style-src", "default-src"):
            assert not {"'self'", "'unsafe-inline'", "'unsafe-eval'", "*", "data:"} & set(sources)


def test_an_ipv6_address_leaves_the_host_open_and_not_the_path(visitor: Client) -> None:
    policy = visitor.get("/", HTTP_HOST="[::1]:8001")["Content-Security-Policy"]
    assert "script-src http://*:8001/static/;" in policy


def test_a_host_that_is_none_is_refused(visitor: Client) -> None:
    answer = visitor.get("/", HTTP_HOST="x; script-src *")
    assert answer.status_code == 400
    assert b"script-src" not in answer.content


def test_downloads_bring_their_own(visitor: Client, bin: Bin) -> None:
    store(bin, captured(headers=[("Content-Type", "text/html")], body="<script>alert(1)</script>"))
    for part in ("body", "raw"):
        answer = visitor.get(f"/bins/{bin.pk}/requests/1/{part}/")
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"].startswith("attachment; filename=")
        assert answer["X-Content-Type-Options"] == "nosniff"
