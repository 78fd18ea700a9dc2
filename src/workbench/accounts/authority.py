"""For what authority is given by name: kinds of proposals, and measures of packs that ask for another approver."""

from __future__ import annotations

from typing import Any

AUTHORITY_KINDS: dict[str, Any] = {}


def declare_authority_kind(code: str, label: Any) -> None:
    """What a row of the authority table may name. Declared by the app whose proposals ask for it."""
    AUTHORITY_KINDS.setdefault(code, label)


def authority_kinds() -> list[tuple[str, Any]]:
    return sorted(AUTHORITY_KINDS.items())
