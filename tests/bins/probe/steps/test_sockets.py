"""Whether a WebSocket gets through to the pages, and if not, what kept it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings

from requestbin.bins.probe.steps import sockets
from tests.bins.probe import sins
from tests.bins.probe.conftest import checked, codes
from tests.conftest import serving
from tests.hostile.proxy import Proxy, proxy
from tests.serving import Serving, ended
from tests.stores import free_port


@pytest.fixture(scope="module")
def paged(
    collected: None, migrated: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxy]:
    """Give a proxy whose address an instance's pages answer under."""
    port = free_port()
    with proxy(port) as front:
        environ = {
            "PORT": str(port),
            "REQUESTBIN_URL": f"http://localhost:{front.port}",
            "REQUESTBIN_SECRET_KEY": settings.SECRET_KEY,
        }
        made = serving(migrated, tmp_path_factory.mktemp("paged") / "data", (), environ)
        with ended([made]):
            yield front


SINS: dict[str, dict[str, Any]] = {
    "fine_sockets": {},
    "sockets": {"change": sins.dropping(rb"upgrade:")},
    "page_host": {"change": sins.setting("Host", "elsewhere.example")},
    "sockets_refused": {"refuse": sins.refusing(rb"^GET /live/", 400)},
    "page_elsewhere": {"refuse": sins.refusing(rb"", 502)},
}


@pytest.mark.parametrize("code", SINS)
def test_what_keeps_a_socket_is_found(
    code: str, paged: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, sin in SINS[code].items():
        monkeypatch.setattr(paged, name, sin)
    page = f"http://localhost:{paged.port}"
    assert codes(checked(page, sockets.check, url=page)) == [code]


def test_without_pages_behind_it_none_is_needed(server: Serving) -> None:
    assert codes(checked(server.base, sockets.check)) == ["no_sockets"]


def test_the_wish_says_what_did_not_arrive(paged: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paged, "change", sins.dropping(rb"(upgrade|connection):"))
    page = f"http://localhost:{paged.port}"
    (found,) = checked(page, sockets.check, url=page)
    assert "without `Upgrade` and `Connection`" in found.sentence
