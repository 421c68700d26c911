"""Exchanges over TLS: certificates that are trusted or not, and ports that do not speak it."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from requestbin.conf import LOOPBACK
from requestbin.egress import Client, Limits
from requestbin.http import Request
from tests.egress.certificates import Certificate
from tests.egress.conftest import Listen
from tests.egress.loopback import Connection, failed


async def test_a_trusted_certificate(listen: Listen, tmp_path: Path) -> None:
    certificate = Certificate(tmp_path)
    server = await listen(tls=certificate.serving)
    client = Client(LOOPBACK, lookup=lambda *_: ["127.0.0.1"], tls=certificate.trusted)
    for host in ("localhost", "localhost.", "127.0.0.1"):
        answer = await client.exchange(Request("POST", server.url(host=host), body=b"secret"))
        assert (answer.status, answer.body) == (200, b"ok")
    assert server.received[0].endswith(b"\r\n\r\nsecret")


@pytest.mark.parametrize(
    ("name", "days", "host", "why"),
    [
        ("localhost", 1, "localhost", "self-signed"),
        ("localhost", -1, "localhost", "expired"),
        ("other.example", 1, "localhost", "it is for another name"),
    ],
)
async def test_an_untrusted_certificate_gets_nothing(
    name: str, days: int, host: str, why: str, listen: Listen, tmp_path: Path
) -> None:
    certificate = Certificate(tmp_path, name, days)
    server = await listen(tls=certificate.serving)
    known = why != "self-signed"
    client = Client(LOOPBACK, tls=certificate.trusted if known else ssl.create_default_context())
    failure = await failed(client, Request("POST", server.url(host=host), body=b"secret"))
    assert (
        failure.sentence == f"The certificate of {host} is not trusted ({why}). Nothing was sent."
    )
    assert failure.code == "untrusted"
    assert b"".join(server.received) == b""


async def test_https_to_a_port_that_speaks_http(client: Client, listen: Listen) -> None:
    async def script(connection: Connection) -> None:
        await connection.reader.read(100)
        await connection.send(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        await connection.silence()

    server = await listen(script)
    failure = await failed(client, Request("GET", server.url(scheme="https")))
    assert failure.code == "not_https"
    assert failure.sentence == f"Port {server.port} does not speak HTTPS. Try `http://`."


@pytest.mark.parametrize("silent", [True, False])
async def test_https_to_a_port_that_is_silent_or_closes(
    silent: bool, client: Client, listen: Listen
) -> None:
    async def script(connection: Connection) -> None:
        await connection.reader.read(100)
        if silent:
            await connection.silence()

    server = await listen(script)
    limits = Limits(connect_seconds=0.2, total_seconds=5)
    failure = await failed(client, Request("GET", server.url(scheme="https")), limits)
    assert failure.code == "no_tls"
    assert "Nothing was sent." in failure.sentence
