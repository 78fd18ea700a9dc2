"""Whole tables: validated, decided in SQL, written out, and summed up."""

from kefen.running.duckdb.drafting import draft_mapping
from kefen.running.duckdb.run import run
from kefen.running.options import Options
from kefen.running.summary import RunSummary

__all__ = ["Options", "RunSummary", "draft_mapping", "run"]
