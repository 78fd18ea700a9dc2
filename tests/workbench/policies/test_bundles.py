"""Which text speaks where and when; how another comes into force."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from tests.workbench.conftest import Bank
from workbench.common.errors import DeniedError, RefusedError
from workbench.journal.models import Entry
from workbench.journal.recording import recording
from workbench.policies.actions import (
    draft_bundle,
    propose_bundle,
    release_bundle,
    withdraw_bundle,
)
from workbench.policies.models import Bundle
from workbench.policies.queries import bundle_for, decider_for

OVERLAY = "overlay: {bank: 甲市分行, issued: 2026-01-01, cites: 甲市发2026年1号}\nparameters: {high_income: 480000}\n"
DAY = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def test_the_shipped_packs_are_the_first_bundle(texts: Bundle) -> None:
    assert bundle_for(DAY) == texts
    assert decider_for("value-tier", DAY).policy.name == "value-tier"
    assert Entry.objects.get(key=texts.journal_key).code == "bundle.founded"


def test_before_the_first_day_there_is_no_policy(texts: Bundle) -> None:
    with pytest.raises(RefusedError, match=r"制度管理岗|policy owner"):
        bundle_for(date(2019, 12, 31))


def test_a_compiled_text_is_kept_for_every_day_on_which_it_speaks(texts: Bundle) -> None:
    now, then = (decider_for("value-tier", day) for day in (DAY, date(2026, 6, 1)))
    assert then.program is now.program


def bundle_of_a_city(bank: Bank, runs_from: date, overlay: str = "") -> Bundle:
    draft = draft_bundle(
        bank.branch("C1"),
        by=bank.actor("1006"),
        reason="r",
        title="甲市",
        overlay=overlay,
        filed_as="备1",
    )
    propose_bundle(
        draft, by=bank.actor("1006"), reason="r", runs_from=runs_from, document="甲市发1号"
    )
    return release_bundle(draft, by=bank.actor("2001"), reason="r")


def test_values_of_a_branch_speak_there_and_below_from_their_day(bank: Bank, texts: Bundle) -> None:
    city = bundle_of_a_city(bank, date(2026, 12, 2), OVERLAY)
    assert bundle_for(date(2026, 12, 1), bank.branch("O1")) == texts
    assert bundle_for(date(2026, 12, 2), bank.branch("O1")) == city
    assert bundle_for(date(2026, 12, 2), bank.branch("C2")) == texts
    found = decider_for("value-tier", date(2026, 12, 2), bank.branch("O1")).policy
    assert found.parameters["high_income"].on(date(2026, 12, 2)) == 480_000


def test_nobody_releases_his_own_proposal(bank: Bank, texts: Bundle) -> None:
    draft = draft_bundle(
        bank.branch("C1"),
        by=bank.actor("1006"),
        reason="r",
        title="t",
    )
    propose_bundle(
        draft, by=bank.actor("1006"), reason="r", runs_from=date(2027, 1, 1), document="d"
    )
    with pytest.raises(DeniedError):
        release_bundle(draft, by=bank.actor("1006"), reason="r")
    draft.confirmed_by = draft.released_by
    with pytest.raises(IntegrityError), transaction.atomic(), recording():
        draft.save()


def test_a_release_begins_on_a_day_ahead(bank: Bank, texts: Bundle) -> None:
    with pytest.raises(RefusedError, match=r"以后的日期|lies ahead"):
        bundle_of_a_city(bank, DAY)


def test_values_of_a_branch_need_their_filing_number(bank: Bank, texts: Bundle) -> None:
    with pytest.raises(RefusedError) as refused:
        draft_bundle(
            bank.branch("C1"), by=bank.actor("1006"), reason="r", title="t", overlay=OVERLAY
        )
    assert refused.value.field == "filed_as"


def test_a_value_that_no_policy_knows_is_refused_by_name(bank: Bank, texts: Bundle) -> None:
    wrong = OVERLAY.replace("high_income", "hihg_income")
    with pytest.raises(RefusedError, match="hihg_income"):
        draft_bundle(
            bank.branch("C1"),
            by=bank.actor("1006"),
            reason="r",
            title="t",
            overlay=wrong,
            filed_as="1",
        )


def test_a_withdrawn_bundle_gives_way_to_the_one_before(bank: Bank, texts: Bundle) -> None:
    city = bundle_of_a_city(bank, date(2026, 12, 2))
    withdraw_bundle(
        city, by=bank.actor("2001"), reason="found wrong", withdrawn_on=date(2026, 12, 9)
    )
    assert bundle_for(date(2026, 12, 8), bank.branch("S1")) == city
    assert bundle_for(date(2026, 12, 9), bank.branch("S1")) == texts


def test_the_bank_is_never_without_policies(bank: Bank, texts: Bundle) -> None:
    with pytest.raises(RefusedError, match=r"没有制度|without policies"):
        withdraw_bundle(texts, by=bank.actor("1003"), reason="r", withdrawn_on=date(2027, 1, 1))


def test_a_text_that_was_asked_of_an_earlier_day_speaks_as_of_the_day_that_is_asked(
    texts: Bundle,
) -> None:
    assert decider_for("class-maintenance", date(2026, 7, 24)).as_of == date(2026, 7, 24)
    assert decider_for("class-maintenance", DAY).as_of == DAY
