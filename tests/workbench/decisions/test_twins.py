"""Nothing to infer: two customers who differ only in a secret look the same to everybody without the right."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.workbench.conftest import Bank
from tests.workbench.decisions.conftest import OFFICIAL, opened, record
from workbench.customers.actions.facts import record_secrets
from workbench.customers.actions.restrictions import begin_restriction
from workbench.customers.models import Party
from workbench.decisions.actions import decide
from workbench.decisions.models import Decision
from workbench.decisions.papers.contents import Draft, sheet_of
from workbench.decisions.papers.kinds import PaperKind
from workbench.journal.queries import steps_about
from workbench.policies.models import Bundle
from workbench.policies.scales import Subject, scales_of

SECRET = {"suspected_laundering": True}
PACKS = [scale.pack for scale in scales_of(Subject.PERSON)]
#: what differs between any two customers and says nothing: numbers, keys of rows, tokens
_OWN = (
    (re.compile(r"[0-9A-F]{12}-\d\d"), "DECISION"),
    (re.compile(r"(recompute|decisions|decision=|decision/)/?\d+"), r"\1KEY"),
    (re.compile(r'(name="csrfmiddlewaretoken" value=|"X-CSRFToken": )"\w+"'), "TOKEN"),
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "JOURNAL"),
)


@pytest.fixture
def twins(bank: Bank, texts: Bundle) -> tuple[Party, Party]:
    """The second is suspected, the first in a routine refresh; both bear one name, so that nothing else differs."""
    pair = opened(bank, "双生", "001"), opened(bank, "双生", "003")
    for party in pair:
        record(bank, party, **OFFICIAL)
    begin_restriction(pair[0], by=bank.actor("2004"), reason="")
    record_secrets(
        pair[1], by=bank.actor("2004"), reason="report", values=SECRET, true_on=date(2026, 11, 20)
    )
    for party in pair:
        decide(party, by=bank.actor("3003"), reason="")
    return pair


def same(text: str, party: Party) -> str:
    """A page without what belongs to this very customer."""
    text = text.replace(party.number, "NUMBER")
    for pattern, word in _OWN:
        text = pattern.sub(word, text)
    return text


def test_the_secret_makes_another_decision_for_those_who_may_know(
    bank: Bank, twins: tuple[Party, Party]
) -> None:
    rows = Decision.objects.unscoped("a test").filter(pack="risk-tier", visible_only=False)
    assert [row.party for row in rows] == [twins[1]]
    assert rows[0].result == "risk_special"
    url = f"/customers/{twins[1].number}/decisions/risk-tier/"
    assert "特殊处理" in bank.browser("2004").get(url).content.decode()


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("who", ["3003", "2002"])
def test_pages_are_equal_byte_by_byte(
    bank: Bank, twins: tuple[Party, Party], pack: str, who: str
) -> None:
    browser = bank.browser(who)
    for rest in ("", "?told=customer", "?told=auditor", "what-if/"):
        pages = [
            same(
                browser.get(f"/customers/{one.number}/decisions/{pack}/{rest}").content.decode(),
                one,
            )
            for one in twins
        ]
        assert pages[0] == pages[1]
        assert len(pages[0]) > 2000


def test_what_is_tried_is_equal(bank: Bank, twins: tuple[Party, Party]) -> None:
    browser, sent = bank.browser("3003"), {"try-annual_income": "800000"}
    found = []
    for one in twins:
        url = f"/customers/{one.number}/decisions/risk-tier/what-if/"
        text = browser.post(url, sent, headers={"HX-Request": "true"}).content.decode()
        found.append(same(text, one))
    assert found[0] == found[1]


def test_papers_say_the_same(bank: Bank, twins: tuple[Party, Party]) -> None:
    sheets = []
    for one in twins:
        row = Decision.objects.unscoped("a test").get(
            party=one, pack="risk-tier", visible_only=True
        )
        for kind in (PaperKind.FORM, PaperKind.NEEDS, PaperKind.EXPLANATION):
            parts = sheet_of(Draft(kind, "1", row, bank.actor("3003"))).parts
            sheets.append(same(repr(parts), one))
    assert sheets[:3] == sheets[3:]


def test_counts_are_equal(bank: Bank, twins: tuple[Party, Party]) -> None:
    seen = Decision.objects.seen_by(bank.actor("3003"), "decision.read").filter(visible_only=True)
    assert seen.filter(party=twins[0]).count() == seen.filter(party=twins[1]).count()


def test_the_journal_tells_an_auditor_the_same_of_both(
    bank: Bank, twins: tuple[Party, Party]
) -> None:
    auditor = bank.actor("1004")
    told = [
        sorted(
            (same(str(step.act), one), step.who, step.reason)
            for step in steps_about(auditor, "party", str(one.pk))
        )
        for one in twins
    ]
    assert told[0] == told[1] != []
