"""Every payload file is what it should be, and becomes a request that reads as what it says."""

from __future__ import annotations

import json
import re
from email import message_from_bytes
from email.policy import HTTP
from urllib.parse import parse_qsl

import pytest

from requestbin.providers.samples import events, providers_with_samples, sample, title
from requestbin.providers.samples.generator import PAYLOADS
from requestbin.providers.samples.template import read

URL = "https://bin.example.com/in/key"
NOW = 1_790_000_000.25
each_provider = pytest.mark.parametrize("slug", providers_with_samples())
MAX_FILE_BYTES = 8192
OF_SIGNING = re.compile(
    r"signature(?!-(version|algorithm)$)|hmac|^authorization$|-token$|^webhook-timestamp$"
    r"|^svix-timestamp$|request-timestamp|paypal-transmission-(sig|time)|content-mac|x-hook-secret|x-goog-channel-token",
    re.IGNORECASE,
)
NOBODYS_HOSTS = (b"example.com", b"github.com", b"bitbucket.org", b"thread.tacv")
SIGNED_BY_NAME = {"I-Twilio-Idempotency-Token"}
JSON_TYPES = re.compile(r"application/([\w.+-]+\+)?json|application/vnd\.contentful|text/plain")


@each_provider
def test_a_file_is_small_well_formed_and_well_named(slug: str) -> None:
    for path in (PAYLOADS / slug).iterdir():
        assert re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]*\.json", path.name), path
        assert path.stem.count("__") <= 1, path
        text = path.read_text(encoding="utf-8")
        assert len(text.encode()) <= MAX_FILE_BYTES, path
        template = read(text)
        assert template.method in ("GET", "POST", "OPTIONS"), path
        assert all(len(pair) == 2 for pair in (*template.headers, *template.query)), path


@each_provider
def test_a_file_holds_nothing_that_signing_adds(slug: str) -> None:
    for path in (PAYLOADS / slug).iterdir():
        names = [name for name, _ in read(path.read_text(encoding="utf-8")).headers]
        added = [n for n in names if OF_SIGNING.search(n) and n not in SIGNED_BY_NAME]
        assert not added, path
        assert len({name.lower() for name in names}) == len(names), path


@each_provider
def test_a_folder_is_a_provider_and_offers_one_event_first(slug: str) -> None:
    templates = [read(p.read_text(encoding="utf-8")) for p in (PAYLOADS / slug).iterdir()]
    assert sum(template.usual for template in templates) == 1
    titles = [title(slug, event) for event in events(slug)]
    assert len(set(titles)) == len(titles)
    assert all(0 < len(each) <= 60 for each in titles)


@pytest.mark.parametrize(
    ("slug", "first", "least"),
    [
        ("github", "push", 9),
        ("stripe", "payment_intent.succeeded", 7),
        ("slack", "event_callback__message", 6),
        ("shopify", "orders.create", 6),
        ("twilio", "sms__received", 4),
        ("vonage_sms", "inbound", 4),
        ("gitlab", "push", 6),
        ("meta", "whatsapp__message", 4),
        ("aws_sns", "Notification", 3),
    ],
)
def test_the_usual_event_comes_first(slug: str, first: str, least: int) -> None:
    assert events(slug)[0] == first
    assert len(events(slug)) >= least


@each_provider
def test_a_sample_reads_as_what_its_headers_say(slug: str) -> None:
    for event in events(slug):
        _reads_as_its_headers_say(slug, event)


def _reads_as_its_headers_say(slug: str, event: str) -> None:
    request = sample(slug, event, url=URL, now=NOW, seed=1)
    content_type = request.headers.text("content-type")
    kind = read((PAYLOADS / slug / f"{event}.json").read_text(encoding="utf-8")).kind
    assert b"{{" not in request.body
    assert "{{" not in request.url + "".join(value for _, value in request.headers.as_text())
    if kind == "json":
        assert JSON_TYPES.match(content_type)
        assert json.loads(request.body)
    elif kind == "form":
        assert content_type.startswith("application/x-www-form-urlencoded")
        pairs = parse_qsl(request.body.decode(), keep_blank_values=True, strict_parsing=True)
        assert all("\ufffd" not in value for _, value in pairs)
        assert all(json.loads(value) for _, value in pairs if value[:2] in ('{"', "[{", "[["))
    elif kind == "multipart":
        head = f"Content-Type: {content_type}\r\n\r\n".encode()
        parts = list(message_from_bytes(head + request.body, policy=HTTP).iter_parts())
        assert parts
        assert all(part.get_content_type() == "text/plain" for part in parts)


@each_provider
def test_a_seed_makes_the_same_bytes_and_another_seed_others(slug: str) -> None:
    for event in events(slug):
        made = [sample(slug, event, url=URL, now=NOW, seed=seed) for seed in (5, 5, 6)]
        assert made[0] == made[1], event
        assert made[0] != made[2], event


@each_provider
def test_nobody_real_is_in_a_sample(slug: str) -> None:
    for event in events(slug):
        request = sample(slug, event, url=URL, now=NOW, seed=3)
        hosts = re.findall(rb"[\w.+-]+@([A-Za-z0-9-]+\.[A-Za-z.]+)", request.body)
        assert all(host.endswith(NOBODYS_HOSTS) for host in hosts), (event, hosts)
