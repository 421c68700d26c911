"""Samples: a request as a provider would send it, for every bin that has not been sent one yet.

`payloads/<provider>/<event>[__<detail>].json` holds what is sent; its keys are told in template.py,
its placeholders in placeholders.py. A sample is not signed: signing it is the caller's step, and
breaking.py does that wrongly on purpose.
"""

from __future__ import annotations

from requestbin.providers.samples.generator import (
    UnknownSample,
    events,
    providers_with_samples,
    sample,
    title,
)

__all__ = ["UnknownSample", "events", "providers_with_samples", "sample", "title"]
