"""What is known of who sends to a bin: secrets, and providers of its owner's own; and what is to be
judged again for it."""

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


class Rejudging(models.Model):
    """Stored requests that are judged again, the newest first, since what is known of their sender
    has changed (`bins.rejudging`)."""

    bin = models.ForeignKey(Bin, models.CASCADE, related_name="rejudgings")
    provider = models.CharField(max_length=40)
    """Whose requests; "" for all, whose senders are recognised anew."""
    asked = models.PositiveBigIntegerField()
    """The newest seq at that time: what comes later is judged by what is known now."""
    below = models.PositiveBigIntegerField()
    """The next to be looked at have a seq below this."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bin", "provider"], name="rejudging_once")]

    def __str__(self) -> str:
        return f"{self.bin_id} {self.provider}"
