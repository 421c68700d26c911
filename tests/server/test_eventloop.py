"""The loop under Twisted, and room for many connections."""

from __future__ import annotations

import importlib.util
import resource
import subprocess
import sys

from requestbin.server import eventloop

ASK = """
import requestbin.server.server
from twisted.internet import reactor
print(type(reactor._asyncioEventloop).__module__.split(".")[0])
"""


def test_the_reactor_runs_on_uvloop_where_it_is_installed() -> None:
    said = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=True)
    wanted = "uvloop" if importlib.util.find_spec("uvloop") else "asyncio"
    assert said.stdout.strip() == wanted


def test_a_second_reactor_is_not_installed() -> None:
    eventloop.install()  # would raise ReactorAlreadyInstalledError


def test_connections_are_not_bounded_by_the_shells_limit() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(soft, 512), hard))
        eventloop.allow_connections()
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (min(hard, 65_536), hard)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
