"""The policy that others see decides as the whole one does when nothing confidential is recorded."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kefen
from kefen.compiling.audience import Audience
from kefen.deciding import Decider
from kefen.deciding.record import clause_states
from kefen.explaining import explain, to_lines
from tests.audience.packs import write_quiet_loan

DAY = date(2026, 6, 1)
FLAGS = st.sampled_from([True, False, None])
NOTHING = {"hushed_flag": False, "spouse.hushed_flag": False, "hushed_set": [], "hushed_reports": []}  # fmt: skip


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_quiet_loan(tmp_path_factory.mktemp("seen"))


@pytest.fixture(scope="module")
def staff(pack: Path) -> Decider:
    return kefen.load(pack, as_of=DAY, audience="staff")


LOANS = st.lists(st.fixed_dictionaries({"balance": st.integers(0, 9), "overdue": FLAGS}), max_size=2)  # fmt: skip
SEEN = st.fixed_dictionaries(
    {
        "income": st.sampled_from([None, 5, 50, 600, 3000]),
        "arrears": FLAGS,
        "spouse.arrears": FLAGS,
        "loans": LOANS | st.none(),
    }
)


@given(SEEN)
def test_it_decides_as_if_nothing_were_recorded(staff: Decider, facts: dict[str, Any]) -> None:
    loans = facts["loans"] and [{**loan, "hushed_fraud": False} for loan in facts["loans"]]
    whole = staff.decide({**facts, **NOTHING, "loans": loans})
    seen = staff.seen_by("restricted").decide(facts)
    assert set(seen.possible) <= set(whole.possible)
    if facts["loans"] is not None:
        assert (seen.status, seen.result, seen.possible) == (whole.status, whole.result, whole.possible)  # fmt: skip
        assert clause_states(whole.flags).items() >= clause_states(seen.flags).items()


def test_a_clause_that_rests_on_secrets_alone_is_gone(staff: Decider) -> None:
    seen = staff.seen_by("restricted").policy
    assert {"1.2", "1.3", "1.4", "1.7", "1.9", "1.11", "2.3", "2.5"}.isdisjoint(seen.by_id)
    assert (seen.assumptions, seen.parameters, seen.vocabulary.rules) == ({}, {}, ())
    assert seen.digest == staff.policy.digest


def test_a_clause_that_rests_on_them_in_part_says_the_rest_without_its_title(
    staff: Decider,
) -> None:
    welcome = staff.seen_by("restricted").policy.by_id["2.2"]
    assert (welcome.title, welcome.quote) == (("", ""), "")
    decision = staff.decide({"income": 600, "arrears": False}).seen_by("restricted")
    assert "    第二条(二)：收入 600 元，应不低于 500 元；拖欠：否" in to_lines(explain(decision))


def test_what_hangs_on_an_unknown_secret_is_told_as_the_banks_own_matter(staff: Decider) -> None:
    decision = staff.seen_by("restricted").decide({"income": 600, "arrears": False, "loans": []})
    lines = to_lines(explain(decision))
    assert lines[lines.index("  要求（条件待查，从严适用）：细查") + 1].endswith("按本行有关规定认定")  # fmt: skip
    assert decision.to_json().count("unknown") == 0


def test_a_result_that_rests_on_secrets_is_worked_out_whatever_is_given(staff: Decider) -> None:
    seen = staff.seen_by("restricted")
    calm = seen.decide({"arrears": False, "quiet_tier": "loud"})
    assert calm.value("quiet_tier") == seen.decide({"arrears": False}).value("quiet_tier") == 1
    assert staff.decide({"quiet_tier": "loud"}).value("quiet_tier") == 2


@pytest.mark.parametrize("audience", ["customer", "restricted"])
def test_who_may_see_less_cannot_see_more(staff: Decider, audience: Audience) -> None:
    seen = staff.seen_by(audience)
    assert seen.seen_by("customer").audience == "customer"
    with pytest.raises(ValueError, match="may see"):
        seen.seen_by("staff")


# --- third parties ------------------------------------------------------------------------------------------

FACTS = {"income": 3000, "arrears": False, "loans": [], "spouse.arrears": True}


def test_the_customer_hears_of_a_spouse_only_that_a_condition_holds(staff: Decider) -> None:
    told = {
        audience: "\n".join(to_lines(explain(staff.seen_by(audience).decide(FACTS))))
        for audience in ("customer", "restricted")
    }
    assert "第一条(八) 配偶拖欠：配偶拖欠：是" in told["restricted"]
    assert "第一条(八)：涉及配偶的一项条件成立" in told["customer"]
    assert "配偶拖欠" not in told["customer"]


def test_the_customers_table_has_no_title_that_tells_of_a_spouse(
    staff: Decider, tmp_path: Path
) -> None:
    from kefen.running import run

    (tmp_path / "in.csv").write_text("no,income,配偶拖欠\n1,3000,是\n", encoding="utf-8")
    for audience, shown in (("customer", False), ("restricted", True)):
        run(staff.seen_by(audience), tmp_path / "in.csv", tmp_path / "out.csv")
        assert ("配偶拖欠" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")) is shown
