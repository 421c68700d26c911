"""Commands that send a captured request again, run by a real shell and a real curl."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from requestbin.inspection.snippets import MAX_INLINE_BYTES, curl
from tests.builders import captured
from tests.targets import Target

ODD = 'it\'s "odd" $HOME `id` \\ ünï\n\ttwo'


@pytest.mark.skipif(not shutil.which("curl"), reason="no curl on this machine")
@pytest.mark.parametrize(
    ("method", "path", "headers", "body"),
    [
        ("POST", "/a?x=1&y=[2]", [("Content-Type", "a/json"), ("X-Two", "1")], b'{"a":1}'),
        ("PROPFIND", "/%2F/../b", [("X-Quote", 'it\'s "so" $HOME'), ("x_under", "")], b""),
        ("PUT", "/", [("Content-Type", "text/plain")], ODD.encode()),
        ("POST", "/", [("User-Agent", "Me/1"), ("Accept", "*/*")], b"no type"),
    ],
)
def test_curl_sends_the_same_again(
    target: Target,
    tmp_path: Path,
    method: str,
    path: str,
    headers: list[tuple[str, str]],
    body: bytes,
) -> None:
    request = captured(method, "/in/key", headers=[("Host", "elsewhere"), *headers], body=body)
    command = curl(request, target.url.rstrip("/") + path)
    line = f"{command} --silent --noproxy '*'"
    subprocess.run(["sh", "-c", line], cwd=tmp_path, check=True, timeout=20)
    head, _, sent_body = target.received()[0].partition(b"\r\n\r\n")
    line, *fields = head.decode().split("\r\n")
    assert (line, sent_body) == (f"{method} {path} HTTP/1.1", body)
    added = ("host:", "content-length:")
    ours = [field for field in fields if not field.lower().startswith(added)]
    assert [field.rstrip() for field in ours] == [f"{n}: {v}".rstrip() for n, v in headers]


@pytest.mark.parametrize("body", [b"\x00", b"\xff", b"@/etc/passwd", b"x" * (MAX_INLINE_BYTES + 1)])
def test_what_no_command_line_holds_comes_from_a_file(body: bytes) -> None:
    assert curl(captured(body=body), "http://x/").endswith("--data-binary @body.bin")


def test_head_has_no_body_to_wait_for() -> None:
    assert curl(captured("HEAD", body=b""), "http://x/").startswith("curl --head ")
