"""What is stored of those who ask: tokens, as hashes, one-use set-up links, links that share."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models

SHARE_ID_OCTETS = 8
"""The signature keeps others out; this many keep two links from meeting."""


def new_share_id() -> str:
    """Return the id of a link that shares a request."""
    return secrets.token_hex(SHARE_ID_OCTETS)


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


class Share(models.Model):
    """A link that shows one request, masked, to whoever has it. The row makes it end; that it is
    ours is in its signature, so that a copy of the database opens nothing."""

    id = models.CharField(primary_key=True, max_length=16, default=new_share_id)
    bin_id = models.CharField(max_length=16)
    """No foreign key, since access stands below bins."""
    seq = models.PositiveBigIntegerField()
    created_by = models.CharField(max_length=80)
    """The owner that the maker's bins are marked with."""
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    opened = models.PositiveIntegerField(default=0)
    last_opened_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["bin_id", "seq"], name="share_by_request")]

    def __str__(self) -> str:
        return f"{self.bin_id} #{self.seq} until {self.expires_at}"
