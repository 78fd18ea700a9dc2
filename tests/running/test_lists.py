"""Records of a subject in a second table: unknown is not empty, and a bad record spoils its subject."""

from __future__ import annotations

import pytest

from kefen import InputError
from kefen.running import Options, run

CUSTOMERS = "customer_id,card_history,loan_history,declared_banned\n" + "".join(
    f"{name},{'N' * 24},{'/' * 24},no\n" for name in "ABC"
)


@pytest.fixture
def graded(grades, tmp_path):
    """Runs three clean customers with a file of accounts."""

    def done(accounts: str):
        (tmp_path / "in.csv").write_text(CUSTOMERS)
        (tmp_path / "accounts.csv").write_text(accounts)
        options = Options(lang="en", lists={"accounts": tmp_path / "accounts.csv"})
        summary = run(grades, tmp_path / "in.csv", tmp_path / "out.csv", options)
        text = (tmp_path / "out.quarantine.csv").read_text("utf-8-sig")
        return summary, [line.split(",")[:5] for line in text.splitlines()[1:]]

    return done


def test_a_bad_account_bans_its_owner_and_no_account_is_an_answer(graded):
    summary, _ = graded("customer_id,state\nA,bad_debt\nB,active\n")
    assert summary.counts() == {("NORMAL", "decided", ""): 2, ("BANNED", "decided", ""): 1}


def test_without_the_list_the_state_of_accounts_is_unknown(grade):
    done = grade(CUSTOMERS)
    assert {row["status"] for row in done.decisions} == {"undetermined"}
    assert {row["missing"] for row in done.decisions} == {"Credit accounts"}
    assert [(item.id, item.rows) for item in done.summary.settles] == [("accounts", 3)]


def test_a_bad_record_sets_its_subject_aside(graded):
    summary, found = graded("客户号,账户状态\nA,正常\nB,坏了\n")
    assert (summary.decided, summary.quarantined) == (2, 1)
    assert found == [
        ["3", "B", "customer_id", "B", "listed"],
        ["3", "B", "accounts.账户状态", "坏了", "not in domain"],
    ]


def test_records_of_nobody_are_a_warning(graded):
    summary, _ = graded("customer_id,state\nZ,active\n")
    assert summary.warnings[-1].en.startswith("the list `accounts` has 1 records of subjects")


def test_a_list_the_vocabulary_does_not_have_is_refused(grade, tmp_path):
    with pytest.raises(InputError, match="there is no list `account`; did you mean `accounts`"):
        grade(CUSTOMERS, lists={"account": tmp_path / "x.csv"})
