"""A pack, by its name or folder, and a day to something that decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kefen.checking import Checked, check, check_versions
from kefen.checking.dates import read_period
from kefen.checking.overlay_folder import Overlay, read_overlays
from kefen.checking.overlays import apply_overlay
from kefen.checking.uses import RING
from kefen.checking.versions import check_periods
from kefen.compiling.audience import Audience
from kefen.deciding import Decider
from kefen.diagnostics import Diagnostic, Diagnostics
from kefen.errors import NoVersionError, PolicyError
from kefen.policy import Policy
from kefen.reading.folders import find_pack, pack_beside
from kefen.reading.pack import read_pack
from kefen.source import NOWHERE

#: folders of a bank's own values
Overlays = str | Path | Sequence[str | Path] | None


def load(
    pack: str | Path,
    *,
    as_of: date,
    overlay: Overlays = None,
    audience: Audience = "restricted",
) -> Decider:
    """A decider for the version of a pack in force on ``as_of``.

    ``pack`` is a shipped pack's name or a folder; a name means the shipped pack even where a folder is called so, and
    ``./NAME`` or a ``Path`` the folder. ``overlay`` is a folder of the bank's own values, or several: the bank's and a
    branch's. ``audience`` says for whom: only ``staff``, who have the right to confidential facts, get the decision that
    rests on them; ``restricted`` and ``customer`` get the one on the visible facts.
    Raises ``InputError`` (no such pack), ``PolicyError`` (its text has errors), ``NoVersionError``.
    """
    return Decider.of(load_policy(pack, as_of=as_of, overlay=overlay), as_of, audience)


def load_policy(pack: str | Path, *, as_of: date, overlay: Overlays = None) -> Policy:
    """The sound policy of a pack in force on a day."""
    folder = find_pack(pack)
    return laid_over(_Library(folder, (folder.resolve(),), as_of).load(folder, as_of), overlay)


def laid_over(policy: Policy, overlay: Overlays) -> Policy:
    """A policy with a bank's own values in place of its own."""
    for laid in overlays_of(overlay):
        policy = apply_overlay(policy, laid)
    return policy


def overlays_of(folders: Overlays) -> list[Overlay]:
    """What the folders of a bank's own values say, the bank's before a branch's. ``PolicyError`` for their faults."""
    named = [folders] if isinstance(folders, (str, Path)) else folders or ()
    return read_overlays([Path(folder) for folder in named])


@dataclass(frozen=True)
class Known:
    """What several packs share, read once for all of them: used policies by folder and day."""

    policies: dict[tuple[Path, date], Policy] = field(default_factory=dict)


def load_versions(
    pack: str | Path, *, cases: bool = True, known: Known | None = None
) -> list[Checked]:
    """Every version of a pack, checked; perhaps without its cases, which decide nothing."""
    folder, known = find_pack(pack), known or Known()
    draft = read_pack(folder, cases=cases)
    return check_versions(draft, _Library(folder, (folder.resolve(),), None, known.policies))


@dataclass(frozen=True)
class _Library:
    """Finds used packs beside the pack that uses them, or among the shipped ones.

    ``path`` are the packs being read, each used by the one before; a ring among them is an error. All speak as of one
    day; without it, as when every version is checked, each speaks on the first day of the version that uses it.
    """

    folder: Path
    path: tuple[Path, ...]
    as_of: date | None = None
    known: dict[tuple[Path, date], Policy] = field(default_factory=dict)

    def __call__(self, name: str, day: date) -> Policy:
        folder = pack_beside(self.folder, name)
        whole = folder.resolve()
        if whole in self.path:
            ring = [*self.path[self.path.index(whole) :], whole]
            shown = " → ".join(f"`{one.name}`" for one in ring)
            raise PolicyError([Diagnostic("N004", f"{RING}: {shown}", NOWHERE)])
        day = self.as_of or day
        if (whole, day) not in self.known:
            inner = _Library(folder, (*self.path, whole), self.as_of, self.known)
            self.known[whole, day] = inner.load(folder, day)
        return self.known[whole, day]

    def load(self, folder: Path, day: date) -> Policy:
        """The version of the pack in a folder that speaks on a day."""
        draft = read_pack(folder, cases=False)
        if not draft.documents:
            raise PolicyError(draft.found.sorted())
        periods = [read_period(d.front.get("in_force"), Diagnostics()) for d in draft.documents]
        speaking = [
            document
            for document, (since, until) in zip(draft.documents, periods, strict=True)
            if since <= day and (until is None or day < until)
        ]
        if len(speaking) > 1:
            found = Diagnostics()
            check_periods(draft, found)
            if found.errors:
                raise PolicyError(found.errors)
        if speaking:
            return check(draft, speaking[0], self)
        shown = ", ".join(f"{since} – {until or '…'}" for since, until in periods)
        raise NoVersionError(f"no version of {draft.name} speaks on {day}; versions: {shown}")
