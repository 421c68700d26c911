"""Names on threads of our own: dead ones hold up nobody, and every failure has its sentence."""

from __future__ import annotations

import asyncio
import socket
import threading

import pytest

from requestbin.egress import Client, Failure, Limits
from requestbin.egress.resolver import MAX_THREADS, Resolver
from requestbin.http import Request


async def test_the_system_reads_what_it_is_given() -> None:
    assert await Resolver().addresses("127.0.0.1", 80) == ["127.0.0.1"]
    assert await Resolver().addresses("0x7f000001", 80) == ["127.0.0.1"]
    assert "127.0.0.1" in await Resolver().addresses("localhost", 80)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (socket.gaierror(socket.EAI_NONAME, "unknown"), "no_address"),
        (socket.gaierror(socket.EAI_AGAIN, "again"), "name_server"),
        (UnicodeError("label too long"), "no_address"),
        (OSError("odd"), "no_address"),
    ],
)
async def test_each_failure_has_a_name(error: Exception, code: str) -> None:
    def lookup(host: str, port: int) -> list[str]:
        raise error

    with pytest.raises(Failure) as failed:
        await Resolver(lookup).addresses("api.mistyped.example", 443)
    assert failed.value.code == code
    assert "`api.mistyped.example`" in failed.value.sentence


async def test_a_name_without_addresses_is_no_address() -> None:
    with pytest.raises(Failure) as failed:
        await Client((), lookup=lambda *_: []).exchange(Request("GET", "http://empty.example/"))
    assert failed.value.code == "no_address"


async def test_dead_names_hold_up_no_good_one() -> None:
    release = threading.Event()

    def lookup(host: str, port: int) -> list[str]:
        if host == "dead.example":
            release.wait(30)
        return ["127.0.0.1"]

    resolver = Resolver(lookup)
    dead = [asyncio.create_task(resolver.addresses("dead.example", 80)) for _ in range(20)]
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        assert await resolver.addresses("good.example", 80) == ["127.0.0.1"]
    assert not any(task.done() for task in dead)
    release.set()
    await asyncio.gather(*dead)


async def test_threads_are_bounded_and_come_back_when_nobody_waits_for_them() -> None:
    release, running, most = threading.Event(), 0, 0
    lock = threading.Lock()

    def lookup(host: str, port: int) -> list[str]:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        release.wait(30)
        with lock:
            running -= 1
        return ["127.0.0.1"]

    resolver = Resolver(lookup)
    asked = [asyncio.create_task(resolver.addresses("x", 80)) for _ in range(MAX_THREADS + 8)]
    await asyncio.sleep(0)
    for task in asked[:MAX_THREADS]:
        task.cancel()
    await asyncio.gather(*asked[:MAX_THREADS], return_exceptions=True)
    release.set()
    async with asyncio.timeout(5):
        assert await asyncio.gather(*asked[MAX_THREADS:]) == [["127.0.0.1"]] * 8
    assert most <= MAX_THREADS


async def test_a_name_server_that_is_silent_is_told_so() -> None:
    release = threading.Event()
    client = Client((), lookup=lambda *_: [str(release.wait(30))])
    with pytest.raises(Failure) as failed:
        await client.exchange(
            Request("GET", "http://slow.example/"), Limits(connect_seconds=0.05, total_seconds=5)
        )
    release.set()
    assert failed.value.code == "name_server"
