"""What everybody does for himself, by screen."""

import re

import pyotp
from django.test import Client

from tests.workbench.accounts.test_sign_in import enter, inside
from tests.workbench.conftest import MOMENT, PASSWORD, Bank
from tests.workbench.reviews.people import stand_in
from workbench.accounts.models import Token
from workbench.accounts.queries import actor_by_token


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(bank: Bank) -> None:
    other, mine = enter(), enter()
    wanted = "two blue horses"
    words = {"present": PASSWORD, "wanted": wanted, "again": wanted}
    assert mine.post("/me/password/", words)["Location"] == "/me/"
    assert [inside(one) for one in (other, mine, enter(password=wanted))] == [False, True, True]


def test_what_is_wrong_with_a_password_is_told_at_its_field(bank: Bank) -> None:
    words = {"present": "no", "wanted": "two blue horses", "again": "two blue horses"}
    answer = bank.browser("3003").post("/me/password/", words)
    assert list(answer.context["form"].errors) == ["present"]


def test_a_second_factor_is_set_up_by_its_picture(bank: Bank) -> None:
    client = bank.browser("3003")
    page = client.get("/me/second-factor/")
    assert page.context["picture"].startswith("data:image/svg+xml")
    code = pyotp.TOTP(page.context["secret"]).at(int(MOMENT.timestamp()))
    assert client.post("/me/second-factor/", {"code": code})["Location"] == "/me/"
    assert bank.staff("3003").totp_secret


def test_a_deputy_chooses_for_whom_he_acts_and_every_page_says_so(bank: Bank) -> None:
    stand_in(bank, "3004", "3005")
    client = bank.browser("3004")
    assert client.post("/me/stand-in/", {"principal": "3005"})["Location"] == "/"
    assert "员工3005" in client.get("/").content.decode()
    client.post("/me/stand-in/")
    assert "员工3005" not in client.get("/").content.decode()


def test_nobody_acts_for_whom_he_does_not_stand_in(bank: Bank) -> None:
    assert bank.browser("3004").post("/me/stand-in/", {"principal": "3005"}).status_code == 404


def test_a_token_is_shown_once_and_revoked(bank: Bank) -> None:
    client = bank.browser("3003")
    words = {"name": "报表", "rights": ["proposal.read"], "until": "2027-01-01"}
    page = client.post("/me/tokens/new/", words).content.decode()
    found = re.search(r"kefen_[\w-]+", page)
    assert found
    assert found[0] not in client.get("/me/").content.decode()
    assert actor_by_token(found[0]) is not None
    revoke(client)
    assert actor_by_token(found[0]) is None


def test_another_persons_token_is_not_there(bank: Bank) -> None:
    words = {"name": "报表", "rights": ["proposal.read"], "until": "2027-01-01"}
    bank.browser("3003").post("/me/tokens/new/", words)
    assert revoke(bank.browser("3004")) == 404


def revoke(client: Client) -> int:
    return client.post(f"/me/tokens/{Token.objects.get().pk}/revoke/").status_code
