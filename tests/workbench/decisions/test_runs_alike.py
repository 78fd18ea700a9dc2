"""A run says of each customer of the subtree what deciding him alone says, whatever text speaks at his branch."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

import kefen
from tests.workbench.conftest import MOMENT, Bank
from tests.workbench.decisions.planted import planted
from workbench.common import clock
from workbench.customers.models import Party
from workbench.decisions.deciding import answers_of
from workbench.decisions.gathering import Asked
from workbench.decisions.running import deciding
from workbench.decisions.running.deciding import Found, decide_scale, scales_run, texts_for
from workbench.decisions.running.subjects import facts_of_branch
from workbench.policies.actions import draft_bundle, propose_bundle, release_bundle
from workbench.policies.models import Bundle
from workbench.policies.providers import AsOf

CITY = "overlay: {branch: 东省分行/甲市分行, filed: 备1号, issued: 2026-01-01, cites: 甲市发1号}\n"
BELOW = "overlay: {branch: 东省分行/甲市分行/城东支行, filed: 备2号, issued: 2026-01-01, cites: 城东发1号}\n"
OF_CITY = CITY + "parameters: {high_income: 20}\n"
OF_SUB_BRANCH = BELOW + "parameters: {high_income: 30}\n"


def in_force(bank: Bank, code: str, overlay: str, since: date) -> Bundle:
    draft = draft_bundle(
        bank.branch(code),
        by=bank.actor("1006"),
        reason="",
        title=code,
        overlay=overlay,
        filed_as="备1",
    )
    propose_bundle(draft, by=bank.actor("1006"), reason="", runs_from=since, document="1号")
    return release_bundle(draft, by=bank.actor("1003"), reason="")


@pytest.fixture
def overlays(bank: Bank, texts: Bundle) -> None:
    """The city lays values over the bank's, a sub-branch of it over those."""
    with clock.moment(MOMENT - timedelta(days=9)):
        in_force(bank, "C1", OF_CITY, date(2026, 11, 25))
    with clock.moment(MOMENT - timedelta(days=4)):
        in_force(bank, "S1", OF_SUB_BRANCH, date(2026, 11, 28))


#: those whose texts differ by more than the overlays; all of them, for three customers, are tried in `test_runs`
SCALES = ("psbc-customer-class", "value-tier", "risk-tier", "loan-risk-category")


Rows = dict[tuple[str, str, bool], Found]


def run_of(bank: Bank, few: int = deciding.FEW) -> Rows:
    """`few` says how many are decided one by one: 0 leaves all to the engine."""
    at = AsOf(clock.today(), clock.now())
    subjects = facts_of_branch(bank.branch("P1"), at)
    texts = texts_for(subjects, at.day)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deciding, "FEW", few)
        results = [
            decide_scale(scale, subjects, texts, at.day)
            for scale in scales_run()
            if scale.pack in SCALES
        ]
    return {
        (one.scale.pack, row.of.key, row.of.secrets): row for one in results for row in one.rows
    }


def alone(
    party: Party, *, secrets: bool = False
) -> dict[tuple[str, str, bool], tuple[object, ...]]:
    answers = answers_of(Asked.now(party, secrets=secrets))
    return {
        (one.scale.pack, one.subject or party.number, secrets): (
            answers.bundle.pk,
            one.decision.status,
            one.decision.result or "",
            *coded(kefen.compact(one.decision)),
            kefen.blob_digest(kefen.facts_blob(one.facts)),
        )
        for one in answers.found
        if one.decision is not None and one.scale.pack in SCALES
    }


def coded(record: kefen.CompactRecord) -> tuple[object, ...]:
    return record.flags, record.outcome


def told(row: Found) -> tuple[object, ...]:
    record = kefen.CompactRecord.unpacked(row.record)
    return (
        row.bundle.pk,
        row.status,
        row.result,
        *coded(record),
        row.of.digest.hex(),
    )


def kept(run: Rows) -> dict[tuple[str, str, bool], tuple[object, ...]]:
    """As a row keeps it, to the last byte."""
    return {key: (*told(row), row.until, row.record) for key, row in run.items()}


def test_two_hundred_under_two_overlays(bank: Bank, overlays: None) -> None:
    parties = planted(bank, 200, ("O1", "O2", "S2", "S3"))
    run = run_of(bank, few=0)
    assert kept(run) == kept(run_of(bank, few=len(parties) + 1))
    assert len({row.bundle.pk for row in run.values()}) == 3
    seen = set()
    for party in Party.objects.unscoped("a test").filter(pk__in=[one.pk for one in parties]):
        for key, said in alone(party).items():
            assert told(run[key]) == said, key
            seen.add(key)
    assert seen == set(run)
    tiers = [row.record for (pack, *_), row in run.items() if pack == "value-tier"]
    assert len({kefen.CompactRecord.unpacked(one).policy for one in tiers}) == 3
