"""Captured requests over the API: list, read, fetch the bytes, star, annotate, delete."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import parse_etags
from ninja import Query, Router
from ninja.responses import Status

from requestbin.api.asking import asked
from requestbin.api.auth import Call, bearer, bin_of
from requestbin.api.door import demand_known
from requestbin.api.fields import Id, Seq, rfc3339
from requestbin.api.schemas import requests as schemas
from requestbin.bins import actions, address, queries
from requestbin.bins.models import Body, CapturedRequest

router = Router(auth=bearer, tags=["Requests"])

OCTETS = "application/octet-stream"
SANDBOX = "sandbox; default-src 'none'"
BODY_DOCS = {
    "responses": {
        200: {
            "description": "The exact bytes.",
            "content": {OCTETS: {"schema": {"type": "string", "contentMediaType": OCTETS}}},
        },
        304: {"description": "Unchanged: `If-None-Match` named its ETag."},
    }
}


@router.get("/bins/{word:bin_id}/requests", response={200: schemas.Requests})
def list_requests(
    request: Call, bin_id: Id, query: Query[schemas.RequestsQuery]
) -> schemas.Requests:
    """List captured requests: newest first without `after`, oldest first with it.

    To follow a bin, give the last `next` as `after`, again and again: nothing is missed.
    """
    demand_known(request, schemas.RequestsQuery)
    bin = bin_of(request, bin_id)
    where = asked(query)
    before, limit = query.before, query.limit
    if query.after is None:
        page = queries.newest(bin, before=before, limit=limit, where=where)
    else:
        page = queries.following(bin, after=query.after, before=before, limit=limit, where=where)
    return schemas.Requests(items=[shown(row) for row in page.items], next=page.next)


@router.delete("/bins/{word:bin_id}/requests", response={204: None})
def delete_requests(request: Call, bin_id: Id, query: Query[schemas.DeletedQuery]) -> Status[None]:
    """Delete the requests `seqs`, or without that every request of the bin; starred ones too.

    The numbers go on where they were.
    """
    demand_known(request, schemas.DeletedQuery)
    bin = bin_of(request, bin_id)
    if query.seqs is None:
        actions.delete_all(bin)
    else:
        actions.delete_requests(bin, sorted({int(each) for each in query.seqs.split(",")}))
    return Status(204, None)


@router.get("/bins/{word:bin_id}/requests/{int:seq}", response={200: schemas.Request})
def read_request(request: Call, bin_id: Id, seq: Seq) -> schemas.Request:
    """Read a captured request, without the bytes of its body."""
    return shown(queries.find_request(bin_of(request, bin_id), seq))


@router.patch("/bins/{word:bin_id}/requests/{int:seq}", response={200: schemas.Request})
def change_request(
    request: Call, bin_id: Id, seq: Seq, settings: schemas.RequestSettings
) -> schemas.Request:
    """Star a captured request, or write a note on it; what is left out stays as it is."""
    bin = bin_of(request, bin_id)
    queries.find_request(bin, seq)
    if settings.starred is not None:
        actions.star(bin, seq, settings.starred)
    if settings.note is not None:
        actions.note(bin, seq, settings.note)
    return shown(queries.find_request(bin, seq))


@router.delete("/bins/{word:bin_id}/requests/{int:seq}", response={204: None})
def delete_request(request: Call, bin_id: Id, seq: Seq) -> Status[None]:
    """Delete one captured request."""
    bin = bin_of(request, bin_id)
    queries.find_request(bin, seq)
    actions.delete_requests(bin, [seq])
    return Status(204, None)


@router.get(
    "/bins/{word:bin_id}/requests/{int:seq}/body", response={200: None}, openapi_extra=BODY_DOCS
)
def read_body(request: Call, bin_id: Id, seq: Seq) -> HttpResponse:
    """Fetch the exact bytes of a captured body, whatever they were sent as."""
    row = queries.find_request(bin_of(request, bin_id), seq)
    etag = f'"{bytes(row.sha256).hex()}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponse(status=304)
    else:
        response = _octets(row)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


def _octets(row: CapturedRequest) -> HttpResponse:
    data = queries.body_of(row.bin_id, row.seq)
    if len(data) != row.size:  # retention took it a moment ago
        raise Body.DoesNotExist
    headers = {
        "Content-Disposition": f'attachment; filename="{_name(row)}.bin"',
        "Content-Security-Policy": SANDBOX,
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(data, content_type=OCTETS, headers=headers)


def shown(row: CapturedRequest) -> schemas.Request:
    """Return a captured request in the shape of the contract."""
    return schemas.Request(
        seq=row.seq,
        id=_name(row),
        received_at=rfc3339(row.received_at),
        method=row.method,
        target=bytes(row.target).decode("latin-1"),
        path=row.path,
        query=address.split_query(row.below)[1].decode("latin-1"),
        http_version=row.http_version,
        scheme=row.scheme,
        headers=row.headers.as_text(),
        names_exact=row.names_exact,
        cookies_removed=row.cookies_removed,
        body=schemas.Body(
            size=row.size,
            sha256=bytes(row.sha256).hex(),
            complete=row.complete,
            content_type=row.content_type,
        ),
        remote_addr=row.remote_addr,
        provider=row.provider or None,
        event_type=row.event_type or None,
        event_id=row.event_id,
        attempt=row.attempt,
        verdict=row.verdict or None,
        answered=row.answered or None,
        starred=row.starred,
        note=row.note,
    )


def _name(row: CapturedRequest) -> str:
    return f"{row.bin_id}-{row.seq}"
