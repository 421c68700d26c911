"""Django's settings, derived from `conf.py`: nothing here is read from the environment itself."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from requestbin import conf as _conf
from requestbin.conf import PROJECT, ConfigurationError
from requestbin.operations import logs

REQUESTBIN = _conf.load()
REQUESTBIN.make_data_folder()

DEBUG = REQUESTBIN.debug
SECRET_KEY, *SECRET_KEY_FALLBACKS = REQUESTBIN.secret_keys

# The gate (gate.py) judges Host and Origin for the pages; capture URLs answer under any name.
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "requestbin.urls"
ASGI_APPLICATION = "requestbin.asgi.application"

INSTALLED_APPS = [
    "requestbin",  # before daphne's and staticfiles' commands: runserver is ours
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "channels",
    "django_htmx",
    "requestbin.access",
    "requestbin.bins",
    "requestbin.forwarding",
    "requestbin.web",
]

MIDDLEWARE = [
    "requestbin.web.policy.PagePolicyMiddleware",  # before WhiteNoise: static files get it too
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "requestbin.access.middleware.PrincipalMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "requestbin.web.zone.ZoneMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROJECT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA temp_store=MEMORY;"
    "PRAGMA cache_size=-20000;"
    "PRAGMA journal_size_limit=67108864;"
)
POSTGRES_POOL = {"min_size": 2, "max_size": 20, "timeout": 10}
POSTGRES_OPTIONS = {
    "connect_timeout": "5",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",
    "options": "-c statement_timeout=10000 -c lock_timeout=5000"
    " -c idle_in_transaction_session_timeout=60000",
}
"""No wait without an end, on a server that hangs; the query of DATABASE_URL goes before."""

_DATABASE_SHAPE = "DATABASE_URL must be postgresql://user:password@host/name; what is given is not."


def _database(url: str) -> dict[str, Any]:
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": REQUESTBIN.data / "requestbin.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": SQLITE_PRAGMAS,
            },
        }
    try:
        parts = urlsplit(url)
        port, name = parts.port, unquote(parts.path.lstrip("/"))
    except ValueError:
        raise ConfigurationError(_DATABASE_SHAPE) from None
    if parts.scheme not in ("postgres", "postgresql") or not name:
        raise ConfigurationError(_DATABASE_SHAPE)
    options: dict[str, Any] = dict(parse_qsl(parts.query, keep_blank_values=True))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(port or ""),
        "OPTIONS": {"pool": POSTGRES_POOL, **POSTGRES_OPTIONS, **options},
    }


DATABASES = {"default": _database(REQUESTBIN.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [REQUESTBIN.redis_url]},
    }
    if REQUESTBIN.redis_url
    else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
}

LOGGING = logs.table(REQUESTBIN.log_level)
logs.quiet_streaming_warning()

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
USE_I18N = False

STATIC_URL = "/static/"
STATIC_ROOT = PROJECT / "staticfiles"
STATICFILES_DIRS = [PROJECT / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "requestbin.web.storage.HashedStaticFiles"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]

# Ports share cookies: names carry a mark of this instance, so two on one machine do not fight.
# One mark per secret key, so that a rotated key leaves nobody without the cookie that owns bins.
_MARKS = [hashlib.sha256(f"cookies {k}".encode()).hexdigest()[:8] for k in REQUESTBIN.secret_keys]
SESSION_COOKIE_NAME = f"requestbin-session-{_MARKS[0]}"
CSRF_COOKIE_NAME = f"requestbin-csrf-{_MARKS[0]}"
MESSAGE_COOKIE_NAME = f"requestbin-messages-{_MARKS[0]}"
OWNER_COOKIE_NAMES = tuple(f"requestbin-owner-{mark}" for mark in _MARKS)
OWNER_COOKIE_NAME = OWNER_COOKIE_NAMES[0]
_KINDS = ("session", "csrf", "messages", "owner")
OWN_COOKIES = tuple(f"requestbin-{kind}-{mark}" for kind in _KINDS for mark in _MARKS)
"""Never captured."""
SESSION_ENGINE = "requestbin.access.sessions"
MESSAGE_STORAGE = "requestbin.access.messages.OwnCookieStorage"
_SECURE = REQUESTBIN.url.startswith("https:")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "requestbin.web.views.problems.stale_form"
CSRF_TRUSTED_ORIGINS = [REQUESTBIN.url] if REQUESTBIN.url else []
SECURE_PROXY_SSL_HEADER = None  # the gate sets the scheme of a trusted proxy in the ASGI scope
SECURE_REFERRER_POLICY = "same-origin"  # "no-referrer" would make form posts send Origin: null
X_FRAME_OPTIONS = "DENY"
