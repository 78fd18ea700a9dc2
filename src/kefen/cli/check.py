"""``kefen check``: what the text alone shows, and what it assumes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from kefen.checking import Checked
from kefen.checking.citations import place_cited
from kefen.checking.maps import MapCount, count_map
from kefen.checking.statements import CutSource, check_sources, read_sources
from kefen.cli.inputs import check_pack
from kefen.cli.json_out import write_json
from kefen.cli.messages import show_diagnostics
from kefen.cli.screen import Column, Screen
from kefen.cli.words import say
from kefen.diagnostics import Diagnostic, Diagnostics
from kefen.loading import load_versions
from kefen.policy import Assumption, Policy
from kefen.reading.draft import Document
from kefen.reading.folders import policies_folder, shipped_packs
from kefen.source import Span

_ASSUMPTION = "P004"


class Counted(NamedTuple):
    """What is counted beside: the maps of the packs, and the sources sentence by sentence."""

    maps: bool = False
    coverage: bool = False


NOT_COUNTED = Counted()


def check_packs(
    names: Sequence[str], screen: Screen, *, as_json: bool, counted: Counted = NOT_COUNTED
) -> int:
    """Check packs, all shipped ones when none is named; 1 when one has an error."""
    named = list(names) or shipped_packs()
    for name in named:
        check_pack(name, screen.lang)
    checked = [(name, version) for name in named for version in load_versions(name)]
    covered = _covered(checked) if counted.coverage else None
    if as_json:
        packs = [_as_data(*one, maps=counted.maps) for one in checked]
        write_json(screen, {"packs": packs} | ({} if covered is None else covered.as_data()))
    else:
        _show(checked, screen)
        if counted.maps:
            _show_maps(checked, screen)
        if covered is not None:
            _show_coverage(covered, screen)
    sound = all(version.sound for _, version in checked)
    return int(not sound or (covered is not None and bool(covered.found.errors)))


def _show(checked: Sequence[tuple[str, Checked]], screen: Screen) -> None:
    told = {id(d): d for _, version in checked for d in version.diagnostics}
    show_diagnostics(screen, [d for d in told.values() if d.code != _ASSUMPTION])
    rows = [_summary(name, version, screen) for name, version in checked]
    screen.table([Column()] * 3 + [Column(wraps=True)], rows)
    for name, version in checked:
        if version.policy is not None and version.policy.assumptions:
            _show_assumptions(name, version.document, version.policy, screen)


def _summary(name: str, version: Checked, screen: Screen) -> list[str]:
    lang = screen.lang
    counts = {
        key: sum(item.severity == severity for item in version.diagnostics)
        for key, severity in (("errors", "error"), ("warnings", "warning"))
    }
    parts = [say(lang, key, n=n) for key, n in counts.items() if n]
    policy = version.policy
    if policy is not None:
        parts += [
            say(lang, "clauses", n=len(policy.clauses)),
            say(lang, "assumptions", n=len(policy.assumptions)),
        ]
    state = say(lang, "sound" if version.sound else "not sound")
    named = version.document.front.get("version").text or "?"
    return [name.rstrip("/"), named, state, " · ".join(parts)]


def _show_assumptions(name: str, document: Document, policy: Policy, screen: Screen) -> None:
    lang = screen.lang
    screen.line()
    heading = f"{name.rstrip('/')} {policy.version}  {say(lang, 'assumptions heading')}"
    screen.line(screen.paint(heading, "bold"))
    columns = [
        Column(say(lang, "assumption")),
        Column(say(lang, "side")),
        Column(say(lang, "article")),
        Column(say(lang, "reading"), wraps=True),
        Column(say(lang, "reason"), wraps=True),
    ]
    rows = [_assumption_row(a, places_cited(document), lang) for a in policy.assumptions.values()]
    screen.table(columns, rows, indent="  ")


def _assumption_row(assumption: Assumption, places: dict[str, str], lang: str) -> list[str]:
    side = assumption.on if assumption.holds else assumption.off
    return [
        assumption.name,
        say(lang, "on" if assumption.holds else "off"),
        places.get(assumption.name) or assumption.article,
        side.said(lang),
        assumption.because.said(lang),
    ]


def places_cited(document: Document) -> dict[str, str]:
    """For each assumption the article it cites, more exact than the heading it stands under."""
    assumed = (s for s in document.statements if s.keyword == "assume")
    return {s.parts["name"]: place_cited(s.line("cites")) for s in assumed}


# --- maps --------------------------------------------------------------------------------------------


def _show_maps(checked: Sequence[tuple[str, Checked]], screen: Screen) -> None:
    """How much of each source the map of each version accounts for."""
    lang = screen.lang
    screen.line()
    screen.line(screen.paint(say(lang, "maps heading"), "bold"))
    counts = [
        (name, version, count_map(version.document, version.policy))
        for name, version in checked
        if version.policy is not None
    ]
    columns = [Column(say(lang, "map pack")), Column(say(lang, "map version"))]
    columns += [Column(say(lang, f"map {key}"), right=True) for key in MapCount._fields]
    rows = [
        [name.rstrip("/"), version.document.front.get("version").text, *map(str, count)]
        for name, version, count in counts
    ]
    total = [str(sum(column)) for column in zip(*(count for _, _, count in counts), strict=True)]
    screen.table(columns, [*rows, [say(lang, "map total"), "", *total]], indent="  ")


# --- the sources, sentence by sentence --------------------------------------------------------------


_COUNTS = ("statements", "in_whole", "in_part", "nowhere")


class _Covered(NamedTuple):
    sources: list[CutSource]
    found: Diagnostics

    @property
    def unasked(self) -> int:
        """Clauses that rest on the sources alone, and that no statement asks for."""
        return sum(item.code == "S003" for item in self.found.items)

    def as_data(self) -> dict[str, Any]:
        """The counts of each source, and what does not fit, as plain data."""
        counted = [
            {"source": one.source, "title": {"zh": one.title.zh, "en": one.title.en}}
            | {key: len(getattr(one, key)) for key in _COUNTS}
            for one in self.sources
        ]
        told = [diagnostic_data(item) for item in self.found.sorted()]
        return {"coverage": {"sources": counted, "unasked": self.unasked, "diagnostics": told}}


def _covered(checked: Sequence[tuple[str, Checked]]) -> _Covered:
    """The shipped sources, held against the packs that are checked and all other shipped ones."""
    found = Diagnostics()
    packs: dict[str, list[Policy]] = {}
    named = {name for name, _ in checked}
    others = [(n, v) for n in shipped_packs() if n not in named for v in load_versions(n)]
    for _, version in (*checked, *others):
        if version.policy is not None:
            packs.setdefault(version.policy.name, []).append(version.policy)
    sources = read_sources(policies_folder() / "coverage", found)
    check_sources(sources, packs, found)
    return _Covered(sources, found)


def _show_coverage(covered: _Covered, screen: Screen) -> None:
    lang = screen.lang
    screen.line()
    show_diagnostics(screen, covered.found.sorted())
    screen.line(screen.paint(say(lang, "coverage heading"), "bold"))
    columns = [Column(say(lang, "coverage source"))]
    columns += [Column(say(lang, f"coverage {key}"), right=True) for key in _COUNTS]
    counts = [[len(getattr(source, key)) for key in _COUNTS] for source in covered.sources]
    rows = [
        [source.title.said(lang), *map(str, count)]
        for source, count in zip(covered.sources, counts, strict=True)
    ]
    total = [str(sum(column)) for column in zip(*counts, strict=True)]
    screen.table(columns, [*rows, [say(lang, "map total"), *total]], indent="  ")
    screen.line(say(lang, "coverage unasked", n=covered.unasked))


# --- as data -----------------------------------------------------------------------------------------


def _as_data(name: str, version: Checked, *, maps: bool) -> dict[str, Any]:
    policy = version.policy
    counted = count_map(version.document, policy)._asdict() if maps and policy else None
    assumptions = policy.assumptions.values() if policy else ()
    places = places_cited(version.document)
    return {
        "pack": name.rstrip("/"),
        "version": version.document.front.get("version").text,
        "sound": version.sound,
        "digest": policy.digest if policy else None,
        "diagnostics": [
            diagnostic_data(item) for item in version.diagnostics if item.code != _ASSUMPTION
        ],
        "assumptions": [
            {
                "name": a.name,
                "side": "on" if a.holds else "off",
                "article": places.get(a.name) or a.article,
                **{key: {"zh": words.zh, "en": words.en} for key, words in _said(a)},
            }
            for a in assumptions
        ],
        **({} if counted is None else {"map": counted}),
    }


def _said(assumption: Assumption) -> Iterable[tuple[str, Any]]:
    return (
        ("title", assumption.title),
        ("on", assumption.on),
        ("off", assumption.off),
        ("because", assumption.because),
    )


def diagnostic_data(item: Diagnostic) -> dict[str, Any]:
    """A diagnostic as plain data."""
    return {
        "code": item.code,
        "severity": item.severity,
        "message": item.message,
        "article": item.article,
        "help": item.help,
        "place": _place(item.span),
        "other": _place(item.other) if item.other else None,
    }


def _place(span: Span) -> dict[str, Any]:
    return {"file": span.source.path, "line": span.line, "column": span.column, "text": span.text}
