"""Home, language, search and files of lists, as people use them."""

import io
import re

import openpyxl
import pytest
from django.test import Client

from tests.workbench.conftest import Bank
from workbench.accounts.models import Branch
from workbench.common.listing import LISTINGS, Choice, Column, Listing
from workbench.common.models import SavedView
from workbench.journal.models import Entry
from workbench.pages.exporting import harmless
from workbench.pages.models import Export, ExportState
from workbench.pages.tasks import write_export


@pytest.fixture
def branches(monkeypatch: pytest.MonkeyPatch) -> Listing:
    listing = Listing(
        name="test_export",
        title="Branches",
        rows=lambda actor: Branch.objects.filter(path__startswith=actor.branch_path),
        columns=(
            Column("code", "Code", sort="code"),
            Column("formula", "Formula", value=lambda branch: f"=1+{branch.pk}"),
            Column(
                "phone",
                "Phone",
                value=lambda branch: "13800001234",
                mask=lambda said: "138****1234",
            ),
            Column("closed_on", "Closed"),
        ),
        filters=(Choice("agency", "Agency", (("1", "yes"),), "agency"),),
        order=("code",),
        export="branch.read",
    )
    monkeypatch.setitem(LISTINGS, listing.name, listing)
    return listing


def test_home_stands_in_chinese_and_in_english_once_chosen(bank: Bank) -> None:
    browser = bank.browser("3003")
    assert "首页" in browser.get("/").content.decode()
    browser.post("/language/", {"language": "en", "next": "/"})
    assert "Waiting for my review" in browser.get("/").content.decode()
    assert bank.staff("3003").language == "en"


def test_a_stranger_chooses_a_language_for_his_session(db: None) -> None:
    stranger = Client()
    stranger.post("/language/", {"language": "en", "next": "/sign-in/"})
    assert 'lang="en"' in stranger.get("/sign-in/").content.decode()


def test_a_language_leads_nowhere_else(bank: Bank) -> None:
    answer = bank.browser("3003").post(
        "/language/", {"language": "xx", "next": "https://example.org/"}
    )
    assert answer["Location"] == "/"
    assert bank.staff("3003").language == "zh-hans"


def test_every_page_has_one_heading_and_nothing_inline(bank: Bank) -> None:
    browser = bank.browser("3001")
    for address in ("/", "/search/", "/exports/", "/nowhere/"):
        page = browser.get(address).content.decode()
        assert page.count("<h1") == 1, address
        assert not re.search(r"<script(?! src)|\sstyle=|\son[a-z]+=\"", page), address


def test_a_file_is_written_as_the_list_was_seen_and_only_its_owner_fetches_it(
    bank: Bank, branches: Listing
) -> None:
    export = _exported(bank.browser("3001"), "xlsx", "sort=-code&col=code&col=formula&col=phone")
    answer = bank.browser("3001").get(f"/exports/{export.key}/")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert "员工3001 3001" in str(rows[0][0])
    assert "查账" in str(rows[0][0])
    assert rows[1] == ["Code", "Formula", "Phone"]
    assert [row[0] for row in rows[2:]] == ["S1", "O2", "O1"]
    assert str(rows[2][1]).startswith("'=1+")
    assert {row[2] for row in rows[2:]} == {"138****1234"}
    assert bank.browser("3002").get(f"/exports/{export.key}/").status_code == 404


def test_a_csv_tells_what_is_unknown_by_the_word_and_who_took_it(
    bank: Bank, branches: Listing
) -> None:
    export = _exported(bank.browser("3001"), "csv", "agency=1")
    text = bank.browser("3001").get(f"/exports/{export.key}/").content.decode("utf-8-sig")
    lines = text.splitlines()
    assert lines[1].startswith("O2,")
    assert lines[1].endswith(",未知")
    assert lines[2].startswith("导出人 员工3001")


def test_an_export_asks_why_and_stands_in_the_journal(bank: Bank, branches: Listing) -> None:
    browser = bank.browser("3001")
    refused = browser.post("/exports/new/", {"listing": branches.name, "query": "", "kind": "csv"})
    assert refused.status_code == 409
    assert not Entry.objects.filter(code="rows.exported").exists()
    _exported(browser, "csv", "")
    entry = Entry.objects.get(code="rows.exported")
    assert (entry.actor, entry.reason) == ("3001", "查账")


def test_without_the_right_nothing_is_taken_away(bank: Bank, branches: Listing) -> None:
    asked = {"listing": branches.name, "query": "", "kind": "csv", "reason": "查账"}
    assert bank.browser("3009").post("/exports/new/", asked).status_code == 403
    assert bank.browser("3001").post("/exports/new/", asked | {"listing": "no"}).status_code == 409
    assert Export.objects.unscoped("a test counts").count() == 0


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "＝1"])
def test_text_that_a_sheet_would_calculate_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert harmless(f"x{text}") == f"x{text}"


def test_a_view_is_kept_without_what_was_typed_and_dropped_by_its_owner(bank: Bank) -> None:
    browser = bank.browser("3001")
    form = {
        "listing": "exports",
        "name": "好的",
        "query": "state=ready&q=13800001234&sort=asked_at",
        "next": "/exports/",
    }
    assert browser.post("/views/", form)["Location"] == "/exports/?state=ready&sort=asked_at"
    view = SavedView.objects.get()
    assert "好的" in browser.get("/exports/").content.decode()
    assert "好的" not in bank.browser("3002").get("/exports/").content.decode()
    assert bank.browser("3002").post(f"/views/{view.pk}/drop/").status_code == 404
    assert browser.post(f"/views/{view.pk}/drop/", {"next": "/exports/"}).status_code == 302
    assert not SavedView.objects.exists()


def _exported(browser: Client, kind: str, query: str) -> Export:
    asked = {"listing": "test_export", "query": query, "kind": kind, "reason": "查账"}
    assert browser.post("/exports/new/", asked).status_code == 302
    export = Export.objects.unscoped("a test").get()
    write_export.func(export.pk)
    export.refresh_from_db()
    assert export.state == ExportState.READY
    return export


def test_the_foot_of_every_page_says_until_when_each_feed_has_come(bank: Bank) -> None:
    page = bank.browser("3003").get("/").content.decode()
    assert re.search(r'foot-source">[^<]+<span class="text-unknown">未知', page)
