"""Which database: SQLite out of the box, PostgreSQL by URL."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def database(url: str, *, home: Path) -> dict[str, Any]:
    """Django's settings for "" (a file in `home`), `sqlite:///FILE` or
    `postgresql://USER:PASSWORD@HOST:PORT/NAME`.
    """
    if not url or url.startswith("sqlite:///"):
        return _sqlite(Path(url.removeprefix("sqlite:///")) if url else home / "bank.sqlite3")
    if url.startswith(("postgresql://", "postgres://")):
        return _postgresql(url)
    raise ImproperlyConfigured("KEFEN_DATABASE_URL is neither sqlite:///FILE nor postgresql://…")


def _sqlite(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "OPTIONS": {
            # a reader that becomes a writer must wait for the lock, not fail
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON",
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(options.pop("host", "") or parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
