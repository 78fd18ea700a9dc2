"""A file of rows: every row accounted for, mended, applied by a second person's word, never by one."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.workbench.conftest import Bank
from tests.workbench.customers.conftest import HIS, numbered
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.customers.actions.facts import record_facts
from workbench.customers.actions.imports import (
    Upload,
    check_file,
    mend_row,
    submit_file,
    take_file,
)
from workbench.customers.models import (
    CustomerRow,
    Fact,
    ImportKind,
    ImportRow,
    ImportSession,
    Loan,
    Party,
    PartyNow,
)
from workbench.customers.rows import rebuilt_now, rebuilt_row
from workbench.reviews.checking import pass_proposal
from workbench.reviews.models import Proposal

TODAY = date(2026, 11, 30)
HEAD = "姓名,身份证号,手机号,年收入,学历,备注\n"


def rows_of(count: int) -> str:
    return "".join(
        f"客{n},{numbered(n)},1390000{n:04d},{100000 + n},本科,x\n" for n in range(count)
    )


# Who brings such a file, where, and who looks at it as the second person.
BRINGS = {
    ImportKind.CUSTOMERS: ("3003", "S1", "3002"),
    ImportKind.PAYROLL: ("3003", "S1", "3002"),
    ImportKind.LOANS: ("2002", "C1", "2001"),
    ImportKind.REPORTS: ("3007", "S1", "3002"),
}


def take(
    bank: Bank,
    text: str,
    kind: ImportKind = ImportKind.CUSTOMERS,
    *,
    day: date = TODAY,
    number: str = "",
) -> ImportSession:
    usual, branch, _second = BRINGS[kind]
    by = bank.actor(number or usual)
    session = take_file(
        by=by, reason="", branch=bank.branch(branch), kind=kind,
        file=Upload("x.csv", text.encode("gb18030")), business_on=day,
    )  # fmt: skip
    return check_file(session, by=by, reason="")


def proposed(bank: Bank, session: ImportSession) -> Proposal:
    submit_file(session, by=bank.actor(session.taken_by.number), reason="from the branch's sheet")
    return Proposal.objects.unscoped("test").get(kind="import", subject_key=str(session.pk))


def apply(bank: Bank, session: ImportSession) -> None:
    proposal = proposed(bank, session)
    second = bank.actor(BRINGS[ImportKind(session.kind)][2])
    digest = bytes(proposal.digest).hex()
    pass_proposal(proposal, by=second, reason="sample checked", digest=digest)
    session.refresh_from_db()


def test_columns_are_known_by_their_headers(bank: Bank) -> None:
    session = take(bank, HEAD + rows_of(1))
    assert session.mapping == {
        "姓名": "name", "身份证号": "identity", "手机号": "phone", "年收入": "annual_income", "学历": "education", "备注": "",
    }  # fmt: skip


def test_every_row_is_new_changed_unchanged_or_rejected(
    bank: Bank, customer: Party, manager: Actor
) -> None:
    record_facts(customer, by=manager, reason="", values={"education": "硕士"}, true_on=TODAY)
    text = (
        HEAD
        + rows_of(2)
        + f"甲某,{HIS},,5万,本科,\n甲某,{HIS},,50000,硕士,\n坏,110105198001010017,,1,本科,\n空,,,1,本科,\n"
    )
    session = take(bank, text)
    assert session.counts == {"create": 2, "update": 0, "unchanged": 0, "rejected": 4}


def test_a_file_is_applied_by_a_second_person_alone(bank: Bank) -> None:
    session = take(bank, HEAD + rows_of(3))
    submit_file(session, by=bank.actor("3003"), reason="x")
    assert not Party.objects.unscoped("test").exists()
    proposal = Proposal.objects.unscoped("test").get(kind="import")
    with pytest.raises(Exception, match=r"import.confirm|You made"):
        pass_proposal(
            proposal, by=bank.actor("3003"), reason="x", digest=bytes(proposal.digest).hex()
        )


def test_what_is_applied_can_be_rebuilt_and_is_led_by_who_brought_it(bank: Bank) -> None:
    session = take(bank, HEAD + rows_of(3))
    apply(bank, session)
    assert (session.state, session.counts["create"], session.confirmed_by.number) == (
        "applied",
        3,
        "3002",
    )
    for party in Party.objects.seen_by(bank.actor("3003"), "customer.read"):
        assert PartyNow.objects.filter(party=party).values("facts", "secrets").get() == rebuilt_now(
            party
        )
        row = CustomerRow.objects.unscoped("test").filter(party=party)
        assert row.values(*rebuilt_row(party)).get() == rebuilt_row(party)
    assert Fact.objects.unscoped("test").filter(name="education", value="bachelor").count() == 3


def test_the_same_file_again_changes_nothing(bank: Bank) -> None:
    apply(bank, take(bank, HEAD + rows_of(3)))
    again = take(bank, HEAD + rows_of(3))
    assert again.counts == {"create": 0, "update": 0, "unchanged": 3, "rejected": 0}
    with pytest.raises(RefusedError):
        submit_file(again, by=bank.actor("3003"), reason="x")


def test_a_row_is_mended_in_place(bank: Bank) -> None:
    session = take(bank, HEAD + f"客,{numbered(1)},,10万,本科,\n")
    problem = ImportRow.objects.get(session=session).problems[0]
    assert (problem["column"], problem["reason"]) == ("年收入", "ten thousands")
    mend_row(session, by=bank.actor("3003"), reason="", line=2, cells={"年收入": "100000"})
    assert session.counts["create"] == 1


def test_cells_lie_sealed(bank: Bank) -> None:
    session = take(bank, HEAD + rows_of(1))
    assert numbered(0).encode() not in bytes(ImportRow.objects.get(session=session).cells)


def test_a_customer_of_another_branch_is_rejected(bank: Bank) -> None:
    other = bank.actor("4002")
    session = take_file(
        by=other, reason="", branch=bank.branch("S3"), kind=ImportKind.CUSTOMERS,
        file=Upload("x.csv", (HEAD + rows_of(1)).encode()), business_on=TODAY,
    )  # fmt: skip
    apply(bank, take(bank, HEAD + rows_of(1)))
    assert check_file(session, by=other, reason="").counts["rejected"] == 1


def test_loans_are_made_and_told_anew(bank: Bank, customer: Party) -> None:
    head = "身份证号,借据号,产品,贷款金额,贷款余额,发放日,到期日,逾期天数,五级分类\n"
    apply(
        bank,
        take(
            bank,
            head + f"{HIS},L1,消费贷,100000,90000,2025-01-01,2028-01-01,0,正常\n",
            ImportKind.LOANS,
        ),
    )
    apply(
        bank,
        take(
            bank,
            head + f"{HIS},L1,消费贷,100000,80000,2025-01-01,2028-01-01,35,关注\n",
            ImportKind.LOANS,
        ),
    )
    loan = Loan.objects.unscoped("test").get()
    assert (loan.days_past_due, loan.category, str(loan.balance)) == (
        35,
        "SPECIAL_MENTION",
        "80000.00",
    )
    assert CustomerRow.objects.unscoped("test").get().days_past_due == 35


def test_a_workbook_goes_through_the_screens_and_rejected_rows_come_back(bank: Bank) -> None:
    book, desk = openpyxl.Workbook(), bank.browser("3003")
    for line in (HEAD + f"=1+1,{numbered(1)},,x,本科,\n" + rows_of(1)).splitlines():
        book.active.append(line.split(","))
    held = io.BytesIO()
    book.save(held)
    upload = SimpleUploadedFile("客户.xlsx", held.getvalue())
    typed = {
        "kind": "customers",
        "file": upload,
        "business_on": "2026-11-30",
        "branch": bank.branch("S1").pk,
    }
    page = desk.post("/imports/new/", typed)["Location"]
    given = {
        f"c-{column}": name
        for column, name in ImportSession.objects.unscoped("test").get().mapping.items()
    }
    desk.post(f"{page}do/", {"deed": "check", **given})
    assert "全部 2 行均有去向" in desk.get(page).content.decode()
    back = openpyxl.load_workbook(io.BytesIO(desk.get(f"{page}rejected/").content))
    assert back.active.max_row == 2


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no workbook", b"a,a\n1,2\n"])
def test_what_is_no_table_is_refused(bank: Bank, content: bytes) -> None:
    with pytest.raises(RefusedError):
        take_file(
            by=bank.actor("3003"), reason="", branch=bank.branch("S1"), kind=ImportKind.CUSTOMERS,
            file=Upload("x", content), business_on=TODAY,
        )  # fmt: skip
