"""The OpenAPI document is true: schemathesis calls every operation in many ways, finds nothing."""

from __future__ import annotations

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.db import connection
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from requestbin.bins.models import Bin
from tests.builders import captured, make_bin, store
from tests.serving import TOKEN

pytestmark = pytest.mark.django_db(transaction=True)

AUTH = {"Authorization": f"Bearer {TOKEN}"}
FEW = settings(
    max_examples=8 if connection.vendor == "sqlite" else 4,  # the first four are the same
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@schemathesis.serializer("application/x-ndjson")
def _lines(_context: schemathesis.SerializationContext, value: object) -> bytes:
    return str(value).encode()


OPERATIONS = {
    found.ok().label: found.ok()
    for found in schemathesis.openapi.from_wsgi(
        "/api/openapi.json", get_wsgi_application()
    ).get_all_operations()
}
# Cases are made as the tests run. `schema.parametrize()` makes them wherever tests are collected,
# which costs every process of a run more than the tests themselves.
UNSAYABLE = {"replay_request", "fetch_resource", "send_sample", "add_secret", "put_own_provider"}
"""What URLs, slugs and places may be, no schema can say."""
WAYS = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_keeps_its_word(name: str, way: GenerationMode) -> None:
    @FEW
    @given(case=OPERATIONS[name].as_strategy(generation_mode=way))
    def keeps(case: schemathesis.Case) -> None:
        _send_at_once(case)
        case.call_and_validate(headers=AUTH)

    keeps()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", [name for name in OPERATIONS if "{bin_id}" in name])
def test_every_operation_keeps_its_word_of_what_is_there(name: str, way: GenerationMode) -> None:
    # What made the path wrong is right now, so that "must be refused" does not hold any more.
    beside = [negative_data_rejection]
    if OPERATIONS[name].definition.raw["operationId"] in UNSAYABLE:
        beside.append(positive_data_acceptance)

    @FEW
    @given(case=OPERATIONS[name].as_strategy(generation_mode=way))
    def keeps(case: schemathesis.Case) -> None:
        _send_at_once(case)
        bin: Bin = make_bin(answer_body=b"\xff")
        store(bin, captured(), captured(headers=[(b"\xe9", b"\x00")], body=b""))
        case.path_parameters.update({"bin_id": bin.pk} | ({"seq": 2} if "{seq}" in name else {}))
        case.call_and_validate(headers=AUTH, excluded_checks=beside)

    keeps()


def _send_at_once(case: schemathesis.Case) -> None:
    """No worker runs here, so that nothing is sent; waiting for one would only take time."""
    if isinstance(case.body, dict) and isinstance(case.body.get("wait"), int | float):
        case.body["wait"] = min(case.body["wait"], 0)
