"""Kefen (客分): a bank's own written policies, run, explained and proven.

The door is what stands in ``__all__``; ``docs/reference/python.md`` shows each part at work.

>>> from datetime import date
>>> import kefen
>>> decider = kefen.load("value-tier", as_of=date(2026, 11, 23))
>>> decider.decide({"customer_id": "A1"}).status
'undetermined'
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # the module of that name takes longer to load than all the rest here
if TYPE_CHECKING:
    from typing import Any

    from kefen.bundles import BundleStore
    from kefen.deciding import Decider, Decision
    from kefen.deciding.compact import (
        CompactRecord,
        blob_digest,
        compact,
        decision_of,
        facts_blob,
    )
    from kefen.deciding.facts import facts_of as facts
    from kefen.deciding.rechecking import of_record
    from kefen.errors import FactsError, InputError, KefenError, NoVersionError, PolicyError
    from kefen.explaining import Explanation, explain
    from kefen.loading import load, load_policy, load_versions
    from kefen.reading.folders import shipped_packs as packs
    from kefen.running import Options, Progress, compare, decide_many, run

__version__ = "0.1.0"
#: where each name of the door is defined; one that is called otherwise there stands behind a colon
_HOMES = {
    "BundleStore": "bundles",
    "CompactRecord": "deciding.compact",
    "Decider": "deciding",
    "Decision": "deciding",
    "Explanation": "explaining",
    "FactsError": "errors",
    "InputError": "errors",
    "KefenError": "errors",
    "NoVersionError": "errors",
    "Options": "running",
    "PolicyError": "errors",
    "Progress": "running",
    "blob_digest": "deciding.compact",
    "compact": "deciding.compact",
    "compare": "running",
    "decide_many": "running",
    "decision_of": "deciding.compact",
    "explain": "explaining",
    "facts": "deciding.facts:facts_of",
    "facts_blob": "deciding.compact",
    "load": "loading",
    "load_policy": "loading",
    "load_versions": "loading",
    "of_record": "deciding.rechecking",
    "packs": "reading.folders:shipped_packs",
    "run": "running",
}
__all__ = [
    "BundleStore",
    "CompactRecord",
    "Decider",
    "Decision",
    "Explanation",
    "FactsError",
    "InputError",
    "KefenError",
    "NoVersionError",
    "Options",
    "PolicyError",
    "Progress",
    "blob_digest",
    "compact",
    "compare",
    "decide_many",
    "decision_of",
    "explain",
    "facts",
    "facts_blob",
    "load",
    "load_policy",
    "load_versions",
    "of_record",
    "packs",
    "run",
]


def __getattr__(name: str) -> Any:
    """What stands in ``__all__``, when it is first asked for: the command line must hear Ctrl-C before all is loaded."""
    if name not in _HOMES:
        raise AttributeError(f"module `kefen` has no attribute `{name}`")
    home, _, there = _HOMES[name].partition(":")
    found = globals()[name] = getattr(import_module(f"kefen.{home}"), there or name)
    return found
