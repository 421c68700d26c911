"""Sample events over the API: what there is, and one sent as its provider would."""

from __future__ import annotations

import time

from django.conf import settings as django_settings
from ninja import Router

from requestbin.api.auth import Call, bearer, bin_of
from requestbin.api.deliveries import demand_not_too_often
from requestbin.api.errors import Problem
from requestbin.api.fields import Id
from requestbin.api.schemas import samples as schemas
from requestbin.api.schemas.samples import SampleSettings
from requestbin.bins import sampling
from requestbin.egress import Unsendable
from requestbin.egress.url import parse
from requestbin.providers.samples import UnknownSample, events, providers_with_samples

router = Router(auth=bearer, tags=["Samples"])


@router.get("/samples", response={200: schemas.Samples})
def list_samples(request: Call) -> schemas.Samples:
    """List the providers whose events can be sent as samples, with their events."""
    items = [
        schemas.SampleEvents(provider=slug, events=list(events(slug)))
        for slug in providers_with_samples()
    ]
    return schemas.Samples(items=items)


@router.post("/bins/{word:bin_id}/samples", response={200: schemas.Sample})
def send_sample(request: Call, bin_id: Id, settings: SampleSettings) -> schemas.Sample:
    """Send an event as its provider would, signed with the bin's secret, and return what answered.

    A bin without a secret of that provider gets one, so that the sample is genuine.
    """
    bin = bin_of(request, bin_id)
    own = settings.url is None
    url = settings.url or sampling.own_url(
        django_settings.REQUESTBIN, request.META, bin.key, settings.provider
    )
    try:
        event = sampling.event_of(settings.provider, settings.event)
        demand_not_too_often(request, bin, parse(url).origin)
        now = time.time()
        made = sampling.compose(
            settings.provider,
            event,
            url,
            sampling.secret_for(bin, settings.provider),
            now=now,
            seed=int(now) if settings.seed is None else settings.seed,
            broken=settings.broken,
        )
    except (UnknownSample, sampling.NotSent) as problem:
        raise Problem(422, str(problem)) from None
    except Unsendable as problem:
        raise Problem(422, problem.sentence) from None
    sent = sampling.send(django_settings.REQUESTBIN, made, event, own=own)
    answer = sent.answer
    return schemas.Sample(
        provider=settings.provider,
        event=event,
        url=made.url,
        status=answer.status if answer else None,
        duration_ms=round(answer.duration_ms) if answer else None,
        error=sent.problem or None,
    )
