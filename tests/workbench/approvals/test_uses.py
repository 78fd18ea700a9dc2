"""What rests on a piece of evidence: all its uses on one page."""

from __future__ import annotations
