"""Each policy as its woven document: the library's page inside ours, its map counted, its cases and what they cover."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from kefen.checking.maps import MapCount, count_map
from kefen.diagnostics import Diagnostics
from kefen.policy import Policy
from kefen.publishing.weave import weave
from kefen.publishing.woven import Weaving
from kefen.reading.draft import Document, Draft
from kefen.reading.folders import find_pack
from kefen.reading.pack import read_pack
from kefen.verifying import Case, CaseRunner, read_cases
from kefen.verifying.cases import run_cases
from kefen.verifying.coverage import Coverage, cover
from workbench.policies.models import Bundle
from workbench.policies.queries import decider_by
from workbench.policies.store import store
from workbench.policies.texts import shipped_versions

_TAGS = ("header", "nav", "main")
_RULE = re.compile(
    r"([^{}]+)\{([^{}]*)\}"
)  # the innermost ones: a group such as @media is left as it stands


@dataclass(frozen=True)
class PolicyDocument:
    """A policy of a bundle with its text; `cases` only where the bundle's text is the installed one."""

    policy: Policy
    document: Document
    cases: tuple[Case, ...]
    draft: Draft
    installed: bool

    @property
    def map(self) -> MapCount:
        """The map of the source in numbers."""
        return count_map(self.document, self.policy)


def document_of(bundle: Bundle, pack: str, day: date) -> PolicyDocument:
    """The version of a pack that speaks in a bundle on a day, with its text."""
    policy = decider_by(bundle, pack, day, bundle.branch, "staff").policy
    return _document(bundle.digest, pack, policy)


def woven(found: PolicyDocument, day: date, lang: str) -> str:
    """The body of the library's page: no script, no style, our own frame around it."""
    return _woven(found.policy.digest, found, day, lang)


@lru_cache(maxsize=1)
def woven_style() -> str:
    """The library's style sheet, holding below `.woven` only."""
    text = files("kefen.publishing").joinpath("weave.css").read_text(encoding="utf-8")
    text = re.sub(r"@page\s*\{[^}]*\}", "", text)
    return _RULE.sub(lambda rule: f"{_below(rule[1])}{{{rule[2]}}}", text)


def coverage_of(found: PolicyDocument) -> Coverage | None:
    """What the cases touch; None where the text is not the installed one."""
    return _coverage(found.policy.name, found.policy.digest) if found.installed else None


# --- made once a process --------------------------------------------------------------------------------

_documents: dict[str, PolicyDocument] = {}
_pages: dict[tuple[str, date, str], str] = {}


def _document(digest: str, pack: str, policy: Policy) -> PolicyDocument:
    if policy.digest not in _documents:
        own = [one for one in shipped_versions(pack) if one.digest == policy.digest]
        folder = find_pack(pack) if own else store().bundle(digest).folder / "packs" / pack
        _documents[policy.digest] = _read(folder, policy, installed=bool(own))
    return _documents[policy.digest]


def _read(folder: Path, policy: Policy, *, installed: bool) -> PolicyDocument:
    draft = read_pack(folder)
    document = next(d for d in draft.documents if d.front.get("version").text == policy.version)
    runner = CaseRunner(shipped_versions(policy.name))
    read = read_cases(draft, Diagnostics()) if installed else []
    cases = tuple(case for case in read if runner.decides(policy, case))
    return PolicyDocument(policy, document, cases, draft, installed)


def _woven(digest: str, found: PolicyDocument, day: date, lang: str) -> str:
    key = (digest, day, lang)
    if key not in _pages:
        _pages.clear() if len(_pages) > 40 else None
        weaving = Weaving(found.policy, found.document, found.cases, day, found.draft.changelog)
        page = weave(weaving, "zh" if lang == "zh" else "en")
        body = page.partition("<body>")[2].rpartition("</body>")[0]
        for tag in _TAGS:
            body = body.replace(f"<{tag}>", f'<div class="w-{tag}">').replace(f"</{tag}>", "</div>")
        _pages[key] = body
    return _pages[key]


@lru_cache(maxsize=32)
def _coverage(pack: str, digest: str) -> Coverage | None:
    versions = shipped_versions(pack)
    policy = next((one for one in versions if one.digest == digest), None)
    if policy is None:
        return None
    results = run_cases(read_pack(find_pack(pack)), versions, Diagnostics())
    return cover(policy, results, CaseRunner(versions))


# --- the style sheet -------------------------------------------------------------------------------------


def _below(selectors: str) -> str:
    """Selectors that hold below `.woven` only."""
    parts = re.split(r",(?![^(]*\))", selectors)
    return "\n" + ", ".join(_one(part.strip()) for part in parts)


def _one(selector: str) -> str:
    for tag in _TAGS:
        selector = re.sub(rf"(?<![\w.#-]){tag}(?![\w-])", f".w-{tag}", selector)
    return ".woven" if selector in (":root", "html", "body") else f".woven {selector}"
