"""The blocks of docs/operations.md, as they stand there, in front of a real server."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from requestbin import egress
from requestbin.bins.probe.catalog import HARMLESS, kind_of
from requestbin.bins.probe.steps import STEPS, sockets
from requestbin.conf import LOOPBACK
from tests.bins.probe.conftest import checked
from tests.docs import DOCS
from tests.egress.certificates import Certificate
from tests.fronts import caddy_file, nginx_file, running
from tests.serving import Serving
from tests.stores import free_port

NAME = "hooks.example.com"
HEADERS = [["X-Dup", "a"], ["zeta", "1"], ["x-dup", "b"], ["x_under_score", "caf\xe9"]]
UPGRADE = (
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    f"Sec-WebSocket-Key: MDEyMzQ1Njc4OUFCQ0RFRg==\r\nOrigin: https://{NAME}\r\n"
)


def _block(language: str) -> str:
    text = (DOCS / "operations.md").read_text()
    found = re.search(rf"```{language}\n(.*?)```", text, re.DOTALL)
    assert found
    return found[1]


def _nginx(folder: Path, port: int, upstream: int, certificate: Path) -> None:
    block = _block("nginx").replace("127.0.0.1:8000", f"127.0.0.1:{upstream}")
    block = re.sub(r"listen \[::\]:\d+.*;", "", block)
    block = block.replace("listen 443 ssl", f"listen 127.0.0.1:{port} ssl")
    block = block.replace("listen 80", f"listen 127.0.0.1:{free_port()}")
    nginx_file(folder, re.sub(r"/etc/letsencrypt/\S+\.pem", str(certificate), block))


def _caddy(folder: Path, port: int, upstream: int, certificate: Path) -> None:
    block = _block("caddyfile").replace("127.0.0.1:8000", f"127.0.0.1:{upstream}")
    block = block.replace(
        f"{NAME} {{", f"https://{NAME}:{port} {{\n\ttls {certificate} {certificate}", 1
    )
    caddy_file(folder, block)


FRONTS = {"nginx": _nginx, "caddy": _caddy}


class Front:
    """A proxy in front of a server; `exact` where it keeps letter case and order of headers."""

    def __init__(self, name: str, server: Serving, port: int, certificate: Certificate) -> None:
        self.server, self.port, self.exact = server, port, name == "nginx"
        self.trusted = certificate.trusted

    def ask(self, head: str, body: bytes = b"") -> bytes:
        """Send one raw request and return the raw answer."""
        opened = socket.create_connection(("127.0.0.1", self.port), 10)
        with closing(self.trusted.wrap_socket(opened, server_hostname=NAME)) as wire:
            answer = b""
            with suppress(ConnectionError, ssl.SSLError):  # it may answer before it took the body
                wire.sendall(head.encode("latin-1") + body)
            with suppress(TimeoutError, ConnectionError, ssl.SSLError):
                while b"\r\n\r\n" not in answer and (chunk := wire.recv(65536)):
                    answer += chunk
        return answer


@pytest.fixture(params=FRONTS)
def front(
    request: pytest.FixtureRequest, serve: Callable[..., Serving], tmp_path: Path
) -> Iterator[Front]:
    """Give a proxy with the documented block, and what it stands before."""
    name: str = request.param
    server = serve(REQUESTBIN_URL=f"https://{NAME}", REQUESTBIN_TRUSTED_PROXIES="1")
    certificate = Certificate(tmp_path, NAME)
    port = free_port()
    FRONTS[name](tmp_path, port, server.port, certificate.path)
    with running(name, tmp_path, port):
        yield Front(name, server, port, certificate)


def _lines(*pairs: list[str]) -> str:
    return "".join(f"{name}: {value}\r\n" for name, value in pairs)


def test_a_capture_arrives_as_the_table_says(front: Front) -> None:
    made = front.server.make_bin()
    target = f"/in/{made['key']}//a%2Fb?q=%41&&"
    head = f"POST {target} HTTP/1.1\r\nHost: {NAME}\r\n{_lines(*HEADERS)}Content-Length: 4\r\n\r\n"
    assert front.ask(head, b"\x00\xffhi").startswith(b"HTTP/1.1 200")
    (item,) = front.server.api("GET", f"/bins/{made['id']}/requests").json()["items"]
    assert item["target"] == target
    assert item["remote_addr"] == "127.0.0.1"
    names = {name.lower() for name, _ in HEADERS}
    arrived = [pair for pair in item["headers"] if pair[0].lower() in names]
    if front.exact:
        assert arrived == HEADERS
    lower = sorted([name.lower(), value] for name, value in arrived)
    assert lower == sorted([name.lower(), value] for name, value in HEADERS)
    assert item["body"]["size"] == 4


def test_what_is_too_large_is_refused_by_us_and_not_by_the_proxy(front: Front) -> None:
    made = front.server.make_bin()
    size = 11 * 1024 * 1024
    head = f"POST /in/{made['key']} HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: {size}\r\n\r\n"
    answer = front.ask(head, bytes(size))
    assert answer.startswith(b"HTTP/1.1 413")
    assert b"x-content-type-options: nosniff" in answer.lower()  # ours say so


def test_pages_and_sockets_pass(front: Front) -> None:
    assert front.ask(f"GET / HTTP/1.1\r\nHost: {NAME}\r\n\r\n").startswith(b"HTTP/1.1 302")
    made = front.server.make_bin()
    upgraded = front.ask(f"GET /live/bins/{made['id']}/ HTTP/1.1\r\nHost: {NAME}\r\n{UPGRADE}\r\n")
    assert upgraded.startswith(b"HTTP/1.1 101")


def test_a_check_of_the_setup_has_nothing_to_ask_for(front: Front) -> None:
    client = egress.Client(LOOPBACK, lookup=lambda *_: ["127.0.0.1"], tls=front.trusted)
    steps = [step.check for step in STEPS if step.check is not sockets.check]  # of the next test
    found = checked(f"https://{NAME}:{front.port}", *steps, client=client)
    asking = [each.sentence for each in found if kind_of(each.code).weight > HARMLESS]
    assert asking == []
    assert "fine_senders" in [each.code for each in found]


def test_another_name_opens_no_page(front: Front) -> None:
    if not front.exact:
        return  # Caddy has no site of that name
    answer = front.ask("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 403")
