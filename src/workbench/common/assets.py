"""Files for browsers, served from the package: each address carries the digest of its file, so that it never goes stale."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class DigestStorage(StaticFilesStorage):
    """`{% static 'a.css' %}` is `/static/a.css?v=DIGEST`. Nothing is collected."""

    def url(self, name: str | None) -> str:
        plain = super().url(name)
        digest = _digest(name or "")
        return f"{plain}?v={digest}" if digest else plain


@cache
def _digest(name: str) -> str:
    found = finders.find(name)
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:12] if found else ""


def immutable(headers: object, path: str, url: str) -> None:
    """Browsers keep a file for ever: a changed one has another address."""
    headers["Cache-Control"] = "public, max-age=31536000, immutable"  # type: ignore[index]
