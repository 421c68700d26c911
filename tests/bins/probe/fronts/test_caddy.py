"""Each line for Caddy, in a real one: what was found is not found any more once it stands there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

from requestbin.bins.probe.fronts.caddy import CADDY
from requestbin.bins.probe.steps import arrival, headers, senders, sizes
from tests.bins.probe.conftest import Check, checked, codes
from tests.egress.certificates import Certificate
from tests.fronts import caddy_file, running
from tests.serving import Serving
from tests.stores import free_port

HASH = "JDJhJDA0JHh4eHh4eHh4eHh4eHh4eHh4eHh4eHVZdEVVZHRoMkxBaWlTcUNrM2dSNTcwUm4yQ3Uu"
INNER = "http://localhost:{inner} {{\n\treverse_proxy 127.0.0.1:{server} {{\n\t\t{line}\n\t}}\n}}\n"


@dataclass(frozen=True)
class Case:
    """A finding, the step that makes it, and lines of the site and of its `reverse_proxy`."""

    code: str
    check: Check
    site: str = ""
    proxy: str = ""


CASES = [
    Case("accepts", headers.check),
    Case("host", headers.check, proxy="header_up Host elsewhere"),
    Case("unforwarded", senders.check, proxy="header_up -X-Forwarded-For"),
    Case("scheme_unforwarded", senders.check, proxy="header_up -X-Forwarded-Proto"),
    Case("too_large", sizes.check, "request_body {\n\tmax_size 1MiB\n}"),
    Case("password", arrival.check, f"basicauth {{\n\tana {HASH}\n}}"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_a_line_mends_what_was_found(
    case: Case, server: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = Certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.path))
    port = free_port()

    def found(site: str, proxy: str) -> list[str]:
        caddy_file(
            tmp_path,
            f"https://localhost:{port} {{\n\ttls {certificate.path} {certificate.path}\n\t{site}\n"
            f"\treverse_proxy 127.0.0.1:{server.port} {{\n\t\t{proxy}\n\t}}\n}}\n",
        )
        with running("caddy", tmp_path, port):
            every = checked(f"https://localhost:{port}", case.check)
            return [*codes(every), *(str(each.facts.get("who")) for each in every)]

    assert case.code in found(case.site, case.proxy)
    assert case.code not in found(*_mended(case))


def _mended(case: Case) -> tuple[str, str]:
    """Some lines are to be added, some take the place of others, and some are to be taken out."""
    lines = CADDY.mends[case.code].filled({"mebibytes": 11}).lines
    if case.code == "password":
        lines = lines.replace("# names and hashes", f"ana {HASH}").replace(
            "basic_auth", "basicauth"
        )
    return (lines, "") if case.site else ("", lines)


def test_a_proxy_before_it_is_believed_once_it_is_named(
    serve: Callable[..., Serving], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = Certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.path))
    server = serve(REQUESTBIN_SECRET_KEY=settings.SECRET_KEY, REQUESTBIN_TRUSTED_PROXIES="2")
    port, inner = free_port(), free_port()

    def found(line: str) -> list[str]:
        caddy_file(
            tmp_path,
            f"https://localhost:{port} {{\n\ttls {certificate.path} {certificate.path}\n"
            f"\treverse_proxy localhost:{inner}\n}}\n"
            + INNER.format(inner=inner, server=server.port, line=line),
        )
        with running("caddy", tmp_path, port):
            return codes(checked(f"https://localhost:{port}", senders.check))

    before = found("")
    assert "scheme_replaced" in before
    assert "proxies_many" in before
    assert found(CADDY.mends["scheme_replaced"].lines) == ["fine_senders"]
