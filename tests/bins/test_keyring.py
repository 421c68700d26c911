"""Secrets stay sealed and go with their bin; providers of people's own are checked and bounded."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from requestbin.bins import actions, keyring, retention
from requestbin.bins.keyring import NotKept
from requestbin.bins.models import Bin, BinSecret, OwnProvider, Rejudging
from requestbin.operations import backup
from requestbin.providers.own import NotAProvider
from tests.builders import captured, make_bin, store

pytestmark = pytest.mark.django_db

ACME = {"slug": "acme", "signature": "header:X-Acme-Signature"}
SECRET = "whsec_a-very-secret-word"


@pytest.fixture
def bin() -> Bin:
    return make_bin()


def test_a_secret_is_sealed_and_opens(bin: Bin) -> None:
    kept = keyring.add(bin, "stripe", " live ", SECRET)
    assert SECRET.encode() not in bytes(kept.sealed)
    [known] = keyring.known(bin.pk)
    assert (known.label, known.secret, known.lost) == ("live", SECRET, False)
    keyring.add(bin, "paypal", "", {"webhook_id": "1", "certificate": "-----"})
    assert keyring.known(bin.pk, provider="paypal")[0].secret == {
        "webhook_id": "1",
        "certificate": "-----",
    }


def test_a_lost_key_is_told_and_a_turned_one_opens(bin: Bin) -> None:
    keyring.add(bin, "stripe", "", SECRET)
    with override_settings(SECRET_KEY="another"):
        [known] = keyring.known(bin.pk)
        assert (known.secret, known.lost, known.label) == (None, True, "secret 1")
    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert keyring.known(bin.pk)[0].secret == SECRET


def test_there_is_room_for_so_many(bin: Bin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "MAX_SECRETS", 1)
    monkeypatch.setattr(keyring, "MAX_OWN", 1)
    keyring.add(bin, "stripe", "", SECRET)
    with pytest.raises(NotKept, match="up to 1 secrets"):
        keyring.add(bin, "stripe", "", SECRET)
    with pytest.raises(NotKept):
        keyring.add(bin, "stripe", "", "x" * (keyring.MAX_SECRET_CHARACTERS + 1))
    keyring.define(bin, ACME)
    keyring.define(bin, ACME | {"name": "Acme"})
    assert OwnProvider.objects.get(bin=bin).row["name"] == "Acme"
    with pytest.raises(NotKept, match="up to 1 providers"):
        keyring.define(bin, ACME | {"slug": "other"})


def test_a_provider_is_a_row_with_a_name_of_its_own(bin: Bin) -> None:
    with pytest.raises(NotAProvider):
        keyring.define(bin, {"slug": "acme"})
    with pytest.raises(NotKept, match="stripe is the name"):
        keyring.define(bin, ACME | {"slug": "stripe"})
    assert not keyring.forget(bin.pk, "acme")


def test_what_is_refused_has_nothing_judged_again(bin: Bin) -> None:
    store(bin, captured())
    with pytest.raises(NotKept):
        keyring.define(bin, ACME | {"slug": "stripe"})
    keyring.add(bin, "stripe", "", SECRET, use=BinSecret.APP)
    assert not keyring.remove(bin.pk, 0)
    assert not Rejudging.objects.exists()


def test_secrets_go_with_their_bin_at_once(bin: Bin) -> None:
    store(bin, captured())
    keyring.add(bin, "stripe", "", SECRET)
    keyring.define(bin, ACME)
    actions.delete(bin)
    assert not BinSecret.objects.exists()
    retention.purge()
    assert not Bin.objects.exists()
    assert not OwnProvider.objects.exists()
    assert not Rejudging.objects.exists()


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_a_backup_has_secrets_as_they_are_sealed(bin: Bin, tmp_path: Path) -> None:
    kept = keyring.add(bin, "stripe", "", SECRET)
    backup.write(settings.REQUESTBIN, tmp_path / "copy")
    copy = (tmp_path / "copy" / "requestbin.sqlite3").read_bytes()
    assert SECRET.encode() not in copy
    assert bytes(kept.sealed) in copy


def test_a_label_has_no_character_that_postgresql_refuses(bin: Bin) -> None:
    assert keyring.add(bin, "stripe", "li\x00ve", "abc").label == "live"
    assert keyring.add(bin, "stripe", "\x00", "abc").label == "secret 2"
