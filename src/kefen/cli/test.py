"""``kefen test``: the cases of packs, and what they leave untouched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from kefen.cli.check import diagnostic_data
from kefen.cli.inputs import check_pack
from kefen.cli.json_out import write_json
from kefen.cli.messages import in_words, show_diagnostics
from kefen.cli.screen import Column, Screen
from kefen.cli.words import say
from kefen.diagnostics import Diagnostic, Diagnostics
from kefen.loading import load_policy, load_versions
from kefen.policy import Policy
from kefen.reading.draft import words
from kefen.reading.folders import find_pack, shipped_packs
from kefen.reading.pack import read_pack
from kefen.verifying import CaseResult, CaseRunner, Coverage, Threshold, cover, read_cases


@dataclass(frozen=True)
class PackTest:
    """How a pack's cases came out. ``faults`` are errors of the policy or of the case files.

    ``ran`` unless no version is sound.
    """

    name: str
    results: tuple[CaseResult, ...]
    coverages: tuple[Coverage, ...]
    faults: tuple[Diagnostic, ...]
    seconds: float
    ran: bool = True

    @property
    def failed(self) -> list[CaseResult]:
        """The cases that do not hold."""
        return [result for result in self.results if result.failures]


def test_packs(names: Sequence[str], screen: Screen, *, as_json: bool) -> int:
    """Run cases; 1 when one fails or cannot be run."""
    named = list(names) or shipped_packs()
    for name in named:
        check_pack(name, screen.lang)
    tests = [_test(name) for name in named]
    if as_json:
        write_json(screen, {"packs": [_as_data(test) for test in tests]})
    else:
        for place, test in enumerate(tests):
            if place:
                screen.line()
            _show(test, screen)
    return int(any(test.failed or test.faults for test in tests))


test_packs.__test__ = False  # type: ignore[attr-defined] # not a test of ours


def _test(name: str) -> PackTest:
    start = perf_counter()
    checked = load_versions(name)
    told = {id(d): d for version in checked for d in version.diagnostics}
    faults = [d for d in told.values() if d.severity == "error"]
    policies = [version.policy for version in checked if version.policy is not None]
    if not policies:
        return PackTest(name, (), (), tuple(faults), perf_counter() - start, ran=False)
    draft, found = read_pack(find_pack(name)), Diagnostics()
    runner = CaseRunner(policies, lambda day: load_policy(name, as_of=day))
    results = tuple(runner.run(case) for case in read_cases(draft, found))
    coverages = tuple(cover(policy, results, runner) for policy in policies if results)
    faults += [d for d in found.sorted() if d not in faults]
    return PackTest(name, results, coverages, tuple(faults), perf_counter() - start)


# --- for people ----------------------------------------------------------------------------------------


def _show(test: PackTest, screen: Screen) -> None:
    show_diagnostics(screen, test.faults)
    for result in test.failed:
        _show_failure(result, screen)
    screen.line(f"{screen.paint(test.name.rstrip('/'), 'bold')}  {_headline(test, screen)}")
    for coverage in test.coverages:
        if len(test.coverages) > 1:
            screen.line(f"  {coverage.policy.version}")
        _show_coverage(coverage, screen)


def _headline(test: PackTest, screen: Screen) -> str:
    lang, n, bad = screen.lang, len(test.results), len(test.failed)
    if not n:
        return screen.paint(say(lang, "no cases" if test.ran else "no policy"), "yellow")
    held = say(lang, "some failed", n=n, bad=bad) if bad else say(lang, "held", n=n)
    took = say(lang, "seconds", n=f"{test.seconds:.1f}")
    return f"{screen.paint(held, 'red' if bad else 'green')}  {screen.paint(took, 'dim')}"


def _show_failure(result: CaseResult, screen: Screen) -> None:
    title = words(result.case.title).said(screen.lang)
    screen.line(f"{screen.paint('✗', 'red')} {title}  {screen.paint(str(result.case.span), 'dim')}")
    for failure in result.failures:
        screen.line(f"    {in_words(failure, screen.lang)}")


def _show_coverage(coverage: Coverage, screen: Screen) -> None:
    lang = screen.lang
    rows = [[say(lang, f"{key} covered"), text] for key, text in _totals(coverage, lang)]
    screen.table([Column(), Column(wraps=True)], rows, indent="  ")
    gaps = list(_gaps(coverage, lang))
    if gaps:
        screen.line(f"  {screen.paint(say(lang, 'untouched'), 'yellow')}")
        screen.table([Column(), Column(wraps=True), Column(wraps=True)], gaps, indent="    ")


def _totals(coverage: Coverage, lang: str) -> Iterator[tuple[str, str]]:
    clauses, assumptions = coverage.clauses, coverage.assumptions
    yield (
        "criteria",
        say(
            lang,
            "criteria summary",
            n=len(clauses),
            met=sum(c.met for c in clauses),
            missed=sum(c.missed for c in clauses),
        ),
    )
    yield (
        "conclusions",
        say(lang, "conclusions summary", n=len(coverage.reachable), reached=len(coverage.reached)),
    )
    if assumptions:
        both = sum(a.on and a.off for a in assumptions)
        yield "assumptions", say(lang, "assumptions summary", n=len(assumptions), both=both)
    if coverage.thresholds:
        whole = sum(not t.missing for t in coverage.thresholds)
        yield "thresholds", say(lang, "thresholds summary", n=len(coverage.thresholds), whole=whole)


def _gaps(coverage: Coverage, lang: str) -> Iterator[list[str]]:
    """What is untouched, one row each: where, what, and what no case does."""
    for entry in coverage.clauses:
        lacks = [
            say(lang, key)
            for key, has in (("never met", entry.met), ("never missed", entry.missed))
            if not has
        ]
        if lacks:
            yield [entry.clause.id, entry.clause.title.said(lang), "; ".join(lacks)]
    for outcome in coverage.unreached:
        yield [_outcome_word(outcome, coverage.policy, lang), "", say(lang, "never reached")]
    for assumption in coverage.assumptions:
        title = coverage.policy.assumptions[assumption.name].title.said(lang)
        for side, has in (("on", assumption.on), ("off", assumption.off)):
            if not has:
                yield [assumption.name, title, say(lang, "no case with side", side=say(lang, side))]
    for threshold in coverage.thresholds:
        if threshold.missing:
            values = ", ".join(_side(side, lang) for side in threshold.missing)
            yield [_clauses(threshold), threshold.text, say(lang, "no case at", values=values)]


def _clauses(threshold: Threshold) -> str:
    first, *rest = threshold.clauses
    return f"{first} +{len(rest)}" if rest else first


def _side(side: str, lang: str) -> str:
    return say(lang, side) if side in ("below", "above") else side


def _outcome_word(outcome: str, policy: Policy, lang: str) -> str:
    decides = policy.decides
    if decides is not None and outcome in decides.places:
        return decides.said(decides.places[outcome], lang)
    return say(lang, outcome)


# --- as data --------------------------------------------------------------------------------------------


def _as_data(test: PackTest) -> dict[str, Any]:
    return {
        "pack": test.name.rstrip("/"),
        "cases": len(test.results),
        "failed": [
            {
                "case": result.case.title,
                "file": result.case.span.source.path,
                "line": result.case.span.line,
                "failures": list(result.failures),
            }
            for result in test.failed
        ],
        "errors": [diagnostic_data(item) for item in test.faults],
        "coverage": [_coverage_data(coverage) for coverage in test.coverages],
    }


def _coverage_data(coverage: Coverage) -> dict[str, Any]:
    return {
        "version": coverage.policy.version,
        "clauses": [
            {"id": c.clause.id, "met": c.met, "missed_alone": c.missed} for c in coverage.clauses
        ],
        "reached": list(coverage.reached),
        "unreached": list(coverage.unreached),
        "assumptions": [{"name": a.name, "on": a.on, "off": a.off} for a in coverage.assumptions],
        "thresholds": [
            {
                "text": t.text,
                "clauses": list(t.clauses),
                "sides": list(t.sides),
                "missing": list(t.missing),
            }
            for t in coverage.thresholds
        ],
    }
