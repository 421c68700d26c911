"""What every test stands on: settings in a temporary folder, both stores, real servers and targets.

The suite runs once per store: `pytest` on SQLite, all tests; `pytest --store=postgres` repeats
those that touch the database on PostgreSQL. A test that is about SQLite itself is marked `sqlite`.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

from tests import stores
from tests.serving import Command, Serving, ended, environment, manage
from tests.targets import Target

# Some 200 properties: each run tries the same examples, so that who changes a thing hears of their
# own change; `make fuzz` draws others.
settings.register_profile("suite", max_examples=40, derandomize=True)
settings.register_profile("anew", max_examples=200)
settings.load_profile("suite")
TESTS = Path(__file__).parent
E2E = TESTS / "e2e"
WITHOUT_DATABASE = {TESTS / name for name in ("egress", "inspection", "providers", "corpus")}
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--store", choices=("sqlite", "postgres"), default="sqlite")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Point the settings at a temporary folder before anything reads them."""
    folder = Path(tempfile.mkdtemp(prefix="requestbin-tests-"))
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    given = environment(folder, DJANGO_SETTINGS_MODULE="requestbin.settings")
    only_hands_out = config.getoption("numprocesses") and not hasattr(config, "workerinput")
    if config.getoption("store") == "postgres" and not only_hands_out:
        given["DATABASE_URL"] = stores.postgres()
    os.environ.clear()
    os.environ.update(given)
    _adapt_settings(folder)


def _adapt_settings(folder: Path) -> None:
    from django.conf import settings

    # A file, not :memory:, since threads write; the test process needs no collected static files.
    name = str(folder / "tests.sqlite3")
    if settings.REQUESTBIN.database_url:
        name = f"requestbin_tests_{os.getpid()}"
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = name
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    settings.STATIC_ROOT = folder
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """On PostgreSQL pass over the tests of packages that may not import Django."""
    on_another = config.getoption("store") == "postgres"
    return True if on_another and collection_path in WITHOUT_DATABASE else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave browser tests to a run of their own; on PostgreSQL, repeat what uses the database."""
    parted: dict[bool, list[pytest.Item]] = {True: [], False: []}
    for item in items:
        parted[E2E in item.path.parents].append(item)
    chosen, left = (parted[False], parted[True]) if parted[False] else (parted[True], [])
    if config.getoption("store") == "postgres":
        left += [item for item in chosen if not _stores(item)]
        chosen = [item for item in chosen if _stores(item)]
    config.hook.pytest_deselected(items=left)
    items[:] = chosen


def _stores(item: pytest.Item) -> bool:
    if item.get_closest_marker("sqlite"):
        return False
    named = DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or named)


@pytest.fixture(scope="session")
def postgres_migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give a migrated, empty PostgreSQL database to make others like it (`stores.database`)."""
    with stores.database() as url:
        manage("migrate", env=environment(tmp_path_factory.mktemp("migrating"), DATABASE_URL=url))
        yield url


@pytest.fixture
def postgres_url(postgres_migrated: str) -> Iterator[str]:
    """Give a migrated, empty PostgreSQL database of the test's own, dropped at its end."""
    with stores.database(like=postgres_migrated) as url:
        yield url


@pytest.fixture
def postgres_bare() -> Iterator[str]:
    """Give a PostgreSQL database without any tables, dropped at the end of the test."""
    with stores.database() as url:
        yield url


@pytest.fixture
def redis_url() -> str:
    """Give a Valkey server that all tests share: use names of your own."""
    return stores.valkey()


@pytest.fixture
def target() -> Iterator[Target]:
    """Give a loopback HTTP server that keeps what it is sent (tests/targets.py)."""
    made = Target()
    yield made
    made.close()


@pytest.fixture(scope="session")
def collected() -> None:
    """Collect the static files into the project's staticfiles/, as `make run` does."""
    with tempfile.TemporaryDirectory() as data, _one_at_a_time():
        manage("collectstatic", "--noinput", env=environment(Path(data)))


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Test runs that share the project's folder take turns."""
    with (Path(tempfile.gettempdir()) / f"requestbin-collect-{os.getuid()}").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a migrated, empty SQLite file to copy: migrating anew takes 2 s for each server."""
    data = tmp_path_factory.mktemp("migrated")
    manage("migrate", env=environment(data))
    return data / "requestbin.sqlite3"


@pytest.fixture
def serve(collected: None, migrated: Path, tmp_path: Path) -> Iterator[Callable[..., Serving]]:
    """Give `serve(*words, **environ)`: each call starts a real server and returns when it answers.

    `server = serve(REQUESTBIN_RATE_PER_BIN="5")`, then `server.base`, `server.token`,
    `server.request(...)`, `server.api(...)`, `server.kill()`, `server.start()`,
    `server.beside("deliver")`. Give `data=other.data` to share a data folder.
    """
    commands: list[Command] = []

    def start(*words: str, data: Path | None = None, **environ: str) -> Serving:
        server = serving(migrated, data or tmp_path / f"data-{len(commands)}", words, environ)
        commands.append(server)
        return server

    with ended(commands):
        yield start


def serving(migrated: Path, data: Path, words: tuple[str, ...], environ: dict[str, str]) -> Serving:
    """Start a server on migrated stores."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    env = environment(data, **environ)
    if "DATABASE_URL" not in environ and not (data / migrated.name).exists():
        shutil.copy(migrated, data)
    return Serving(data, data.with_name(f"{data.name}.log"), words, env)
