"""An API key is what is pasted most often in the place of a signing secret: told, not taken."""

from __future__ import annotations

from requestbin.providers.provider import Provider
from requestbin.providers.signatures.secrets import Secret, candidates


def refused_key(provider: Provider, secret: Secret) -> str:
    """Return the sentence that says why this is no secret of `provider`, "" where it may be."""
    pasted = [each.strip() for each in candidates(secret)]
    if not any(each.startswith(provider.api_keys) for each in pasted if provider.api_keys):
        return ""
    where = f" In {provider.name}: {provider.secret_where}." if provider.secret_where else ""
    return f"That is an API key, not a {provider.secret_name}. It was not stored.{where}"
