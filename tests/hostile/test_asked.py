"""Hostile addresses, parameters, cookies and headers: an answer each time, and never a fault."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests import stores
from tests.conftest import serving
from tests.hostile.reading import Reader
from tests.hostile.routes import Route, routes
from tests.hostile.strings import ALL_MARKUP
from tests.journeys.witness import Witness
from tests.server.wire import Wire
from tests.serving import Answer, Serving, ended

PARAMETERS = (
    "q", "method", "path", "provider", "starred", "before", "after", "newest", "around", "view",
    "tab", "at", "time", "delivery", "attempt", "url", "seqs", "next", "limit", "a", "b", "noise",
    "format", "masked", "ticket", "what", "tool", "part", "sent", "order",
)  # fmt: skip
VALUES = (
    quote(ALL_MARKUP),
    "%00", "a%00b", "%ED%A0%80", "%FF%FE", "-1", "0", "1" * 18, "9" * 30, "nan", "",
    "%E2%80%AE", "%F0%9F%92%A5", "%25%00%0d%0a", "../../etc/passwd", "%D9%A1%D9%A2",
)  # fmt: skip
TO_A_STORE = ["%00", "%ED%A0%80", "%FF%FE", "1" * 18, "9" * 30, "nan"]
"""Those that one store may take and another not."""
LONG = ("1" * 5_000, "%5B" * 5_000)
IDS = ("%00", "a%00b", "%ED%A0%80", "%FF", "x" * 5_000, "%F0%9F%92%A5", "..", "%2e%2e%2f", "'--")
ANSWERED = {200, 302, 304, 400, 401, 404, 405, 422}
PAGES = sorted({str(route): route for route in routes()}.items())


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def witness(
    request: pytest.FixtureRequest,
    collected: None,
    migrated: Path,
    postgres_migrated: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Witness]:
    folder = tmp_path_factory.mktemp("asked") / "data"
    if request.param == "sqlite":
        server = serving(migrated, folder, (), {})
        with ended([server]):
            yield _filled(server)
            assert "Traceback" not in server.output
        return
    with stores.database(like=postgres_migrated) as url:
        server = serving(migrated, folder, (), {"DATABASE_URL": url})
        with ended([server]):
            yield _filled(server)
            assert "Traceback" not in server.output


def _filled(server: Serving) -> Witness:
    witness = Witness(server, name="asked")
    server.request("POST", f"/in/{witness.key}/boom?a=1", b'{"type":"boom"}')
    replay = {"url": "http://127.0.0.1:9/", "wait": 20}
    made = server.api("POST", f"/bins/{witness.id}/requests/1/replay", replay).json()
    witness.bin["delivery_id"] = made["id"]
    return witness


def address(witness: Witness, route: Route, **ids: str) -> str:
    known = {"bin_id": witness.id, "seq": "1", "delivery_id": witness.bin["delivery_id"]}
    others = {
        "number": "1", "moment": "1", "token": "x", "slug": "curl", "ticket": "x",
        "signed": "x.y", "share_id": "0123456789abcdef", "secret_id": "1", "provider": "acme",
    }  # fmt: skip
    return route.path(**{**known, **others, **ids})


def ask(witness: Witness, path: str, target: str = "") -> Answer:
    reader = Reader(witness.server, witness.cookie["Cookie"])
    return reader.ask(path, target, Authorization=f"Bearer {witness.server.token}")


@pytest.mark.parametrize("name", [name for name, _ in PAGES])
def test_no_parameter_is_a_fault(witness: Witness, name: str) -> None:
    path = address(witness, dict(PAGES)[name])
    queries = [[f"{each}={value}" for each in PARAMETERS] for value in TO_A_STORE]
    if "DATABASE_URL" not in witness.server.env:
        turn = [each for each, _ in PAGES].index(name) % 2  # every second route gets the others
        others = [value for value in VALUES if value not in TO_A_STORE][turn::2]
        queries += [[f"{each}={value}" for each in PARAMETERS] for value in others]
        queries += [[f"{each}={LONG[turn]}"] for each in ("q", "before", "seqs")]
        queries += [[f"{each}={value}"] for each in ("before", "delivery") for value in IDS[:4:2]]
    targets = itertools.cycle(("", "panel"))
    for query, target in zip(queries, targets, strict=False):
        answer = ask(witness, f"{path}?{'&'.join(query)}", target)
        assert answer.status in ANSWERED, (query, answer)
        if answer.status == 405:
            return  # it is not for GET, whatever is asked


@pytest.mark.parametrize("name", [name for name, route in PAGES if route.names])
def test_no_id_is_a_fault(witness: Witness, name: str) -> None:
    route = dict(PAGES)[name]
    for varied in route.names:
        for value in IDS[:3] if "DATABASE_URL" in witness.server.env else IDS:
            answer = ask(witness, address(witness, route, **{varied: value}))
            assert answer.status in (400, 404, 405), (varied, value[:50], answer)
            if answer.status == 405:
                break  # it is not for GET, and the id was taken for one


HEADERS = (
    "HX-Target", "HX-Current-URL", "HX-Trigger", "Accept", "Accept-Language", "Accept-Encoding",
    "If-None-Match", "If-Modified-Since", "Range", "Referer", "Authorization", "Sec-Fetch-Mode",
    "X-CSRFToken", "Content-Type", "Content-Length", "Cookie",
)  # fmt: skip
RAW = (
    b"\xff\xfe", b"'\";\\,=", b'"\\000"', b"%00%ED%A0%80", b"x" * 60_000, b"Bearer \xff", b"[{",
    b"-1", b"bytes=0-1,5-", b"W/", b"Sat, 31 Feb 2026 25:61:61 GMT",
)  # fmt: skip


@pytest.mark.parametrize("witness", ["sqlite"], indirect=True)
def test_no_cookie_and_no_header_is_a_fault(witness: Witness) -> None:
    owner = witness.cookie["Cookie"].partition("=")[0]
    mark = owner.rpartition("-")[2]
    own = [f"requestbin-{kind}-{mark}" for kind in ("owner", "session", "csrf", "messages")]
    fields = [name.encode() + b": " + value for name in HEADERS for value in RAW]
    for name in (*own, "requestbin-zone"):
        fields += [b"Cookie: " + name.encode() + b"=" + value for value in RAW]
    for path in (f"/bins/{witness.id}/", "/login/", f"/api/bins/{witness.id}", "/static/x"):
        for field in fields:
            assert visited(witness.server, path, field) < 500, (path, field[:100])


def visited(server: Serving, path: str, field: bytes) -> int:
    wire = Wire(server.port)
    try:
        line = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nHX-Request: true\r\n"
        return wire.ask(line.encode() + field + b"\r\nConnection: close\r\n\r\n").status
    finally:
        wire.close()
