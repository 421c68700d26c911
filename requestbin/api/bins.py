"""Bins over the API: make, list, read, change, delete, new key, new token."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.conf import settings as django_settings
from django.db.models import Q
from django.http import HttpRequest
from ninja import Query, Router
from ninja.responses import Status

from requestbin.access import limits, principals, tokens
from requestbin.api.auth import Call, bearer, bin_of, stranger
from requestbin.api.door import demand_known
from requestbin.api.errors import Problem
from requestbin.api.fields import Id, as_text, rfc3339
from requestbin.api.schemas import bins as schemas
from requestbin.api.schemas.bins import AnswerSettings, BinSettings
from requestbin.bins import actions, keyring, queries, reach
from requestbin.bins.address import PREFIX
from requestbin.bins.models import Bin
from requestbin.ingest import answers
from requestbin.providers import PROVIDERS

router = Router(auth=bearer, tags=["Bins"])

PLAIN = {"name", "private", "provider", "handshakes", "confirms"}
"""What is stored as it is given."""


@router.post(
    "/bins",
    auth=[bearer, stranger],
    response={201: schemas.NewBin},
    openapi_extra={"security": [{}]},
)
def create_bin(request: Call, settings: BinSettings | None = None) -> Status[schemas.NewBin]:
    """Make a bin. Its token is shown here and never again; it opens this bin alone.

    In public mode this call, and no other, needs no token.
    """
    _demand_may_create(request)
    columns = _columns(settings or BinSettings())
    bin = actions.create(request.auth.owner, django_settings.REQUESTBIN, **columns)
    token = tokens.issue(bin_id=bin.pk)
    return Status(201, schemas.NewBin(token=token, **shown(bin, origins(request)).model_dump()))


@router.get("/bins", response={200: schemas.Bins})
def list_bins(request: Call, query: Query[schemas.BinsQuery]) -> schemas.Bins:
    """List the bins that the token opens, the newest first."""
    demand_known(request, schemas.BinsQuery)
    found = queries.bins_of(request.auth).order_by("-created_at", "-pk")
    if query.before:
        last = queries.find_bin(request.auth, query.before)
        found = found.filter(
            Q(created_at__lt=last.created_at) | Q(created_at=last.created_at, pk__lt=last.pk)
        )
    bins = list(found[: query.limit + 1])
    where = origins(request)
    items = [shown(bin, where) for bin in bins[: query.limit]]
    return schemas.Bins(items=items, next=items[-1].id if len(bins) > query.limit else None)


@router.get("/bins/{word:bin_id}", response={200: schemas.Bin})
def read_bin(request: Call, bin_id: Id) -> schemas.Bin:
    """Read a bin: where senders send, what it answers and keeps, how much it holds."""
    return shown(bin_of(request, bin_id), origins(request))


@router.patch("/bins/{word:bin_id}", response={200: schemas.Bin})
def change_bin(request: Call, bin_id: Id, settings: BinSettings) -> schemas.Bin:
    """Change settings of a bin; what is left out stays as it is, inside `answer` and `keep` too."""
    bin = bin_of(request, bin_id)
    return shown(actions.update(bin, **_columns(settings, bin)), origins(request))


@router.delete("/bins/{word:bin_id}", response={204: None})
def delete_bin(request: Call, bin_id: Id) -> Status[None]:
    """Delete a bin with everything in it. Its URL captures nothing from now on."""
    actions.delete(bin_of(request, bin_id))
    return Status(204, None)


@router.post("/bins/{word:bin_id}/key", response={200: schemas.Bin})
def renew_key(request: Call, bin_id: Id) -> schemas.Bin:
    """Give the bin another capture URL; the old one captures nothing from now on."""
    return shown(actions.renew_key(bin_of(request, bin_id)), origins(request))


@router.post("/bins/{word:bin_id}/token", response={201: schemas.Token})
def renew_token(request: Call, bin_id: Id) -> Status[schemas.Token]:
    """Give the bin another token, shown here and never again; the old one opens nothing."""
    bin = bin_of(request, bin_id)
    tokens.revoke_for_bin(bin.pk)
    return Status(201, schemas.Token(token=tokens.issue(bin_id=bin.pk)))


class Origins(NamedTuple):
    """Under which origins the caller reaches pages and capture URLs."""

    pages: str
    capture: str


def origins(request: HttpRequest) -> Origins:
    """Return the configured origins, else the saved tunnel's, else the one that was called."""
    conf = django_settings.REQUESTBIN
    pages = conf.url or f"{request.scheme}://{request.get_host()}"
    return Origins(pages, reach.capture_origin(conf, pages))


