"""The secrets of a bin over the API: given, listed by their labels, forgotten; never shown."""

from __future__ import annotations

from ninja import Router
from ninja.responses import Status

from requestbin.api.auth import Call, bearer, bin_of
from requestbin.api.errors import Problem
from requestbin.api.fields import Id, Seq, rfc3339
from requestbin.api.schemas import senders as schemas
from requestbin.api.schemas.senders import SecretSettings
from requestbin.bins import keyring
from requestbin.bins.models import BinSecret
from requestbin.ingest.judging import Senders
from requestbin.providers.doctor import pasted_key
from requestbin.providers.signatures.secrets import candidates

router = Router(auth=bearer, tags=["Secrets"])


@router.get("/bins/{word:bin_id}/secrets", response={200: schemas.KeptSecrets})
def list_secrets(request: Call, bin_id: Id) -> schemas.KeptSecrets:
    """List the secrets of a bin, without what they are."""
    rows = BinSecret.objects.filter(bin=bin_of(request, bin_id))
    return schemas.KeptSecrets(items=[shown(row) for row in rows])


@router.post("/bins/{word:bin_id}/secrets", response={201: schemas.KeptSecret})
def add_secret(request: Call, bin_id: Id, settings: SecretSettings) -> Status[schemas.KeptSecret]:
    """Give a bin a secret: it is stored encrypted, and what came before is judged by it, too."""
    bin = bin_of(request, bin_id)
    provider = Senders(bin).named(settings.provider)
    if provider is None:
        raise Problem(422, f"`provider`: no provider is called {settings.provider}.")
    for text in candidates(settings.secret) if settings.use != BinSecret.FETCH else ():
        if refused := pasted_key(provider, text):
            raise Problem(422, refused)
    try:
        kept = keyring.add(bin, provider.slug, settings.label, settings.secret, use=settings.use)
    except keyring.NotKept as problem:
        raise Problem(422, str(problem)) from None
    return Status(201, shown(kept))


@router.delete("/bins/{word:bin_id}/secrets/{int:secret_id}", response={204: None})
def delete_secret(request: Call, bin_id: Id, secret_id: Seq) -> Status[None]:
    """Forget a secret. What it had proven is judged again without it."""
    if not keyring.remove(bin_of(request, bin_id).pk, secret_id):
        raise BinSecret.DoesNotExist
    return Status(204, None)


def shown(row: BinSecret) -> schemas.KeptSecret:
    """Return what may be known of a secret in the shape of the contract."""
    return schemas.KeptSecret(
        id=row.pk,
        provider=row.provider,
        label=row.label,
        use=row.use,
        created_at=rfc3339(row.created_at),
        lost=keyring.is_lost(row),
    )
