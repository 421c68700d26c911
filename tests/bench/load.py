"""A load of POSTs over kept-alive connections, by wrk where it is installed, else by our own."""

from __future__ import annotations

import json
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.serving import PROJECT

BODY = b'{"type": "order.created", "fill": "%s"}' % (b"x" * 987)
assert len(BODY) == 1024

CONNECTIONS = 64
HEADERS = {"Content-Type": "application/json", "X-Bench": "1"}

SCRIPT = """
wrk.method = "POST"
wrk.body = '{body}'
wrk.headers["Content-Type"] = "application/json"
wrk.headers["X-Bench"] = "1"
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('RESULT {{"answers": %d, "microseconds": %d, "p50": %f, "p99": %f, ' ..
    '"failed": %d, "refused": %d}}\\n', summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99),
    e.connect + e.read + e.write + e.timeout, e.status))
end
"""


@dataclass(frozen=True)
class Load:
    """What came of one round: `acknowledged` answers 2xx, `failed` and `refused` the others."""

    seconds: float
    acknowledged: int
    failed: int
    p50: float
    p99: float
    generator: float
    """The share of one core that the generator took: at 1 it was the limit, not the server."""

    @property
    def rate(self) -> float:
        """Return acknowledged requests per second."""
        return self.acknowledged / self.seconds


def press(url: str, seconds: float, rate: float = 0) -> Load:
    """Send 1 KiB of JSON over 64 connections for `seconds`, at `rate` a second where it is given;
    latencies are in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        if shutil.which("wrk") and not rate:
            script = Path(folder) / "post.lua"
            script.write_text(SCRIPT.format(body=BODY.decode()))
            command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(script), url]
        else:
            command = [sys.executable, "-m", "tests.bench.generator", url, str(seconds)]
            command += [str(rate)] if rate else []
        before, started = _used(), time.monotonic()
        ended = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
        share = (_used() - before) / (time.monotonic() - started)
    found = re.search(r"^RESULT (.*)$", ended.stdout, re.MULTILINE)
    assert found, ended.stdout + ended.stderr
    return _load(json.loads(found[1]), share)


def _load(result: dict[str, float], share: float) -> Load:
    return Load(
        seconds=result["microseconds"] / 1e6,
        acknowledged=int(result["answers"] - result["refused"]),
        failed=int(result["failed"] + result["refused"]),
        p50=result["p50"] / 1000,
        p99=result["p99"] / 1000,
        generator=share,
    )


def _used() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime
