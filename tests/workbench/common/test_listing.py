"""A declared list: what the address asks is what is shown, counted, sorted and paged; the masked stays masked."""

from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from tests.workbench.conftest import Bank
from workbench.accounts.models import Branch, Level, Staff
from workbench.common.errors import OutsideError
from workbench.common.listing import Amounts, Choice, Column, Days, Listing, Words, page_of, show
from workbench.common.parts import Link

BRANCHES = Listing(
    name="test_branches",
    title="Branches",
    rows=lambda actor: Branch.objects.all(),
    detail=lambda rows: rows.select_related("parent"),
    columns=(
        Column("code", "Code", sort="code"),
        Column("name", "Name", sort="name", url=lambda branch: f"/branches/{branch.code}/"),
        Column("parent.name", "Above", absent="—"),
        Column("secret", "Secret", value=lambda branch: branch.code, mask=lambda code: "**"),
        Column("path", "Path", shown=False),
    ),
    filters=(
        Words("q", "Code or name", ("code", "name__startswith")),
        Choice("level", "Level", Level.choices, "level"),
        Days("opened", "Opened", "opened_on", folded=True),
        Amounts("depth", "Key", "pk", folded=True),
    ),
    order=("code",),
    links=lambda branch, actor: [Link(f"Do {n}", f"/{n}/") for n in range(4)],
)


def asked(bank: Bank, query: str, **headers: str) -> HttpRequest:
    request = RequestFactory().get("/list/?" + query, headers=headers)
    request.actor = bank.actor("3003")  # type: ignore[attr-defined]
    request.staff = bank.staff("3003")  # type: ignore[attr-defined]
    request.session = {}  # type: ignore[assignment]
    request.META["CSRF_COOKIE"] = "x" * 64
    return request


def codes(page: Any) -> list[str]:
    return [row.cells[0].value for row in page.rows]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=S 1", ["S1"]),
        ("q=城", ["S1", "S2"]),
        ("level=outlet", ["O1", "O2"]),
        ("level=outlet&sort=-code", ["O2", "O1"]),
        ("opened_from=2020-01-02", []),
        ("opened_to=2020-01-01&level=head_office", ["HO"]),
        ("level=outlet&unknown=1&sort=secret&col=nothing", ["O1", "O2"]),
    ],
)
def test_what_the_address_asks_is_shown(bank: Bank, query: str, expected: list[str]) -> None:
    page = page_of(BRANCHES, asked(bank, query))
    assert codes(page) == expected
    assert page.total == len(expected)


@pytest.mark.parametrize(
    "query", ["opened_from=yesterday", "level=moon", "depth_from=1e9", "depth_to=x"]
)
def test_what_cannot_be_read_is_told_and_shows_no_rows(bank: Bank, query: str) -> None:
    page = page_of(BRANCHES, asked(bank, query))
    assert page.total == 0
    assert any(control.error for control in (*page.controls, *page.folded))


def test_pages_do_not_overlap_and_one_after_the_last_is_the_last(bank: Bank) -> None:
    listing = Listing("test_pages", "Pages", BRANCHES.rows, BRANCHES.columns, order=("opened_on",))
    _fill(25)
    first = page_of(listing, asked(bank, "size=20"))
    last = page_of(listing, asked(bank, "size=20&page=99"))
    assert (first.first, first.last, first.total, last.first) == (1, 20, 35, 21)
    assert not set(codes(first)) & set(codes(last))
    assert len(codes(first) + codes(last)) == 35


def test_as_many_queries_for_fifty_rows_as_for_one(bank: Bank) -> None:
    _fill(60)
    counts = []
    for query in ("q=S1", "size=50"):
        with CaptureQueriesContext(
            connection,
        ) as asked_for:
            show(asked(bank, query), BRANCHES)
        counts.append(len(asked_for))
    assert counts[0] == counts[1]


def test_a_masked_value_is_masked_and_cannot_be_sorted_or_searched(bank: Bank) -> None:
    page = page_of(BRANCHES, asked(bank, "sort=secret"))
    assert {row.cells[3].value for row in page.rows} == {"**"}
    assert page.asked.sort == ""
    with pytest.raises(OutsideError):
        Column("phone", "Phone", sort="phone", mask=str)
    with pytest.raises(OutsideError):
        Listing(
            "test_masked",
            "x",
            BRANCHES.rows,
            (Column("phone", "P", mask=str),),
            (Words("phone", "P"),),
        )


def test_htmx_gets_the_list_alone_at_the_same_address(bank: Bank) -> None:
    whole = show(asked(bank, "q=S1"), BRANCHES)
    part = show(asked(bank, "q=S1", HX_Target="listing-test_branches"), BRANCHES)
    assert b"<html" in whole.content
    assert b"<html" not in part.content
    assert "城东支行" in part.content.decode()


def test_three_links_stand_in_a_row_and_the_others_under_more(bank: Bank) -> None:
    row = page_of(BRANCHES, asked(bank, "q=S1")).rows[0]
    assert (len(row.links), len(row.more)) == (3, 1)


def test_chosen_columns_are_shown_in_the_order_of_the_list(bank: Bank) -> None:
    page = page_of(BRANCHES, asked(bank, "col=path&col=code&q=HO"))
    assert [head.column.key for head in page.heads] == ["code", "path"]


def test_a_value_that_is_not_known_is_a_word(bank: Bank) -> None:
    staff = Listing(
        "test_staff", "Staff", lambda actor: Staff.objects.all(), (Column("left_on", "Left"),)
    )
    answer: HttpResponse = show(asked(bank, ""), staff)
    assert 'class="text-unknown"' in answer.content.decode()


def test_the_address_of_a_page_keeps_filter_order_size_and_columns(bank: Bank) -> None:
    page = page_of(BRANCHES, asked(bank, "q=城&sort=-code&size=50&col=code"))
    again = page_of(BRANCHES, asked(bank, page.asked.query()))
    assert codes(again) == codes(page)
    assert QueryDict(page.asked.query()) == QueryDict("q=城&sort=-code&size=50&col=code")


def _fill(number: int) -> None:
    """Branches below head office, in one statement: the test is of the list alone."""
    head = Branch.objects.get(code="HO")
    Branch.objects.bulk_create(
        Branch(
            journal_key=head.journal_key,
            code=f"X{n:03d}",
            name=f"网点{n}",
            level=Level.OUTLET,
            parent=head,
            path=f"0001.9{n:03d}.",
            opened_on=head.opened_on,
        )
        for n in range(number)
    )
