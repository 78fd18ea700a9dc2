"""Papers: each says what it is for, is kept as it was given out, and loses no character in silence."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.pdf import text_of
from tests.workbench.conftest import Bank
from tests.workbench.decisions.conftest import OFFICIAL, record
from workbench.common import clock
from workbench.common.errors import RefusedError
from workbench.customers.models import Party
from workbench.decisions.actions import decide, issue_paper, open_paper
from workbench.decisions.models import Decision, Standing
from workbench.decisions.papers.contents import Draft, kinds_for, sheet_of
from workbench.decisions.papers.kinds import PaperKind
from workbench.decisions.papers.printing import FONT, Part, Sheet, printed
from workbench.journal.recording import recording

SHEET = Sheet(
    "认定表", "总行", (("客户", "甲"),), (Part(texts=("一",)),), "脚", "第 {x} 页 / 共 {y} 页"
)


@pytest.fixture
def row(bank: Bank, customer: Party) -> Decision:
    record(bank, customer, **OFFICIAL)
    return next(
        one
        for one in decide(customer, by=bank.actor("3003"), reason="")
        if one.pack == "psbc-customer-class"
    )


def draft(bank: Bank, row: Decision, kind: PaperKind) -> Draft:
    return Draft(kind, "20261130-1", row, bank.actor("3003"))


def said(sheet: Sheet) -> str:
    return json.dumps([vars(part) for part in sheet.parts], ensure_ascii=False, default=str)


def test_the_form_says_result_reasons_and_every_value(bank: Bank, row: Decision) -> None:
    sheet = sheet_of(draft(bank, row, PaperKind.FORM))
    for words in ("客户类别", "正处级", "本科", "第六条"):
        assert words in said(sheet)
    assert row.number in sheet.foot


def test_what_to_bring_is_told_once_and_names_no_paper_of_the_banks_own(
    bank: Bank, row: Decision
) -> None:
    text = said(sheet_of(draft(bank, row, PaperKind.NEEDS)))
    assert "一类" in text
    assert "征信" in text or "信用报告" in text
    assert "本行信贷系统" not in text
    assert "业务部门意见" not in text


def test_a_paper_with_nothing_to_say_is_refused(bank: Bank, row: Decision) -> None:
    for kind in (PaperKind.NEEDS_SPOUSE, PaperKind.CHANGE, PaperKind.FALL, PaperKind.NO_CLASS):
        with pytest.raises(RefusedError):
            sheet_of(draft(bank, row, kind))


def test_an_issued_paper_is_kept_as_it_was_given_out(bank: Bank, row: Decision) -> None:
    paper = issue_paper(row, by=bank.actor("3003"), reason="", kind=PaperKind.EXPLANATION)
    url = f"/customers/{row.party.number}/papers/{paper.number}/"
    answer = bank.browser("3003").get(url)
    assert answer["Content-Type"] == "application/pdf"
    assert hashlib.sha256(answer.content).hexdigest() == paper.sha256
    assert b"%PDF" not in bytes(paper.body)[:64]
    assert bank.browser("4002").get(url).status_code == 404


def test_it_is_issued_from_the_page(bank: Bank, row: Decision) -> None:
    url = f"/customers/{row.party.number}/decisions/{row.pk}/papers/"
    browser = bank.browser("3003")
    assert browser.post(url, {"kind": "needs"}).status_code == 302
    assert browser.post(url, {"kind": "fall"}).status_code == 409
    assert bank.browser("2002").post(url, {"kind": "needs"}).status_code == 403


def registered(bank: Bank, row: Decision, **said: object) -> None:
    """A row of the register of classes, as an approved proposal leaves it."""
    given = {"klass": "3", "state": "valid", "given_by": "3003", "approved_by": "3006"}
    days = {"given_on": date(2026, 1, 5), "valid_from": date(2026, 1, 5)}
    with recording():
        Standing.objects.create(
            party=row.party,
            city_branch=row.party.branch.city_branch,
            recorded_at=clock.now(),
            **{**given, **days, **said},
        )


def letter(bank: Bank, row: Decision, kind: PaperKind) -> str:
    by = bank.actor("3003")
    return text_of(open_paper(issue_paper(row, by=by, reason="", kind=kind), by=by, reason=""))


def test_a_letter_of_an_intended_fall_says_from_what_to_what_when_and_how_to_cure_it(
    bank: Bank, row: Decision
) -> None:
    day, until = date(2026, 11, 30), date(2027, 2, 28)
    watch = {"class_found": "5", "fall_found_on": day, "watch_until": until}
    registered(bank, row, state="watch", **watch)
    text = letter(bank, row, PaperKind.FALL)
    for words in (
        "拟降级告知书",
        "三类",
        "五类",
        "2026-11-30",
        "2027-02-28",
        "补正办法",
        "盖章",
        "回执",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("state", "words"),
    [("suspended", ("三类", "无有效类别", "中止")), ("removed", ("三类", "无有效类别", "退出"))],
)
def test_a_letter_of_a_change_names_the_classes_and_how_to_have_a_person_review_it(
    bank: Bank, row: Decision, state: str, words: tuple[str, ...]
) -> None:
    registered(bank, row)
    Standing.objects.unscoped("t").update(recorded_until=clock.now())
    with clock.moment(clock.now() + timedelta(hours=1)):
        registered(bank, row, state=state, valid_until=date(2026, 12, 1))
        text = letter(bank, row, PaperKind.CHANGE)
    for said_ in (*words, "类别变更告知书", "人工复核", "15个自然日"):
        assert said_ in text
    assert "customer_class" not in text


def test_papers_of_the_class_are_offered_where_there_is_something_to_say(
    bank: Bank, row: Decision
) -> None:
    offered = {kind for kind, _label in kinds_for(row)}
    assert not offered & {"change", "fall", "no_class"}
    registered(bank, row, state="watch", watch_until=date(2027, 2, 28))
    assert {kind for kind, _label in kinds_for(row)} - offered == {"change", "fall"}


def test_rare_characters_are_printed_and_one_without_a_glyph_is_refused() -> None:
    assert printed(replace(SHEET, head=(("客户", "甲𬍛𠮷"),))).startswith(b"%PDF")
    with pytest.raises(RefusedError, match="U\\+9FFF"):
        printed(replace(SHEET, head=(("客户", "甲\u9fff"),)))


def test_the_font_is_the_one_that_was_cut() -> None:
    kept = json.loads((FONT.parent / "font.json").read_text(encoding="utf-8"))
    assert hashlib.sha256(FONT.read_bytes()).hexdigest() == kept["sha256"]
    ranges = json.loads((FONT.parent / "characters.json").read_text(encoding="utf-8"))
    assert sum(last - first + 1 for first, last in ranges) == kept["characters"]
    assert "SIL OPEN FONT LICENSE" in Path(FONT.parent / "OFL.txt").read_text(encoding="utf-8")
