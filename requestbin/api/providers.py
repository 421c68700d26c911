"""Providers over the API: those that are known, and a bin's own."""

from __future__ import annotations

from django.http import HttpResponse
from ninja import Query, Router
from ninja.responses import Status

from requestbin.api.auth import Call, bearer, bin_of
from requestbin.api.door import demand_known
from requestbin.api.errors import Problem
from requestbin.api.fields import Id, Slug
from requestbin.api.schemas import senders as schemas
from requestbin.api.schemas.senders import OwnProviderRow
from requestbin.bins import keyring
from requestbin.bins.models import OwnProvider
from requestbin.providers import PROVIDERS
from requestbin.providers.own import NotAProvider, row_source
from requestbin.providers.samples import providers_with_samples

router = Router(auth=bearer, tags=["Providers"])

TEXT = "text/plain"
ROW_DOCS = {
    "responses": {
        200: {
            "description": "The provider, or with `format=row` a row of Python.",
            "content": {TEXT: {"schema": {"type": "string"}}},
        }
    }
}
"""Beside the JSON, which the response's shape tells."""


@router.get("/providers", response={200: schemas.Providers})
def list_providers(request: Call) -> schemas.Providers:
    """List the providers that are recognised, and whose signatures are checked."""
    sampled = providers_with_samples()
    items = [
        schemas.Provider(
            slug=row.slug,
            name=row.name,
            docs=row.docs,
            signs=row.signs,
            tolerance=row.tolerance,
            handshake=bool(row.handshake),
            sample=row.slug in sampled,
            secret_name=row.secret_name,
        )
        for row in PROVIDERS
    ]
    return schemas.Providers(items=items)


@router.get("/bins/{word:bin_id}/providers", response={200: schemas.OwnProviders})
def list_own_providers(request: Call, bin_id: Id) -> schemas.OwnProviders:
    """List the providers of a bin's own."""
    rows = OwnProvider.objects.filter(bin=bin_of(request, bin_id)).order_by("pk")
    return schemas.OwnProviders(items=[shown(row) for row in rows])


@router.get(
    "/bins/{word:bin_id}/providers/{provider:provider}",
    response={200: schemas.OwnProvider},
    openapi_extra=ROW_DOCS,
)
def read_own_provider(
    request: Call, bin_id: Id, provider: Slug, query: Query[schemas.OwnProviderQuery]
) -> schemas.OwnProvider | HttpResponse:
    """Read a provider of the bin's own, as it was defined or as a row for the table."""
    demand_known(request, schemas.OwnProviderQuery)
    row = OwnProvider.objects.get(bin=bin_of(request, bin_id), slug=provider)
    if query.format == "row":
        return HttpResponse(row_source(row.row) + "\n", content_type=TEXT)
    return shown(row)


@router.put(
    "/bins/{word:bin_id}/providers/{provider:provider}",
    response={200: schemas.OwnProvider},
)
def put_own_provider(
    request: Call, bin_id: Id, provider: Slug, row: OwnProviderRow
) -> schemas.OwnProvider:
    """Define a provider of the bin's own, in place of the one with this slug.

    It is recognised before all others, in what is stored too.
    """
    bin = bin_of(request, bin_id)
    if row.slug not in (None, provider):
        raise Problem(422, "`slug` is another one than in the path.")
    try:
        kept = keyring.define(bin, {**row.model_dump(exclude_none=True), "slug": provider})
    except (NotAProvider, keyring.NotKept) as problem:
        raise Problem(422, str(problem)) from None
    return shown(kept)


@router.delete("/bins/{word:bin_id}/providers/{provider:provider}", response={204: None})
def delete_own_provider(request: Call, bin_id: Id, provider: Slug) -> Status[None]:
    """Remove a provider of the bin's own. Its secrets stay."""
    if not keyring.forget(bin_of(request, bin_id).pk, provider):
        raise OwnProvider.DoesNotExist
    return Status(204, None)


def shown(row: OwnProvider) -> schemas.OwnProvider:
    """Return a provider of a bin's own in the shape of the contract."""
    return schemas.OwnProvider(**{**row.row, "slug": row.slug})
