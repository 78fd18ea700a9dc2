"""Python's search for rubbish that holds itself in a circle, kept away from what stays.

A compiled policy is some ten thousand objects, all of a bank's are a million: a search through all of them takes a
tenth of a second and more, and would fall into the middle of somebody's page.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


def spare_what_stays() -> None:
    """What there is by now is not searched again. For what a process keeps, once it is made."""
    gc.freeze()


def search_all() -> None:
    """Everything is searched once, for something large that was kept until now; what is left is spared as before."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


@contextmanager
def sparing() -> Iterator[None]:
    """Nothing is searched inside, for work that makes millions of objects and lets go of them itself."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
