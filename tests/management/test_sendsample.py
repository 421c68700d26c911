"""`manage.py sendsample PROVIDER EVENT URL` sends an event as its provider would."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from requestbin.bins import keyring
from requestbin.bins.models import Bin
from requestbin.http import Headers, Request
from requestbin.providers import verify
from requestbin.providers.samples import events, providers_with_samples
from tests.builders import make_bin
from tests.targets import Target

pytestmark = pytest.mark.django_db


def parsed(raw: bytes, url: str) -> Request:
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.split(": ", 1) for line in lines)
    return Request(first.split(" ")[0], url, Headers((name, value) for name, value in pairs), body)


@pytest.mark.parametrize("broken", ["", "wrong_signature", "altered", "stale"])
def test_it_is_signed_and_broken_as_asked(target: Target, broken: str) -> None:
    words = ["stripe", "invoice.paid", target.url, "--secret", "whsec_x"]
    call_command("sendsample", *words, *(["--broken", broken] if broken else []))
    (raw,) = target.received(1)
    request = parsed(raw, target.url)
    moment = float(request.headers.text("Stripe-Signature").partition(",")[0][2:])
    verdict = verify(request, "stripe", "whsec_x", now=moment)
    assert verdict.valid == (broken in ("", "stale"))


def test_a_bin_of_this_instance_lends_its_secret(target: Target) -> None:
    bin = make_bin()
    keyring.add(bin, "github", "mine", "bin's own")
    url = f"{target.url}in/{bin.key}/github"
    call_command("sendsample", "github", "-", url)
    request = parsed(target.received(1)[0], url)
    assert verify(request, "github", "bin's own", now=0).valid


def test_it_sends_to_a_bin_of_another_machine_where_none_runs(
    target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(**_: object) -> None:
        raise OperationalError("no such table: bins_bin")

    monkeypatch.setattr(Bin.objects, "filter", missing)
    call_command("sendsample", "github", "-", f"{target.url}in/{'a' * 20}/github")
    assert target.received(1)


def test_a_secret_may_stand_in_a_file(target: Target, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from a file")
    call_command("sendsample", "github", "push", target.url, "--secret", f"@{tmp_path}/secret")
    assert verify(parsed(target.received(1)[0], target.url), "github", "from a file", now=0).valid
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("sendsample", "github", "push", target.url, "--secret", "@/nowhere")


def test_what_there_is_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("sendsample")
    assert capsys.readouterr().out.split() == [*providers_with_samples()]
    call_command("sendsample", "stripe")
    assert capsys.readouterr().out.split() == [*events("stripe")]
    call_command("sendsample", "stripe", "-", "https://example.com/", "--show", "--seed", "1")
    assert capsys.readouterr().out.startswith("POST https://example.com/\n")


def test_what_fails_is_told(target: Target) -> None:
    target.reply = b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"
    with pytest.raises(SystemExit):
        call_command("sendsample", "github", "push", target.url)
    with pytest.raises(CommandError, match="There is no sample 'pull'"):
        call_command("sendsample", "github", "pull", target.url)
    with pytest.raises(CommandError, match="Nothing listens"):
        call_command("sendsample", "github", "push", "http://127.0.0.1:1/")
