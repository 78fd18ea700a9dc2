"""The bank's store of texts, and the deciders of this process: each text is compiled once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from threading import Lock

from django.conf import settings

from kefen import BundleStore, Decider
from kefen.compiling.audience import Audience
from kefen.vocabulary import ReferenceList, digest_of_lists
from workbench.common.collecting import search_all, spare_what_stays, sparing
from workbench.policies.models import Bundle

MOST_KEPT = 160

_kept: OrderedDict[tuple[str, str, str], list[Decider]] = OrderedDict()
_lock = Lock()


def store() -> BundleStore:
    """The folder that the settings name."""
    return BundleStore(settings.BUNDLES)


def overlays_in(bundle: Bundle) -> list[Path]:
    """The folders with the values that a bundle lays over the texts, the bank's own first."""
    return sorted((store().bundle(bundle.digest).folder / "overlays").glob("*"))


def decider(
    digest: str, pack: str, day: date, lists: Mapping[str, ReferenceList], audience: Audience
) -> Decider:
    """The version of a pack in a bundle that speaks on a day, with reference lists. The first call compiles it."""
    key = (str(settings.BUNDLES), f"{digest} {pack}", _digest(lists))
    with _lock:
        found = _speaking(key, day) or _load(key, (digest, pack, day), lists)
        return found.seen_by(audience).on(day)


def _speaking(key: tuple[str, str, str], day: date) -> Decider | None:
    if key not in _kept:
        return None
    _kept.move_to_end(key)
    return next((one for one in _kept[key] if one.policy.silent_on(day) is None), None)


def _load(
    key: tuple[str, str, str], text: tuple[str, str, date], lists: Mapping[str, ReferenceList]
) -> Decider:
    with sparing():
        made = store().decider(*text, lists=lists, audience="staff")
    _kept.setdefault(key, []).append(made)
    if len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
        search_all()
    spare_what_stays()
    return made


def _digest(lists: Mapping[str, ReferenceList]) -> str:
    return digest_of_lists({name: one.digest for name, one in lists.items()})
