"""Kefen (客分): a bank's own written policies, run, explained and proven.

>>> import kefen
>>> from datetime import date
>>> decider = kefen.load("psbc-customer-class", as_of=date(2026, 11, 23))  # doctest: +SKIP
>>> decider.decide({"age": 45, ...}).result  # doctest: +SKIP
"""

from kefen.deciding import Decider, Decision
from kefen.errors import FactsError, InputError, KefenError, NoVersionError, PolicyError
from kefen.loading import load, load_policy, load_versions

__version__ = "0.1.0"
__all__ = [
    "Decider",
    "Decision",
    "FactsError",
    "InputError",
    "KefenError",
    "NoVersionError",
    "PolicyError",
    "load",
    "load_policy",
    "load_versions",
]
