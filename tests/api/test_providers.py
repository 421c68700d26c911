"""Providers over the API: the table, and those that people define for a bin."""

from __future__ import annotations

import pytest

from requestbin.bins.models import Bin
from requestbin.ingest.enrich import enrich
from requestbin.ingest.judging_again import judge_again
from requestbin.providers import PROVIDERS
from tests.api.callers import Caller, problem
from tests.builders import captured, make_bin, store

pytestmark = pytest.mark.django_db

ACME = {
    "name": "Acme",
    "detect": ["header:X-Acme-Signature"],
    "signature": "header:X-Acme-Signature",
    "signed": "{timestamp}.{body}",
    "separator": ",",
    "prefix": "v1=",
    "timestamp": "item:t=",
    "tolerance": 300,
}


@pytest.fixture
def bin(db: None) -> Bin:
    return make_bin()


def test_the_table(api: Caller) -> None:
    items = {each["slug"]: each for each in api("GET", "/providers").json()["items"]}
    assert len(items) == len(PROVIDERS)
    assert items["stripe"] == {
        "slug": "stripe",
        "name": "Stripe",
        "docs": items["stripe"]["docs"],
        "signs": True,
        "tolerance": 300,
        "handshake": False,
        "sample": True,
        "secret_name": items["stripe"]["secret_name"],
    }
    assert items["slack"]["handshake"]
    assert not items["strava"]["signs"]


def test_one_of_your_own_is_defined_read_and_removed(api: Caller, bin: Bin) -> None:
    url = f"/bins/{bin.pk}/providers"
    headers = (("X-Acme-Signature", "t=1,v1=ab"),)
    store(bin, captured(headers=headers))
    assert not enrich(bin.pk)
    made = api("PUT", f"{url}/acme", ACME)
    assert made.status_code == 200
    assert {name: value for name, value in made.json().items() if value is not None} == {
        "slug": "acme",
        **ACME,
    }
    assert api("GET", url).json() == {"items": [made.json()]}
    assert api("GET", f"{url}/acme").json() == made.json()
    row = api("GET", f"{url}/acme?format=row")
    assert row["Content-Type"] == "text/plain"
    assert "Provider(\n" in row.content.decode()
    while judge_again(bin.pk):
        pass
    found = api("GET", f"/bins/{bin.pk}/requests/1").json()
    assert (found["provider"], found["verdict"]) == ("acme", "unchecked")
    assert api("PUT", f"{url}/acme", ACME | {"name": "Acme 2"}).json()["name"] == "Acme 2"
    assert api("DELETE", f"{url}/acme").status_code == 204
    problem(api("DELETE", f"{url}/acme"), 404, "not_found")
    problem(api("GET", f"{url}/acme"), 404, "not_found")


@pytest.mark.parametrize(
    ("slug", "change", "said"),
    [
        ("stripe", {}, "stripe is the name"),
        ("acme", {"slug": "other"}, "`slug`"),
        ("acme", {"signature": "nowhere"}, "is no place"),
        ("acme", {"algorithm": "rot13"}, "algorithm"),
        ("acme", {"signed": "{nonsense}"}, "nonsense"),
        ("acme", {"name": "a\x00b"}, "NUL"),
        ("acme", {"colour": "red"}, "colour"),
    ],
)
def test_what_is_no_provider(
    api: Caller, bin: Bin, slug: str, change: dict[str, str], said: str
) -> None:
    answer = api("PUT", f"/bins/{bin.pk}/providers/{slug}", ACME | change)
    assert said in problem(answer, 422, "invalid")
