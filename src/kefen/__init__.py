"""Kefen (客分): a bank's own written policies, run, explained and proven.

>>> import kefen
>>> from datetime import date
>>> decider = kefen.load("psbc-customer-class", as_of=date(2026, 11, 23))  # doctest: +SKIP
>>> decider.decide({"age": 45, ...}).result  # doctest: +SKIP
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
_LOADING, _DECIDING = ("load", "load_policy", "load_versions"), ("Decider", "Decision")


def __getattr__(name: str) -> Any:
    """What stands in ``__all__``, when it is first asked for: the command line must hear Ctrl-C before all is loaded."""
    if name not in __all__:
        raise AttributeError(f"module `kefen` has no attribute `{name}`")
    home = "loading" if name in _LOADING else "deciding" if name in _DECIDING else "errors"
    found = globals()[name] = getattr(import_module(f"kefen.{home}"), name)
    return found
