"""Nothing forbidden is ever reached, however it is spelled and whatever a name server says."""

from __future__ import annotations

import socket
from ipaddress import ip_network

import pytest

from requestbin.conf import LOOPBACK, Network
from requestbin.egress import Client, Failure
from requestbin.egress.guard import GuardedBackend
from requestbin.egress.meter import Meter
from requestbin.egress.resolver import Resolver
from requestbin.http import Request
from tests.egress.conftest import Listen
from tests.egress.loopback import Connection

NOBODY: tuple[Network, ...] = ()

SPELLINGS = (
    "127.0.0.1",
    "2130706433",
    "0x7f000001",
    "0x7F.0.0.1",
    "0177.0.0.1",
    "017700000001",
    "127.1",
    "127.0.1",
    "127.0.0.1.",
    "0",
    "0.0.0.0",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]",
    "①②⑦.0.0.1",
    "127。0。0。1",
)
ELSEWHERE = (
    "169.254.169.254",
    "2852039166",
    "0xa9fea9fe",
    "[::ffff:169.254.169.254]",
    "[64:ff9b::a9fe:a9fe]",
    "[fd00:ec2::254]",
    "168.63.129.16",
    "192.0.0.192",
    "100.100.100.200",
    "10.0.0.5",
    "172.16.0.1",
    "192.168.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "[fe80::1]",
    "[ff02::1]",
)


@pytest.mark.parametrize("host", SPELLINGS)
async def test_no_spelling_of_this_machine_gets_a_socket(host: str, listen: Listen) -> None:
    server = await listen()
    with pytest.raises(Failure) as failed:
        await Client(NOBODY).exchange(Request("GET", server.url(host=host)))
    assert failed.value.code in ("private", "forbidden", "no_address")
    assert failed.value.connect_ms is None
    assert server.connections == 0


@pytest.mark.parametrize("host", ELSEWHERE)
async def test_no_address_inside_a_network_is_tried(host: str) -> None:
    with pytest.raises(Failure) as failed:
        await Client(LOOPBACK).exchange(Request("GET", f"http://{host}/"))
    assert failed.value.code in ("private", "forbidden")
    assert failed.value.sentence.startswith("Not sent: ")


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "127.1", "localhost"])
async def test_what_the_operator_allows_is_reached(host: str, listen: Listen) -> None:
    server = await listen()
    answer = await Client(LOOPBACK).exchange(Request("GET", server.url(host=host)))
    assert (answer.status, answer.address) == (200, "127.0.0.1")


class NameServer:
    """A resolver that gives the answers of a list in turn, the last one for ever."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.asked = 0

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked += 1
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


async def test_a_name_that_changes_its_answer_is_asked_once(listen: Listen) -> None:
    names = NameServer(["127.0.0.2"], ["127.0.0.1"])
    good, bad = await listen(host="127.0.0.2"), await listen(host="127.0.0.1")
    answer = await Client(LOOPBACK, lookup=names).exchange(
        Request("GET", f"http://rebind.example:{good.port}/")
    )
    assert (answer.address, names.asked, bad.connections) == ("127.0.0.2", 1, 0)


async def test_a_name_that_turns_to_a_forbidden_address_gets_no_socket(listen: Listen) -> None:
    server = await listen(host="127.0.0.2")
    allowed = (ip_network("127.0.0.1/32"),)
    names = NameServer(["127.0.0.1"], ["127.0.0.2"])
    client = Client(allowed, lookup=names)
    request = Request("GET", f"http://rebind.example:{server.port}/")
    for code in ("refused", "private"):
        with pytest.raises(Failure) as failed:
            await client.exchange(request)
        assert failed.value.code == code
    assert server.connections == 0


@pytest.mark.parametrize("answers", [["127.0.0.1", "10.0.0.1"], ["10.0.0.1", "127.0.0.1"]])
async def test_one_forbidden_address_blocks_the_whole_name(
    answers: list[str], listen: Listen
) -> None:
    server = await listen()
    client = Client(LOOPBACK, lookup=NameServer(answers))
    with pytest.raises(Failure, match=r"Not sent: 10\.0\.0\.1 is a private address"):
        await client.exchange(Request("GET", server.url(host="mixed.example")))
    assert server.connections == 0


async def test_every_permitted_address_is_tried(listen: Listen) -> None:
    server = await listen()
    names = NameServer(["127.0.0.3", "127.0.0.2", "127.0.0.1"])
    client = Client(LOOPBACK, lookup=names)
    answer = await client.exchange(Request("GET", server.url(host="many.example")))
    assert answer.address == "127.0.0.1"


async def test_a_failure_names_the_addresses_that_were_tried() -> None:
    client = Client(LOOPBACK, lookup=NameServer(["::1", "127.0.0.1"]))
    with pytest.raises(Failure) as failed:
        await client.exchange(Request("GET", f"http://localhost:{closed_port()}/"))
    assert failed.value.code == "refused"
    assert " (tried ::1 and 127.0.0.1). Is your app running on that port?" in failed.value.sentence


async def test_a_redirect_to_a_forbidden_address_is_an_answer_and_not_followed(
    listen: Listen,
) -> None:
    async def redirect(connection: Connection) -> None:
        await connection.request()
        location = b"http://169.254.169.254/latest/"
        await connection.send(b"HTTP/1.1 302 Found\r\nLocation: " + location + b"\r\n\r\n")

    server = await listen(redirect)
    answer = await Client(LOOPBACK).exchange(Request("GET", server.url()))
    assert (answer.status, answer.headers.text("location")) == (
        302,
        "http://169.254.169.254/latest/",
    )
    assert server.connections == 1


async def test_proxies_of_the_environment_have_no_say(
    listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, proxy = await listen(), await listen()
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "https_proxy"):
        monkeypatch.setenv(name, proxy.url())
    assert (await Client(LOOPBACK).exchange(Request("GET", server.url()))).status == 200
    assert proxy.connections == 0


async def test_socket_files_are_no_way_out() -> None:
    backend = GuardedBackend(LOOPBACK, Resolver(), Meter(0))
    with pytest.raises(Failure) as failed:
        await backend.connect_unix_socket("/run/docker.sock")
    assert failed.value.code == "forbidden"


def closed_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port
