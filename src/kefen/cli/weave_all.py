"""``kefen weave --all``: every version of every shipped pack, as a folder of pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from kefen.checking.overlay_folder import read_overlays
from kefen.checking.overlays import apply_overlay_to_each
from kefen.checking.statements import read_sources
from kefen.cli.inputs import Request, overlay_folder
from kefen.cli.screen import Screen
from kefen.cli.words import say
from kefen.diagnostics import Diagnostics
from kefen.errors import InputError, PolicyError
from kefen.loading import load_versions
from kefen.publishing.shelf import MARK, Shelf
from kefen.publishing.site import INDEX, weave_site
from kefen.publishing.sources_page import PAGE
from kefen.publishing.woven import Weaving
from kefen.reading.folders import policies_folder, shipped_packs
from kefen.reading.pack import read_pack
from kefen.verifying import CaseRunner, read_cases

_BESIDE = ".kefen-part"
_HEAD = 400


def weave_all(request: Request, output: str, screen: Screen) -> int:
    """Write the site of the shipped packs; the request names none."""
    day, lang = request.as_of, screen.lang
    overlays = read_overlays([overlay_folder(name, lang) for name in request.overlays])
    weavings = [one for name in shipped_packs() for one in _weavings(policies_folder() / name, day)]
    for overlay in overlays:
        laid = apply_overlay_to_each([one.policy for one in weavings], overlay)
        weavings = [replace(one, policy=policy) for one, policy in zip(weavings, laid, strict=True)]
    sources = read_sources(policies_folder() / "coverage", Diagnostics())
    pages = weave_site(Shelf(weavings, day, sources), lang)
    write_site(output, pages, lang)
    screen.line(say(lang, "wrote site", name=output, n=len(pages)))
    return 0


def _weavings(folder: Path, day: date) -> Iterator[Weaving]:
    """Each version of a pack, as of the day or, where it is not in force then, as of its first."""
    versions = load_versions(folder)
    draft = read_pack(folder)
    found = [item for version in versions if not version.policy for item in version.diagnostics]
    if found:
        raise PolicyError(found)
    runner = CaseRunner([version.policy for version in versions if version.policy])
    cases = read_cases(draft, Diagnostics())
    for policy, version in zip(runner.policies, versions, strict=True):
        own = [case for case in cases if runner.decides(policy, case)]
        as_of = day if policy.in_force(day) else policy.since
        yield Weaving(policy, version.document, own, as_of, draft.changelog)


# --- the folder ------------------------------------------------------------------------------------


def write_site(name: str, pages: Mapping[str, str], lang: str) -> None:
    """Write every page beside the old ones, then exchange them: a run that fails leaves the old site whole.

    What an earlier run wrote goes; nothing else in the folder is touched.
    """
    site, beside = Path(name), Path(name) / _BESIDE
    _refuse_to_cover(site, {Path(page).parts[0] for page in pages}, lang)
    try:
        shutil.rmtree(beside, ignore_errors=True)
        for place, text in pages.items():
            page = beside / "new" / place
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(text, encoding="utf-8")
        (beside / "old").mkdir()
        _exchange(site, beside)
    except OSError as error:
        why = error.strerror or error
        raise InputError(say(lang, "cannot write", name=name, why=why)) from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _exchange(site: Path, beside: Path) -> None:
    """The old pages out, the new ones in; all the way back if one of them cannot be moved."""
    old = [path for path in site.iterdir() if _is_ours(path)]
    moves = [(path, beside / "old" / path.name) for path in old]
    moves += [(path, site / path.name) for path in (beside / "new").iterdir()]
    done: list[tuple[Path, Path]] = []
    try:
        for here, there in moves:
            here.rename(there)
            done.append((here, there))
    except BaseException:
        for here, there in reversed(done):
            there.rename(here)
        raise


def _refuse_to_cover(site: Path, names: set[str], lang: str) -> None:
    """One clear line when a page would take the place of something that is not of a site."""
    for path in (site / name for name in sorted(names)):
        if path.exists() and not _is_ours(path):
            raise InputError(say(lang, "not of a site", name=path))


def _is_ours(path: Path) -> bool:
    """The index of a site, its page of sources, or a folder that holds nothing but its pages."""
    if path.is_dir():
        inside = list(path.iterdir())
        return bool(inside) and all(map(_is_page, inside))
    return path.name in (INDEX, PAGE) and _is_page(path)


def _is_page(path: Path) -> bool:
    return path.suffix == ".html" and path.is_file() and MARK.encode() in path.read_bytes()[:_HEAD]
