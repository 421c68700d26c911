"""Links that share a request over the API: make one, list those that work, end one."""

from __future__ import annotations

from datetime import timedelta

from ninja import Router
from ninja.responses import Status

from requestbin.access import models, shares
from requestbin.api.auth import Call, bearer, bin_of
from requestbin.api.bins import origins
from requestbin.api.errors import Problem
from requestbin.api.fields import Id, Seq, rfc3339
from requestbin.api.schemas import shares as schemas
from requestbin.api.schemas.shares import ShareSettings
from requestbin.bins import queries

router = Router(auth=bearer, tags=["Shares"])


@router.post("/bins/{word:bin_id}/requests/{int:seq}/shares", response={201: schemas.Share})
def share_request(
    request: Call, bin_id: Id, seq: Seq, settings: ShareSettings | None = None
) -> Status[schemas.Share]:
    """Make a link that shows a captured request, its secrets masked, to whoever has it."""
    bin = bin_of(request, bin_id)
    queries.find_request(bin, seq)
    lifetime = timedelta(seconds=(settings or ShareSettings()).seconds)
    try:
        made = shares.make(bin.pk, seq, request.auth.owner, lifetime)
    except shares.TooManyLinks as refusal:
        raise Problem(422, str(refusal)) from None
    return Status(201, shown(made, origins(request).pages))


@router.get("/bins/{word:bin_id}/shares", response={200: schemas.Shares})
def list_shares(request: Call, bin_id: Id) -> schemas.Shares:
    """List the links of a bin that work: 200 at most, since a bin has no more."""
    bin = bin_of(request, bin_id)
    pages = origins(request).pages
    return schemas.Shares(items=[shown(each, pages) for each in shares.working(bin.pk)])


@router.delete("/bins/{word:bin_id}/shares/{word:share_id}", response={204: None})
def revoke_share(request: Call, bin_id: Id, share_id: Id) -> Status[None]:
    """End a link at once."""
    if not shares.revoke(bin_of(request, bin_id).pk, share_id):
        raise models.Share.DoesNotExist
    return Status(204, None)


def shown(share: models.Share, pages: str) -> schemas.Share:
    """Return a link in the shape of the contract."""
    opened_at = share.last_opened_at
    return schemas.Share(
        id=share.pk,
        url=f"{pages}{shares.path_of(share)}",
        request_seq=share.seq,
        created_at=rfc3339(share.created_at),
        expires_at=rfc3339(share.expires_at),
        opened=share.opened,
        last_opened_at=rfc3339(opened_at) if opened_at else None,
    )
