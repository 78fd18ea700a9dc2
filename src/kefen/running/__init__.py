"""Whole tables: validated, decided in SQL, written out, and summed up."""

from kefen.running.comparing import Comparison, compare
from kefen.running.duckdb.held_tables import HeldTable
from kefen.running.duckdb.samples import draft_mapping
from kefen.running.held import DecidedTable, decide_many
from kefen.running.options import Options
from kefen.running.pace import Pace, Rate
from kefen.running.packs import run_packs
from kefen.running.run import Progress, run
from kefen.running.summary import RunSummary

__all__ = [
    "Comparison",
    "DecidedTable",
    "HeldTable",
    "Options",
    "Pace",
    "Progress",
    "Rate",
    "RunSummary",
    "compare",
    "decide_many",
    "draft_mapping",
    "run",
    "run_packs",
]
