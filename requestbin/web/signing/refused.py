"""An app that refuses what is genuine: what it computed is compared, and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Mapping

from requestbin.bins.models import Bin, CapturedRequest
from requestbin.providers.doctor import Explanation, explain
from requestbin.web.signing.judged import judged_of
from requestbin.web.signing.refusals import NotTaken

MAX_CHARACTERS = 256 * 1024
GIVEN = ("computed", "string", "app_secret")
"""Fields of the form, any of which may be given."""


def explained(bin: Bin, row: CapturedRequest, posted: Mapping[str, str]) -> Explanation:
    """Return what an app does otherwise, by what it computed; raises NotTaken."""
    given = {name: posted.get(name, "") for name in GIVEN}
    if not any(each.strip() for each in given.values()):
        raise NotTaken("Paste one of the three: what your app computed, signed, or its secret.")
    if any(len(each) > MAX_CHARACTERS for each in given.values()):
        raise NotTaken(f"That is longer than {MAX_CHARACTERS:,} characters.")
    judged = judged_of(bin, row, posted.get("url", "").strip())
    if judged is None or judged.secret is None:
        raise NotTaken("Store the secret first: nothing can be compared without it.")
    used = judged.secret.secret
    return explain(
        judged.request,
        judged.provider,
        used,
        computed=given["computed"].strip() or None,
        signed_string=given["string"].replace("\r\n", "\n") or None,
        app_secret=given["app_secret"].strip("\r\n") or None,
        now=judged.received_at.timestamp(),
        others=[(label, each) for label, each in judged.known if each != used],
    )
