"""What is stored of those who ask: tokens, as hashes, and one-use set-up links."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Token(models.Model):
    """A bearer token of a user or of one bin; the instance token is a setting and not here."""

    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the token, hexadecimal: tokens are long and random, so no salt is needed."""
    name = models.CharField(max_length=80, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="tokens"
    )
    bin_id = models.CharField(max_length=16, blank=True, db_index=True)
    """The only bin that it opens; no foreign key, since access stands below bins."""
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name or f"token {self.pk}"


class SetupLink(models.Model):
    """The one-use link that makes the first user of a team instance."""

    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
