"""The record's JSON Schema, compiled once."""

from __future__ import annotations

import json
from typing import Any

import fastjsonschema

from tests.docs.blocks import ROOT

_SCHEMA = json.loads((ROOT / "docs" / "reference" / "record.schema.json").read_text("utf-8"))
_validate = fastjsonschema.compile(_SCHEMA)


def check_record(record: dict[str, Any]) -> None:
    """``JsonSchemaException`` for what is no record."""
    _validate(record)
