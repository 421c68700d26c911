"""What DATABASE_URL becomes: no wait without an end, and the operator's own words go before."""

from __future__ import annotations

import psycopg

from requestbin.settings import POSTGRES_OPTIONS, _database


def test_postgresql_is_not_waited_for_without_end() -> None:
    options = _database("postgresql://ana@db.internal/requestbin")["OPTIONS"]
    assert options.items() >= POSTGRES_OPTIONS.items()


def test_the_query_goes_before() -> None:
    options = _database("postgresql://db.internal/n?connect_timeout=2&options=")["OPTIONS"]
    assert (options["connect_timeout"], options["options"]) == ("2", "")


def test_postgresql_takes_them(postgres_url: str) -> None:
    options = _database(postgres_url)["OPTIONS"]
    del options["pool"]
    with psycopg.connect(postgres_url, **options) as connection:
        shown = [
            connection.execute(f"SHOW {name}").fetchone()  # type: ignore[arg-type]
            for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
        ]
    assert shown == [("10s",), ("5s",), ("1min",)]
