"""What stands above the tabs of a request about its sender: one line, or a box with what to do."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from requestbin.bins import keyring
from requestbin.bins.models import Bin, CapturedRequest
from requestbin.conf import LOCAL
from requestbin.providers import Reason
from requestbin.providers.verdicts import GOOD
from requestbin.web.signing import certificates
from requestbin.web.signing.diagnosed import diagnosis_of, said_by
from requestbin.web.signing.judged import judged_of
from requestbin.web.signing.wanted import wanted_of

ASKS = (Reason.SECRET_MISSING, Reason.SECRET_MALFORMED)
"""What a secret would change."""


def verdict_of(bin: Bin, row: CapturedRequest) -> dict[str, Any]:
    """Return what stands above the tabs of the sender and the signature of a request: one line when
    all is well, a box (`boxed`) when something is to be done."""
    judged = judged_of(bin, row)
    diagnosis = diagnosis_of(row, judged) if judged else None
    place: dict[str, Any] = {"no_tls": travels_readable()}
    place["signature_at"] = f"{reverse('request', args=(bin.pk, row.seq))}?tab=signature"
    if judged is None:
        return {"judged": None, **place}
    reason, slug = judged.verdict.reason, judged.provider.slug
    asks = reason in ASKS and judged.is_signed
    return {
        "judged": judged,
        "said": said_by(diagnosis) if diagnosis else judged.said,
        "diagnosis": diagnosis,
        "boxed": judged.said.tone != GOOD and reason is not Reason.NOT_SIGNED_BY_PROVIDER,
        "asks_secret": asks,
        "lost": asks and any(each.lost for each in keyring.known(bin.pk, provider=slug)),
        "wanted": wanted_of(judged.provider),
        "certificate_host": certificates.host_of(judged.certificate),
        **place,
    }


def travels_readable() -> bool:
    """Tell whether what is typed into a page of this instance travels without encryption."""
    conf = settings.REQUESTBIN
    return conf.mode != LOCAL and not conf.url.startswith("https:")
