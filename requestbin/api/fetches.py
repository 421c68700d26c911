"""What a thin payload is about, fetched over the API."""

from __future__ import annotations

from ninja import Router

from requestbin.api.auth import Call, bearer, bin_of
from requestbin.api.deliveries import demand_not_too_often
from requestbin.api.errors import ErrorText, Problem
from requestbin.api.fields import Id, Seq, as_text, rfc3339
from requestbin.api.schemas import fetches as schemas
from requestbin.api.schemas.deliveries import AnswerBody
from requestbin.bins.queries import find_request
from requestbin.forwarding import fetching
from requestbin.forwarding.models import Fetch
from requestbin.providers.refetch import NotFetchable, checked_template

router = Router(auth=bearer, tags=["Deliveries"])

NOTHING = "It is not known what such a request is about: give a `url` with places of the payload."


@router.post("/bins/{word:bin_id}/requests/{int:seq}/fetch", response={200: schemas.Fetch})
def fetch_resource(
    request: Call, bin_id: Id, seq: Seq, wanted: schemas.Fetching | None = None
) -> schemas.Fetch:
    """Fetch what a thin payload is about by its id: a GET that follows no redirect.

    The answer is 200 whatever came back; the newest result stays with the request.
    """
    bin = bin_of(request, bin_id)
    row = find_request(bin, seq)
    wanted = wanted or schemas.Fetching()
    template = wanted.url or fetching.template_of(row)
    if not template:
        raise Problem(422, NOTHING)
    try:
        origin = checked_template(template).origin
        demand_not_too_often(request, bin, origin)
        return shown(fetching.fetch(row, fetching.Wanted(template, wanted.authorization or "")))
    except NotFetchable as error:
        raise Problem(422, str(error)) from None
    except fetching.Busy as busy:
        raise Problem(429, str(busy), retry_after=1) from None


def shown(fetch: Fetch) -> schemas.Fetch:
    """Return what was fetched in the shape of the contract."""
    text, base64 = as_text(bytes(fetch.body))
    body = AnswerBody(
        size=fetch.size,
        complete=fetch.body_complete,
        content_type=fetch.headers.text("Content-Type"),
        text=text,
        base64=base64,
    )
    return schemas.Fetch(
        url=fetch.url,
        fetched_at=rfc3339(fetch.fetched_at),
        duration_ms=fetch.duration_ms,
        status=fetch.status,
        headers=fetch.headers.as_text(),
        body=body if fetch.status else None,
        error=ErrorText(code=fetch.error, message=fetch.detail) if fetch.error else None,
    )
