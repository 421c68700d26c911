"""Snippets: what the page gives to copy, run by the real tools, sends the same request again."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import playwright
import pytest

from requestbin.inspection.snippets import tool_of
from tests.conftest import serving
from tests.journeys.awkward import AWKWARD
from tests.journeys.request_files import sent_by
from tests.journeys.witness import Sent, Witness
from tests.serving import ended

MADE_ANEW = {"host", "content-length", "transfer-encoding", "connection", "expect"}
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
ADDED_BY_FETCH = {"accept", "accept-language", "accept-encoding", "sec-fetch-mode", "user-agent"}
NODE = Path(playwright.__file__).parent / "driver" / ("node.exe" if os.name == "nt" else "node")
RUN_SECONDS = 60

Facts = dict[str, Any]
Excuse = Callable[[Facts, Facts, re.Match[str]], None]


def left_out(wanted: Facts, seen: Facts, note: re.Match[str]) -> None:
    lost = note[1].removesuffix(".").split(", ")
    wanted["headers"] = [pair for pair in wanted["headers"] if pair[0] not in lost]


def encoded(wanted: Facts, seen: Facts, _: re.Match[str]) -> None:
    """The target differs, and means the same: less its fragment, with its dots folded."""
    assert wanted["target"] != seen["target"]
    plain = unquote(wanted["target"], "latin-1")
    folded = plain.partition("#")[0].replace("/t/..", "").replace("/./b//c/..", "/b/").rstrip("?")
    if unquote(seen["target"], "latin-1").replace("\\", "/") in (
        plain, plain.partition("#")[0], plain.rstrip("?"), folded.replace("\\", "/"),
    ):  # fmt: skip
        wanted["target"] = seen["target"]


def encoded_once_more(wanted: Facts, seen: Facts, _: re.Match[str]) -> None:
    assert wanted["target"] != seen["target"]
    for each in (wanted, seen):
        each["target"] = unquote(unquote(each["target"], "latin-1"), "latin-1")


def in_capitals(wanted: Facts, seen: Facts, _: re.Match[str]) -> None:
    wanted["method"] = wanted["method"].upper()


def in_another_order(wanted: Facts, seen: Facts, _: re.Match[str]) -> None:
    for each in (wanted, seen):
        each["headers"].sort(key=lambda pair: pair[0].lower())


def bodiless(wanted: Facts, seen: Facts, _: re.Match[str]) -> None:
    wanted["body"] = EMPTY


def joined(wanted: Facts, seen: Facts, _: re.Match[str]) -> None:
    found: dict[str, list[tuple[str, str]]] = {}
    for name, value in wanted["headers"]:
        found.setdefault(name.lower(), []).append((name, value))
    wanted["headers"] = [
        (pairs[0][0], ("; " if name == "cookie" else ", ").join(value for _, value in pairs))
        for name, pairs in found.items()
    ]


def with_its_own(wanted: Facts, seen: Facts, _: re.Match[str]) -> None:
    known = {name.lower() for name, _ in wanted["headers"]}
    own = ADDED_BY_FETCH - known
    seen["headers"] = [pair for pair in seen["headers"] if pair[0].lower() not in own]


def nothing(wanted: Facts, seen: Facts, _: re.Match[str]) -> None:
    """The note is about something that these tools do not do here."""


EXCUSES: dict[str, Excuse] = {
    r"Left out, since .+ cannot send it: (.+)": left_out,
    r"HTTPie encodes characters of the target": encoded,
    r"HTTPie encodes all of the target once more": encoded_once_more,
    r"httpx encodes what is not ASCII": encoded,
    r"fetch encodes and folds parts of the target": encoded,
    r"The target is in ASCII here": encoded,
    r"(HTTPie|fetch) writes the method in capitals": in_capitals,
    r"HTTPie puts its own headers first": in_another_order,
    r"fetch sends no body with GET": bodiless,
    r"fetch joins headers of one name": joined,
    r"fetch adds headers of its own": with_its_own,
    r"(Contains|Needs the body|Only Node sends|“Download|Editors take) ": nothing,
}
"""What a note says differs, and no more: by how it begins."""
NOT_SENT = r"HTTPie takes only letters as a method|fetch refuses the method"


@pytest.fixture(scope="module")
def witness(
    collected: None, migrated: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Witness]:
    server = serving(migrated, tmp_path_factory.mktemp("snippets") / "data", (), {})
    with ended([server]):
        yield Witness(server)
        assert "Traceback" not in server.output


@pytest.fixture(scope="module")
def originals(witness: Witness) -> list[tuple[str, Facts]]:
    """Send each awkward request once, from a raw socket, with its number as a mark."""
    found = []
    for number, (name, sent) in enumerate(AWKWARD.items()):
        headers = [*sent.headers, (b"X-Case", b"%d" % number)]
        item = witness.send(Sent(sent.method, sent.rest, headers, sent.body))
        found.append((name, item))
    return found


class Copies:
    """The snippets of one tool, each in a folder of its own with the body beside it."""

    def __init__(self, witness: Witness, originals: list[tuple[str, Facts]], slug: str, root: Path):
        self.witness, self.originals = witness, originals
        self.notes: dict[str, list[str]] = {}
        self.files: list[Path] = []
        tool = tool_of(slug)
        assert tool
        for name, item in originals:
            answer = witness.page(f"requests/{item['seq']}/snippets/{slug}/")
            assert answer.header("content-type") == "text/plain; charset=utf-8"
            folder = root / f"{item['seq']:03}"
            folder.mkdir()
            (folder / "body.bin").write_bytes(AWKWARD[name].body)
            self.files.append(folder / tool.file_name)
            self.files[-1].write_bytes(answer.body)
            notes = unquote(answer.header("requestbin-notes"))
            self.notes[name] = re.split(r"(?<=\.) ", notes) if notes else []
        self._last = witness.newest()["seq"]

    def judge(self, only: str = "", target: Callable[[str], str] = str) -> None:
        """Hold what arrived against what was captured first: a note excuses what it tells."""
        path = f"/bins/{self.witness.id}/requests?after={self._last}&limit=500"
        items = self.witness.server.api("GET", path).json()["items"]
        arrived = {int(dict(map(tuple, item["headers"]))["X-Case"]): item for item in items}
        assert len(arrived) == len(items)
        wrong = []
        for number, (name, item) in enumerate(self.originals):
            if only and only != name:
                continue
            again = arrived.get(number)
            if any(re.match(NOT_SENT, note) for note in self.notes[name]):
                assert again is None, name
                continue
            assert again is not None, name
            wanted, seen = facts(item), facts(again)
            wanted["target"] = target(wanted["target"])
            self._excuse(name, wanted, seen)
            if wanted != seen:
                wrong.append(f"{name}: {self.notes[name]}\n  {wanted}\n  {seen}")
        assert not wrong, "\n".join(wrong)

    def _excuse(self, name: str, wanted: Facts, seen: Facts) -> None:
        for note in self.notes[name]:
            known = [(re.match(each, note), excuse) for each, excuse in EXCUSES.items()]
            told = [(found, excuse) for found, excuse in known if found]
            assert len(told) == 1, note
            told[0][1](wanted, seen, told[0][0])


def facts(item: Facts) -> Facts:
    headers = [(n, v) for n, v in item["headers"] if n.lower() not in MADE_ANEW]
    told = {each: item[each] for each in ("method", "target")}
    return told | {"body": item["body"]["sha256"], "headers": headers}


@pytest.fixture
def copies(
    witness: Witness, originals: list[tuple[str, Facts]], tmp_path: Path
) -> Callable[[str], Copies]:
    return lambda slug: Copies(witness, originals, slug, tmp_path)


def run(*words: str | Path, cwd: Path, **environ: str) -> None:
    (cwd / ".curlrc").write_text("silent\n")
    env = {**os.environ, "NO_PROXY": "*", "no_proxy": "*", "CURL_HOME": str(cwd), **environ}
    ended = subprocess.run(
        words, cwd=cwd, env=env, capture_output=True, timeout=RUN_SECONDS, check=False
    )
    assert ended.returncode == 0, ended.stdout.decode() + ended.stderr.decode()


@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_curl(copies: Callable[[str], Copies], shell: str, tmp_path: Path) -> None:
    if not shutil.which("curl") or not shutil.which(shell):
        pytest.skip(f"no curl, or no {shell}, on this machine")
    made = copies("curl")
    script = f"for each in */request.sh; do (cd ${{each%/*}} && {shell} ./request.sh) || exit; done"
    run(shell, "-c", script, cwd=tmp_path)
    made.judge()
    told = [note for notes in made.notes.values() for note in notes]
    assert {note.split()[0] for note in told} <= {"Contains", "Needs"}, "curl can send all of it"


COLLECT = "import os, sys\nopen('words', 'wb').write(b'\\0'.join(map(os.fsencode, sys.argv[1:])))"
HTTPIE = """
import os, pathlib, sys
from httpie.core import main
for each in sorted(pathlib.Path.cwd().glob("*/words")):
    os.chdir(each.parent)
    words = each.read_bytes().split(b"\\0")
    if main([b"http", *words]) != 0:
        sys.exit(f"{each}: {words}")
