"""Facts to decisions, and the one builder of traces."""

from kefen.deciding.decide import Decider, Decision
from kefen.deciding.facts import Facts, FactsReader

__all__ = ["Decider", "Decision", "Facts", "FactsReader"]
