"""The bank's texts kept: all packs, with the overlay's values and switches, under the digest of their content.

A decision of last spring is told by last spring's text. It names the policy that decided and the reference lists that were
loaded by their digests; a store finds both, whatever Kefen ships today. Nothing that is kept is ever changed.

    STORE/bundles/DIGEST/packs/PACK/…       the texts, with `bundle.json` that lists them
    STORE/bundles/DIGEST/overlays/N/…       values and switches
    STORE/lists/DIGEST.json                 a set of reference lists
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import chain
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from kefen.checking.overlay_folder import Overlay
from kefen.checking.overlays import apply_known, apply_overlay_to_each, with_lists
from kefen.compiling.audience import AUDIENCES, Audience, seen_by
from kefen.deciding import Decider
from kefen.errors import InputError, NoVersionError, PolicyError
from kefen.loading import Known, Overlays, load_policy, load_versions, overlays_of
from kefen.policy import Policy
from kefen.reading.folders import WHOLE, find_pack, pack_beside, shipped_packs, version_files
from kefen.values import NO_WORDS
from kefen.vocabulary import ReferenceList, digest_of_lists

_BUNDLES, _LISTS, _PACKS, _OVERLAYS = "bundles", "lists", "packs", "overlays"


@dataclass(frozen=True)
class Bundle:
    """All packs as they stood once, with a bank's values and switches; ``digest`` is over every file."""

    digest: str
    folder: Path

    def policy(self, pack: str, as_of: date) -> Policy:
        """The policy of a pack that speaks on a day, without reference lists.

        ``InputError`` if the pack is not in the bundle or a file was touched, ``NoVersionError`` if none speaks.
        """
        if _digest(dict(_read(self.folder))) != self.digest:
            raise InputError(
                f"the bundle {self.digest[:16]} was touched: its files are not those it is called by"
            )
        policy = load_policy(self.folder / _PACKS / pack, as_of=as_of)
        for overlay in overlays_of(sorted((self.folder / _OVERLAYS).glob("*"))):
            policy = apply_known(policy, overlay)
        return policy


@dataclass(frozen=True)
class BundleStore:
    """A folder of bundles, and of sets of reference lists, each under its digest."""

    folder: Path

    def keep(self, packs: Iterable[str | Path] = (), *, overlay: Overlays = None) -> Bundle:
        """Keep packs, all shipped ones if none is named, and those they use; with an overlay, its reference lists beside.

        What is kept already is found again. ``PolicyError`` if a pack or the overlay has errors: what cannot decide is not
        kept. ``InputError`` if two packs have one name.
        """
        known = None if packs or overlay else self._known()
        if known is not None:
            return known
        read = dict(_with_used(map(find_pack, packs or shipped_packs())))
        overlays = overlays_of(overlay)
        for policy in _laid(chain.from_iterable(read.values()), overlays):
            self._keep_lists(policy)
        files = dict(chain(_texts(read), _values(overlays)))
        bundle = self.bundle(_digest(files))
        manifest = json.dumps(sorted(files), ensure_ascii=False, indent=1)
        _write(bundle.folder, {**files, f"{_PACKS}/{WHOLE}": manifest.encode()})
        return bundle

    def bundle(self, digest: str) -> Bundle:
        """The bundle of a digest, kept or not."""
        return Bundle(digest, self.folder / _BUNDLES / digest)

    def bundles(self) -> list[Bundle]:
        """Those that are kept, the newest first."""
        kept = sorted((self.folder / _BUNDLES).glob("*"), key=lambda one: -one.stat().st_mtime_ns)
        return [self.bundle(one.name) for one in kept]

    def decider(
        self,
        digest: str,
        pack: str,
        as_of: date,
        *,
        lists: Mapping[str, ReferenceList] | None = None,
        audience: Audience = "restricted",
    ) -> Decider:
        """A decider for the version of a pack in the bundle of a digest that speaks on a day, with reference lists.

        Lists that the pack does not know are passed over. The sets that its decisions will name are kept beside.
        ``InputError`` if bundle or pack are not kept here, ``NoVersionError`` if no version speaks.
        """
        policy = with_lists(self.bundle(digest).policy(pack, as_of), lists or {})
        self._keep_lists(policy)
        return Decider.of(policy, as_of, audience)

    def decider_of(self, record: Mapping[str, Any], audience: Audience = "restricted") -> Decider:
        """What decided a record, found by the digests in it. ``InputError`` if that was not kept here."""
        try:
            policy, day = record["policy"], date.fromisoformat(record["as_of"])
            lists = {one["name"]: one["digest"] for one in record["reference_lists"]}
            name, digest = policy["name"], policy["digest"]
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(f"this is not a stored decision: {error}") from error
        return self.decider_by(name, digest, digest_of_lists(lists), day, audience)

    def decider_by(
        self, pack: str, digest: str, lists: str, day: date, audience: Audience = "restricted"
    ) -> Decider:
        """The same by the digests of a policy and of a set of reference lists."""
        found = with_lists(self._policy(pack, digest, day), self.lists(lists))
        return Decider.of(found, day, audience)

    def lists(self, digest: str) -> dict[str, ReferenceList]:
        """The reference lists of a set by its digest; none for an empty one. ``InputError`` if it is not kept here."""
        if not digest:
            return {}
        path = self.folder / _LISTS / f"{digest}.json"
        if not path.exists():
            raise InputError(f"no set of reference lists {digest[:16]} is kept in {self.folder}")
        stored = json.loads(path.read_text("utf-8"))
        lists = {name: _list_of(name, said) for name, said in stored.items()}
        if digest_of_lists({name: one.digest for name, one in lists.items()}) != digest:
            raise InputError(f"the set of reference lists {digest[:16]} was touched")
        return lists

    def _policy(self, name: str, digest: str, day: date) -> Policy:
        """The policy of a digest, in whichever bundle it stands."""
        for bundle in self.bundles():
            try:
                policy = bundle.policy(name, day)
            except (NoVersionError, InputError):
                continue
            if policy.digest == digest:
                return policy
        raise InputError(
            f"no bundle in {self.folder} holds {name} as it stood when this was decided"
        )

    def _known(self) -> Bundle | None:
        """The shipped packs if they were kept as they stand, and so were found sound."""
        folders = [find_pack(name).resolve() for name in shipped_packs()]
        bundle = self.bundle(_digest(dict(_texts(folders))))
        return bundle if bundle.folder.exists() else None

    def _keep_lists(self, policy: Policy) -> None:
        """The lists of a policy, in the sets that each audience knows."""
        for lists in {seen_by(policy, audience).lists_loaded for audience in AUDIENCES}:
            digest = digest_of_lists({one.name: one.digest for one in lists})
            path = self.folder / _LISTS / f"{digest}.json"
            if digest and not path.exists():
                said = {one.name: _said(one) for one in lists}
                _write_file(path, json.dumps(said, ensure_ascii=False).encode())


