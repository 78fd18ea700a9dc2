"""Whole tables: validated, decided in SQL, written out, and summed up."""

from kefen.running.drafting import draft_mapping
from kefen.running.options import Options
from kefen.running.run import run
from kefen.running.summary import RunSummary

__all__ = ["Options", "RunSummary", "draft_mapping", "run"]
