"""Plain data as JSON text: stable keys, Chinese as it is, decimals with their digits."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from kefen.cli.screen import Screen


def write_json(screen: Screen, data: Any) -> None:
    """Data on a screen as indented JSON."""
    screen.line(json.dumps(data, ensure_ascii=False, indent=2, default=plain))


def plain(value: Any) -> Any:
    """What JSON has no form for, as text: exact decimals, days."""
    if isinstance(value, (Decimal, date)):
        return str(value)
    if isinstance(value, (set, frozenset, tuple)):
        return list(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")
