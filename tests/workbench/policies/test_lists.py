"""Reference lists with dates, keepers and second persons."""

from __future__ import annotations

from datetime import date

import pytest

from tests.workbench.conftest import Bank
from workbench.common.errors import DeniedError, RefusedError
from workbench.policies.actions import confirm_list, draft_list, withdraw_list
from workbench.policies.models import Bundle, ListVersion
from workbench.policies.queries import decider_for, list_rows, lists_on

DAY = date(2026, 11, 30)


def drafted(bank: Bank, codes: str, since: date = date(2026, 1, 1)) -> ListVersion:
    return draft_list(
        bank.branch("C1"),
        by=bank.actor("2005"),
        reason="r",
        name="sasac_list",
        since=since,
        source_page="央企名录公告",
        codes=codes,
    )


def code(stem: str) -> str:
    """A unified social credit code with its check character."""
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(signs.index(sign) * 3**place for place, sign in enumerate(stem))
    return stem + signs[(31 - total % 31) % 31]


FIRM = code("91110000100000008")
OTHER = code("91110000100000016")


def test_a_version_counts_when_a_second_person_has_confirmed_it(bank: Bank, texts: Bundle) -> None:
    version = drafted(bank, FIRM)
    assert lists_on(DAY, bank.branch("S1")) == {}
    with pytest.raises(DeniedError):
        confirm_list(version, by=bank.actor("2005"), reason="r")
    confirm_list(version, by=bank.actor("2002"), reason="r")
    found = lists_on(DAY, bank.branch("S1"))["sasac_list"]
    assert found.entries == ((FIRM, None, None),)
    assert "sasac_list" not in lists_on(DAY, bank.branch("C2"))


def test_the_screen_tells_how_many_codes_each_version_has(bank: Bank, texts: Bundle) -> None:
    drafted(bank, f"{FIRM}\n{OTHER}", since=date(2026, 7, 1))
    drafted(bank, FIRM)
    assert [row.count for row in list_rows("en")] == [2, 1]


def test_the_newest_version_of_the_day_counts(bank: Bank, texts: Bundle) -> None:
    for codes, since in ((FIRM, date(2026, 1, 1)), (OTHER, date(2026, 7, 1))):
        confirm_list(drafted(bank, codes, since), by=bank.actor("2002"), reason="r")
    assert lists_on(date(2026, 6, 30), bank.branch("S1"))["sasac_list"].entries == (
        (FIRM, None, None),
    )
    newest = ListVersion.objects.order_by("since").last()
    assert newest is not None
    assert lists_on(DAY, bank.branch("S1"))["sasac_list"].entries == ((OTHER, None, None),)
    withdraw_list(newest, by=bank.actor("2002"), reason="wrong page")
    assert lists_on(DAY, bank.branch("S1"))["sasac_list"].entries == ((FIRM, None, None),)


def test_a_policy_is_decided_with_the_lists_of_the_branch(bank: Bank, texts: Bundle) -> None:
    confirm_list(drafted(bank, f"{FIRM},2026-01-01,"), by=bank.actor("2002"), reason="r")
    pack = "psbc-customer-class"
    assert [one.name for one in decider_for(pack, DAY, bank.branch("S1")).policy.lists_loaded] == [
        "sasac_list"
    ]
    assert decider_for(pack, DAY, bank.branch("C2")).policy.lists_loaded == ()


@pytest.mark.parametrize("codes", ["", "not a code", f"{FIRM}\n{FIRM}", f"{FIRM},yesterday,"])
def test_a_line_that_cannot_be_read_is_refused(bank: Bank, texts: Bundle, codes: str) -> None:
    with pytest.raises(RefusedError) as refused:
        drafted(bank, codes)
    assert refused.value.field == "codes"