def _with_used(folders: Iterable[Path]) -> Iterator[tuple[Path, list[Policy]]]:
    """The folders of packs, and of those they use, each once with all its versions, which must be sound."""
    waiting, seen, known = [folder.resolve() for folder in folders], set[Path](), Known()
    while waiting:
        folder = waiting.pop(0)
        if folder in seen:
            continue
        seen.add(folder)
        checked = load_versions(folder, cases=False, known=known)
        errors = [found for one in checked if one.policy is None for found in one.diagnostics]
        if errors:
            raise PolicyError(errors)
        policies = [one.policy for one in checked if one.policy]
        yield folder, policies
        used = {use.policy.name for policy in policies for use in policy.uses}
        waiting += [pack_beside(folder, name).resolve() for name in sorted(used)]


def _laid(policies: Iterable[Policy], overlays: Iterable[Overlay]) -> list[Policy]:
    """Policies with the overlays; every name that an overlay says is known to one of them."""
    laid = list(policies)
    for overlay in overlays:
        laid = apply_overlay_to_each(laid, overlay)
    return laid


# --- files ------------------------------------------------------------------------------------------


def _texts(folders: Collection[Path]) -> Iterator[tuple[str, bytes]]:
    """The texts of packs, and of the vocabularies and sources that lie beside them."""
    seen: set[str] = set()
    for folder in dict.fromkeys(chain(folders, *map(_shared_beside, folders))):
        if folder.name in seen:
            raise InputError(f"two folders are called `{folder.name}`")
        seen.add(folder.name)
        for path in (*version_files(folder), *sorted(folder.glob("*.yaml"))):
            yield f"{_PACKS}/{folder.name}/{path.name}", path.read_bytes()


def _shared_beside(folder: Path) -> Iterator[Path]:
    """The folders beside a pack that hold a vocabulary or sources for several."""
    for path in sorted(folder.parent.iterdir()):
        if (path / "vocabulary.yaml").exists() and not version_files(path):
            yield path


def _values(overlays: Iterable[Overlay]) -> Iterator[tuple[str, bytes]]:
    """What overlays say but for their lists, which have digests of their own."""
    for number, overlay in enumerate(one for one in overlays if one.said):
        yield f"{_OVERLAYS}/{number}/overlay.yaml", overlay.said.encode()


def _read(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files of a bundle but its manifest."""
    for path in folder.rglob("*"):
        if path.is_file() and path.name != WHOLE:
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def _digest(files: Mapping[str, bytes]) -> str:
    """Over names and contents, line ends normalised: a checkout on another system agrees."""
    plain = ((name, data.replace(b"\r\n", b"\n")) for name, data in sorted(files.items()))
    lines = (f"{name} {sha256(data).hexdigest()}" for name, data in plain)
    return sha256("\n".join(lines).encode()).hexdigest()


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """A folder of files, whole or not at all; one that is there stays."""
    if folder.exists():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(mkdtemp(prefix=".", dir=folder.parent))
    try:
        for name, data in files.items():
            _write_file(made / name, data)
        made.rename(folder)
    except OSError:
        shutil.rmtree(made)
        if not folder.exists():
            raise


def _write_file(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


# --- lists ------------------------------------------------------------------------------------------


def _said(listed: ReferenceList) -> dict[str, Any]:
    """A list as JSON has it."""
    entries = [[code, *map(_day_said, days)] for code, *days in listed.entries or ()]
    return {"dated": _day_said(listed.dated), "cites": listed.cites, "entries": entries}


def _list_of(name: str, said: Mapping[str, Any]) -> ReferenceList:
    entries = tuple((code, _day(since), _day(until)) for code, since, until in said["entries"])
    return ReferenceList(
        name, NO_WORDS, entries=entries, dated=_day(said["dated"]), cites=said["cites"]
    )


def _day_said(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


__all__ = ["Bundle", "BundleStore"]
