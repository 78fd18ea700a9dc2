"""Drafts to policies: names, kinds, citations, dates, contradictions; all diagnostics at once."""

from kefen.checking.check import Checked, check, check_versions

__all__ = ["Checked", "check", "check_versions"]