def shown(bin: Bin, where: Origins) -> schemas.Bin:
    """Return a bin, with its counter, in the shape of the contract."""
    return schemas.Bin(
        id=bin.pk,
        key=bin.key,
        name=bin.name,
        private=bin.private,
        capture_url=f"{where.capture}{PREFIX.decode()}{bin.key}",
        inspect_url=f"{where.pages}/bins/{bin.pk}/",
        created_at=rfc3339(bin.created_at),
        answer=_answer(bin),
        keep=schemas.Keep(
            requests=bin.keep_requests, seconds=bin.keep_seconds, bytes=bin.keep_bytes
        ),
        provider=bin.provider,
        handshakes=bin.handshakes,
        confirms=bin.confirms,
        requests=_held(bin),
    )


def _answer(bin: Bin) -> schemas.Answer:
    body, body_base64 = as_text(bytes(bin.answer_body))
    return schemas.Answer(
        status=bin.answer_status,
        headers=bin.answer_headers,
        body=body,
        body_base64=body_base64,
        delay_ms=bin.answer_delay_ms,
    )


def _held(bin: Bin) -> schemas.Held:
    counter = bin.counter
    return schemas.Held(
        count=counter.count,
        bytes=counter.bytes,
        last_seq=counter.last_seq,
        last_received_at=rfc3339(counter.last_arrival) if counter.last_arrival else None,
    )


def _demand_may_create(request: Call) -> None:
    if not principals.may_create(request.auth):
        raise Problem(403, "This token opens one bin; it cannot make others.")
    wait = limits.wait_to_create(request.META.get("REMOTE_ADDR", ""))
    if wait:
        raise Problem(429, "Too many new bins from this address.", retry_after=wait)


def _columns(settings: BinSettings, bin: Bin | None = None) -> dict[str, Any]:
    """Return what is to be stored for the settings that were given; `bin` holds the others."""
    given = settings.model_dump(include=PLAIN, exclude_none=True)
    if settings.provider and settings.provider not in _slugs(bin):
        raise Problem(422, f"There is no provider {settings.provider[:40]!r}.")
    if settings.keep:
        kept = settings.keep.model_dump(exclude_none=True)
        given |= {f"keep_{name}": value for name, value in kept.items()}
        try:
            actions.demand_keepable(django_settings.REQUESTBIN, given)
        except actions.TooMuchKept as error:
            raise Problem(422, str(error)) from None
    if settings.answer:
        given |= _answer_columns(settings.answer, bin or Bin())
    return given


def _slugs(bin: Bin | None) -> set[str]:
    own = keyring.own_providers(bin.pk) if bin else ()
    return {row.slug for row in (*PROVIDERS, *own)}


def _answer_columns(answer: AnswerSettings, bin: Bin) -> dict[str, Any]:
    given = answer.model_dump(include={"status", "headers", "delay_ms"}, exclude_none=True)
    body = answer.octets()
    status = given.get("status", bin.answer_status)
    headers = given.get("headers", bin.answer_headers)
    delay_ms = given.get("delay_ms", bin.answer_delay_ms)
    octets = bytes(bin.answer_body) if body is None else body
    try:
        headers = answers.checked(status, headers, octets, delay_ms)
    except ValueError as error:
        raise Problem(422, str(error)) from None
    return {
        "answer_status": status,
        "answer_headers": headers,
        "answer_body": octets,
        "answer_delay_ms": delay_ms,
    }
