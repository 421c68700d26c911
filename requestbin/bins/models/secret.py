"""What is known of who sends to a bin: secrets, and providers of its owner's own."""

from __future__ import annotations

from django.db import models

from requestbin.bins.models.bin import Bin


class BinSecret(models.Model):
    """One secret of one provider in one bin, sealed; several are a rotation, or test and live."""

    CHECK, APP, FETCH = "check", "app", "fetch"

    bin = models.ForeignKey(Bin, models.CASCADE, related_name="secrets")
    provider = models.CharField(max_length=40)
    label = models.CharField(max_length=80)
    """What people call it; never a part of it."""
    use = models.CharField(max_length=8, default=CHECK)
    """`check`: signatures are checked with it. `app`: the secret the receiving app uses, where that
    is another, to sign replays with. `fetch`: an Authorization value to fetch with."""
    sealed = models.BinaryField()
    """JSON of a text, or of a mapping where the provider needs several values
    (`access.secrets.seal`)."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.provider} {self.label}"


class OwnProvider(models.Model):
    """A provider that the table does not have, in the table's vocabulary (`providers.own`)."""

    bin = models.ForeignKey(Bin, models.CASCADE, related_name="own_providers")
    slug = models.CharField(max_length=40)
    row = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bin", "slug"], name="own_provider_once")]

    def __str__(self) -> str:
        return self.slug
