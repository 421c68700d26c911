"""Each line for nginx, in a real one: what was found is not found any more once it stands there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

from requestbin.bins.probe.fronts.nginx import HTTP, LOCATION, NGINX, SERVER
from requestbin.bins.probe.steps import arrival, headers, senders, sizes, sockets, target
from tests.bins.probe.conftest import Check, checked, codes
from tests.egress.certificates import Certificate
from tests.fronts import nginx_file, running
from tests.serving import Serving
from tests.stores import free_port

PLAIN = "proxy_pass http://127.0.0.1:8000;"
WITH_A_PATH = "proxy_pass http://127.0.0.1:8000/in/;"
MAP, _, UPGRADE = NGINX.mends["sockets"].lines.partition("\n")
FORWARDED = f"{MAP}||{UPGRADE} proxy_set_header X-Forwarded-For $remote_addr;"


@dataclass(frozen=True)
class Case:
    """A finding, the step that makes it, and where: lines of `http`, `||`, lines of `location`."""

    code: str
    check: Check
    given: str = "||"
    passing: str = PLAIN
    environ: tuple[tuple[str, str], ...] = ()
    tls: bool = False
    paged: bool = False


TRUSTING = (("REQUESTBIN_TRUSTED_PROXIES", "1"),)
CASES = [
    Case("underscore", headers.check),
    Case("host", headers.check),
    Case("http10", headers.check),
    Case("long_header", headers.check),
    Case("negotiated", headers.check, '||proxy_set_header Accept-Encoding "gzip";'),
    Case("long_target", target.check),
    Case("slashes", target.check, passing=WITH_A_PATH),
    Case("decoded", target.check, passing=WITH_A_PATH),
    Case("recoded", target.check, passing=WITH_A_PATH),
    Case("dots", target.check, passing=WITH_A_PATH),
    Case("too_large", sizes.check),
    Case("unforwarded", senders.check),
    Case("scheme_unforwarded", senders.check, tls=True),
    Case("spoofed_open", senders.check, environ=TRUSTING),
    Case("spoofed_scheme", senders.check, environ=TRUSTING),
    Case("sockets", sockets.check, paged=True),
    Case("page_host", sockets.check, FORWARDED, paged=True),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_a_line_mends_what_was_found(
    case: Case,
    server: Serving,
    serve: Callable[..., Serving],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    certificate = Certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.path))
    origin = f"{'https' if case.tls else 'http'}://localhost:{free_port()}"
    page = origin if case.paged else ""
    if page or case.environ:
        secret = {"REQUESTBIN_SECRET_KEY": settings.SECRET_KEY}
        server = serve(**secret, **dict(case.environ), **({"REQUESTBIN_URL": page} if page else {}))

    def found(mending: str) -> list[str]:
        port = int(origin.rpartition(":")[2])
        text = _written(case, port, certificate.path, mending)
        nginx_file(tmp_path, text.replace(":8000", f":{server.port}"))
        with running("nginx", tmp_path, port):
            return codes(checked(origin, arrival.check, case.check, url=page))

    assert case.code in found("")
    assert case.code not in found(case.code)


def _written(case: Case, port: int, certificate: Path, mending: str) -> str:
    http, _, location = case.given.partition("||")
    places = {HTTP: http, SERVER: "", LOCATION: location}
    passing = case.passing
    if mending:
        mend = NGINX.mends[mending].filled({"port": 8000, "mebibytes": 11})
        if mend.where in places and mending == "negotiated":
            places[LOCATION] = mend.lines  # instead of the line that spoils it
        elif mend.where in places:
            places[mend.where] += mend.lines
        elif mend.lines.startswith("map "):
            places |= {HTTP: MAP, LOCATION: UPGRADE}
        else:
            passing = mend.lines
    tls = f" ssl; ssl_certificate {certificate}; ssl_certificate_key {certificate}"
    prefix = "/in/" if case.passing == WITH_A_PATH else "/"
    return (
        f"{places[HTTP]}\nserver {{ listen 127.0.0.1:{port}{tls if case.tls else ''};\n"
        f"{places[SERVER]}\nlocation {prefix} {{ {places[LOCATION]}\n{passing} }} }}"
    )
