"""The suite's own ground: both stores are the real thing, set up as in production."""

from __future__ import annotations

import threading

import psycopg
import pytest
from django.db import connection
from redis import Redis

from requestbin.bins.models import BinCounter
from tests.builders import captured, make_bin, store


@pytest.mark.django_db(transaction=True)
def test_a_thread_reads_what_the_test_stored() -> None:
    bin = make_bin(name="seen from a thread")
    rows = store(bin, *[captured(body=f"{number}") for number in range(300)])
    counts: list[int] = []

    def count() -> None:
        counts.append(BinCounter.objects.get(bin=bin).count)
        connection.close()

    thread = threading.Thread(target=count)
    thread.start()
    thread.join(10)
    assert counts == [300]
    assert [row.seq for row in rows] == list(range(1, 301))
    assert rows[0].target.startswith(f"/in/{bin.key}/".encode())


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("auto_vacuum", 2), ("foreign_keys", 1)],
)
def test_sqlite_has_the_pragmas_of_production(pragma: str, value: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        assert cursor.fetchone()[0] == value


def test_postgres_gives_each_test_a_database_of_its_own(
    postgres_bare: str, postgres_url: str
) -> None:
    shown = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    with psycopg.connect(postgres_bare) as database:
        assert database.execute(shown).fetchall() == []
        assert database.info.server_version >= 140000
    with psycopg.connect(postgres_url) as database:
        assert ("bins_bin",) in database.execute(shown).fetchall()


def test_valkey_answers(redis_url: str) -> None:
    client = Redis.from_url(redis_url)
    client.set("requestbin-test", "here", ex=60)
    assert client.get("requestbin-test") == b"here"
    client.close()
