"""Every shipped pack is sound and decides its own cases as expected."""

import json
from functools import cache

import pytest

from kefen.checking import Checked
from kefen.checking.maps import read_map
from kefen.checking.statements import check_sources, read_sources
from kefen.diagnostics import Diagnostics
from kefen.loading import load_policy, load_versions
from kefen.policy import Policy
from kefen.reading.folders import find_pack, policies_folder, shipped_packs
from kefen.reading.pack import read_pack
from kefen.verifying import CaseResult, CaseRunner, cover
from kefen.verifying.cases import read_cases
from tests.door.schema import check_record


@cache
def _versions(pack: str) -> list[Checked]:
    return load_versions(pack)


def _policies(pack: str) -> list[Policy]:
    return [one.policy for one in _versions(pack) if one.policy]


@cache
def _runner(pack: str) -> CaseRunner:
    return CaseRunner(_policies(pack), lambda day: load_policy(pack, as_of=day))


@cache
def _results(pack: str) -> list[CaseResult]:
    found = Diagnostics()
    cases = read_cases(read_pack(find_pack(pack)), found)
    assert found.items == []
    return [_runner(pack).run(case) for case in cases]


@pytest.mark.parametrize("pack", shipped_packs())
def test_a_shipped_pack_has_neither_errors_nor_warnings(pack: str) -> None:
    for checked in _versions(pack):
        assert [str(item) for item in checked.diagnostics if item.severity != "note"] == []


def test_a_map_names_clauses_of_other_packs_that_are_there() -> None:
    packs = {pack: _versions(pack) for pack in shipped_packs()}
    ids = {
        pack: {clause.id for one in versions if one.policy for clause in one.policy.clauses}
        for pack, versions in packs.items()
    }
    rows = [row for found in packs.values() for one in found for row in read_map(one.document)]
    named = {pair for row in rows for pair in row.elsewhere}
    assert len(named) > 20
    assert {(pack, id) for pack, id in named if not _stands_in(ids[pack], id)} == set()


def _stands_in(ids: set[str], id: str) -> bool:
    """Whether a clause, or some below it, is called so."""
    return any(one == id or one.startswith(f"{id}.") for one in ids)


def test_every_statement_of_the_sources_has_its_clauses_or_a_reason() -> None:
    found = Diagnostics()
    sources = read_sources(policies_folder() / "coverage", found)
    check_sources(sources, {pack: _policies(pack) for pack in shipped_packs()}, found)
    assert [str(item) for item in found.items] == []
    assert sum(len(source.statements) for source in sources) > 400


@pytest.mark.parametrize("pack", shipped_packs())
def test_a_shipped_pack_decides_its_cases_as_a_reader_of_the_law_expects(pack: str) -> None:
    results = _results(pack)
    assert len(results) > 10
    assert {r.case.title: r.failures for r in results if r.failures} == {}


@pytest.mark.parametrize("pack", shipped_packs())
def test_the_records_of_the_cases_of_a_shipped_pack_fit_the_schema(pack: str) -> None:
    decisions = [one.decision for one in _results(pack) if one.decision is not None]
    for one in (*decisions[::4], *(one.seen_by("customer") for one in decisions[::20])):
        check_record(json.loads(json.dumps(one.record())))


@pytest.mark.parametrize("pack", shipped_packs())
def test_the_cases_of_a_shipped_pack_stand_on_every_side_of_its_thresholds(pack: str) -> None:
    runner, results = _runner(pack), _results(pack)
    covered = [cover(policy, results, runner) for policy in _policies(pack)]
    thresholds = [one for found in covered for one in found.thresholds]
    assert {one.text: one.missing for one in thresholds if one.missing} == {}