"""


def test_httpie(copies: Callable[[str], Copies], tmp_path: Path) -> None:
    """The shell makes the words; one process of HTTPie, which takes long to start, takes all."""
    made = copies("httpie")
    (tmp_path / "bin").mkdir()
    stand_in = tmp_path / "bin" / "http"
    stand_in.write_text(f"#!{sys.executable} -S\n{COLLECT}\n")
    stand_in.chmod(0o755)
    script = "for each in */request.sh; do (cd ${each%/*} && sh ./request.sh) || exit; done"
    run("sh", "-c", script, cwd=tmp_path, PATH=f"{stand_in.parent}:{os.environ['PATH']}")
    run(sys.executable, "-c", HTTPIE, cwd=tmp_path, HTTPIE_CONFIG_DIR=str(tmp_path))
    made.judge()


def test_httpie_itself(copies: Callable[[str], Copies], tmp_path: Path) -> None:
    made = copies("httpie")
    name = "what a shell acts on"
    script = made.files[list(AWKWARD).index(name)]
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    run("sh", script, cwd=script.parent, PATH=path, HTTPIE_CONFIG_DIR=str(tmp_path))
    made.judge(only=name)


def test_python(copies: Callable[[str], Copies], tmp_path: Path) -> None:
    made = copies("python")
    program = (
        "import os, runpy, sys\n"
        "for each in sys.argv[1:]:\n"
        "    os.chdir(os.path.dirname(each))\n"
        "    runpy.run_path(each)"
    )
    run(sys.executable, "-c", program, *made.files, cwd=tmp_path)
    made.judge()


def test_javascript(copies: Callable[[str], Copies], tmp_path: Path) -> None:
    made = copies("javascript")
    driver = tmp_path / "all.mjs"
    driver.write_text(
        "import { dirname } from 'node:path';\n"
        "for (const each of process.argv.slice(2)) {\n"
        "  process.chdir(dirname(each));\n"
        "  await import(each);\n"
        "}\n"
    )
    run(NODE, driver, *made.files, cwd=tmp_path)
    made.judge()


def test_request_files(copies: Callable[[str], Copies], witness: Witness) -> None:
    made = copies("http")
    for path in made.files:
        assert sent_by(path, witness.server.port).status == 200, path.read_text()
    made.judge()


def test_pytest(copies: Callable[[str], Copies], witness: Witness, tmp_path: Path) -> None:
    made = copies("pytest")
    large = made.files[list(AWKWARD).index("large")].with_name("body.bin")
    shutil.copy(large, tmp_path)  # beside where pytest runs
    here = f"/in/{witness.key}/t"
    run(
        sys.executable, "-m", "pytest", "-q", "--import-mode=importlib", "-p", "no:cacheprovider",
        "-c", os.devnull, "--rootdir", tmp_path, *made.files,
        cwd=tmp_path, WEBHOOK_URL=witness.server.base + here, PYTEST_DISABLE_PLUGIN_AUTOLOAD="1",
    )  # fmt: skip
    made.judge(target=lambda target: here + "".join(target.partition("?")[1:]))
