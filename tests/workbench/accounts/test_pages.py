"""Pages on people, posts and branches: who sees whom, what can be done by screen."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.workbench.conftest import Bank
from workbench.accounts.authority import AUTHORITY_KINDS
from workbench.accounts.models import Authority, Deputy, Holding, Staff
from workbench.accounts.staffing import suspend
from workbench.journal.recording import recording
from workbench.reviews.models import Proposal

REASON = {"reason": "调岗"}


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def test_a_head_sees_the_people_of_his_branch_and_below(bank: Bank) -> None:
    page = text(bank.browser("3001"), "/staff/")
    assert "员工3003" in page
    assert "员工3101" in page, "an outlet below"
    for elsewhere in ("员工2001", "员工3201", "员工4002"):
        assert elsewhere not in page
    assert bank.browser("3001").get("/staff/4002/").status_code == 404
    assert bank.browser("3003").get("/staff/").status_code == 403


def test_a_post_is_granted_and_confirmed_by_screen(bank: Bank) -> None:
    words = {"post": "archivist", "branch": bank.branch("S1").pk, "since": "2026-11-30", **REASON}
    assert bank.browser("1002").post("/staff/3009/posts/new/", words).status_code == 302
    holding = Holding.objects.get(post="archivist", staff__number="3009")
    assert "员工3009" in text(bank.browser("3001"), "/posts/?confirmed=0")
    assert bank.browser("3001").post(f"/posts/{holding.pk}/confirm/").status_code == 302
    holding.refresh_from_db()
    assert holding.confirmed_by == bank.staff("3001")


def test_a_refusal_is_told_in_the_form(bank: Bank) -> None:
    words = {"post": "archivist", "branch": bank.branch("S1").pk, "since": "2026-11-01", **REASON}
    answer = bank.browser("1002").post("/staff/3009/posts/new/", words)
    assert list(answer.context["form"].errors) == ["since"]


def test_a_deputy_and_an_authority_by_screen(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(AUTHORITY_KINDS, "class", "类别")
    days = {"since": "2026-11-30", "until": "2026-12-10", **REASON}
    head = bank.browser("3002")
    head.post("/staff/3003/deputies/new/", {"deputy": bank.staff("3004").pk, **days})
    row = Deputy.objects.get()
    assert bank.browser("3001").post(f"/deputies/{row.pk}/confirm/").status_code == 302
    words = {"kind": "class", "branch": bank.branch("S1").pk, "document": "1号", **days}
    bank.browser("3001").post("/staff/3006/authority/new/", words)
    assert Authority.objects.get().staff == bank.staff("3006")
    assert "1号" in text(bank.browser("3001"), "/authorities/?now=1")


def test_a_person_is_suspended_by_screen_and_the_auditor_sees_what_he_read(bank: Bank) -> None:
    head = bank.browser("3001")
    assert head.post("/staff/3003/suspend/", {"why": "举报"}).status_code == 302
    assert bank.staff("3003").state == "suspended"
    assert text(bank.browser("1004"), "/staff/3003/").count("90") >= 1
    assert "举报" not in text(head, "/staff/3003/")
    assert head.post("/staff/3003/return/", REASON).status_code == 302
    assert bank.staff("3003").state == "working"


def test_nobody_finds_deeds_on_his_own_page(bank: Bank) -> None:
    assert "/staff/3001/suspend/" not in text(bank.browser("3001"), "/staff/3001/")
    answer = bank.browser("3001").post("/staff/3001/suspend/", {"why": "x"})
    assert answer.status_code == 200
    assert bank.staff("3001").state == "working"


def test_a_new_person_gets_a_password_that_he_must_change(bank: Bank) -> None:
    words = {
        "number": "5001",
        "name": "员工5001",
        "branch": bank.branch("S1").pk,
        "password": "first one 5",
    }
    assert bank.browser("1001").post("/staff/new/", words).status_code == 302
    client = Client()
    client.post("/sign-in/", {"number": "5001", "password": "first one 5"})
    assert client.get("/")["Location"] == "/me/password/"


def test_a_branch_shows_its_place_and_a_change_is_proposed(bank: Bank) -> None:
    client = bank.browser("1001")
    assert "城东支行" in text(client, "/branches/S1/")
    words = {
        "name": "城东新支行",
        "parent": bank.branch("C1").pk,
        "on": "2026-12-07",
        "document": "8号",
    }
    assert client.post("/branches/S1/change/", {**words, **REASON}).status_code == 302
    proposal = Proposal.objects.unscoped("test").get()
    assert "城东新支行" in text(bank.browser("1003"), f"/reviews/{proposal.pk}/")


def test_the_matrix_shows_every_right_of_every_post(bank: Bank) -> None:
    page = text(bank.browser("1005"), "/rights/")
    assert "●" in page
    assert "◐" in page
    assert bank.browser("3003").get("/rights/").status_code == 403


@pytest.mark.parametrize("url", ["/staff/", "/posts/", "/deputies/", "/authorities/", "/branches/"])
def test_lists_ask_as_often_for_few_rows_as_for_many(bank: Bank, url: str) -> None:
    client = bank.browser("1003")
    more(bank, range(1))
    few = queries(client, url)
    more(bank, range(1, 50))
    assert queries(client, url) == few


def queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as held:
        assert client.get(url).status_code == 200
    return len(held)


def more(bank: Bank, keys: range) -> None:
    first, second, third = (bank.staff(number) for number in ("1001", "1002", "1003"))
    place, since, until = bank.branch("S1"), "2026-11-30", "2026-12-30"
    with recording():
        people = [
            Staff.objects.create(number=f"7{key:03}", name="员工", branch=place, joined_on=since)
            for key in keys
        ]
        for one in people:
            Holding.objects.create(
                staff=one,
                post="archivist",
                branch=place,
                since=since,
                granted_by=second,
                confirmed_by=third,
            )
            Deputy.objects.create(
                principal=one, deputy=first, since=since, until=until, named_by=third
            )
            Authority.objects.create(
                staff=one,
                branch=place,
                kind="class",
                since=since,
                until=until,
                document="1",
                given_by=third,
            )


def test_an_unknown_person_is_not_there(bank: Bank) -> None:
    assert bank.browser("1003").get("/staff/999999/").status_code == 404


def test_a_suspended_person_is_not_suspended_again(bank: Bank) -> None:
    suspend(bank.staff("3003"), by=bank.actor("3001"), reason="", why="x")
    answer = bank.browser("3001").post("/staff/3003/suspend/", {"why": "y"})
    assert answer.status_code == 200


def test_a_page_offers_nothing_that_would_be_refused(bank: Bank) -> None:
    system = bank.browser("1001")
    assert "/staff/3003/leave/" not in text(system, "/staff/3003/"), "he has not handed over"
    assert "/staff/3003/state/" in text(system, "/staff/3003/")
    suspend(bank.staff("3003"), by=bank.actor("3001"), reason="", why="x")
    assert "/staff/3003/state/" not in text(system, "/staff/3003/"), "his head decides"
    head = text(bank.browser("3001"), "/staff/3003/")
    assert "/staff/3003/return/" in head
    assert "/staff/3003/suspend/" not in head


def test_nobody_is_offered_to_confirm_what_he_named(bank: Bank) -> None:
    days = {"since": "2026-11-30", "until": "2026-12-20"}
    named = {"deputy": bank.staff("3004").pk, **days, **REASON}
    assert bank.browser("2001").post("/staff/3003/deputies/new/", named).status_code == 302
    row = Deputy.objects.get()
    confirm = f"/deputies/{row.pk}/confirm/"
    assert confirm not in text(bank.browser("2001"), "/deputies/")
    assert confirm in text(bank.browser("3001"), "/deputies/")
