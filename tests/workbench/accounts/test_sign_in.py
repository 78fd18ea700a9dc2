"""Who has signed in sees home; who has not is sent to the door; too many failures lock it."""

from datetime import timedelta

import pyotp
import pytest
from django.test import Client

from tests.workbench.conftest import MOMENT, PASSWORD, Bank
from workbench.accounts.models import OpenSession, Staff
from workbench.accounts.own import change_password, set_up_second_factor
from workbench.common import clock
from workbench.common.errors import RefusedError
from workbench.journal.models import Entry


def enter(number: str = "3003", password: str = PASSWORD) -> Client:
    client = Client()
    client.post("/sign-in/", {"number": number, "password": password})
    return client


def inside(client: Client) -> bool:
    return client.get("/").status_code == 200


def later(monkeypatch: pytest.MonkeyPatch, **ahead: int) -> None:
    monkeypatch.setattr(clock, "read_clock", lambda: MOMENT + timedelta(**ahead))


def refusal(number: str, password: str) -> str:
    answer = Client().post("/sign-in/", {"number": number, "password": password})
    return str(answer.context["refused"])


def test_a_stranger_is_sent_to_sign_in(db: None) -> None:
    answer = Client().get("/")
    assert answer.status_code == 302
    assert answer["Location"] == "/sign-in/?next=/"


def test_number_and_password_open_the_home_page(bank: Bank) -> None:
    assert inside(enter())
    assert Entry.objects.filter(code="session.opened", actor="3003").exists()


def test_a_wrong_password_and_a_number_that_is_not_there_are_told_alike(bank: Bank) -> None:
    assert refusal("3003", "wrong") == refusal("9999", "wrong")


def test_five_failures_lock_the_number_for_a_quarter_of_an_hour(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _time in range(4):
        refusal("3003", "wrong")
    assert "10:15" in refusal("3003", "wrong")
    assert "10:15" in refusal("3003", PASSWORD), "the right password does not open a locked number"
    assert Entry.objects.filter(code="session.locked", actor="3003").count() == 1
    later(monkeypatch, minutes=16)
    assert inside(enter())


def test_a_session_ends_when_nobody_used_it_for_half_an_hour(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = enter()
    later(monkeypatch, minutes=29)
    assert inside(client)
    later(monkeypatch, minutes=58)
    assert inside(client)
    later(monkeypatch, minutes=89)
    assert not inside(client)


def test_a_third_session_ends_the_oldest(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    first = enter()
    later(monkeypatch, minutes=1)
    second = enter()
    later(monkeypatch, minutes=2)
    third = enter()
    assert [inside(one) for one in (first, second, third)] == [False, True, True]


def test_signing_out_ends_the_session_for_whoever_kept_its_key(bank: Bank) -> None:
    client = enter()
    key = client.session.session_key
    client.post("/sign-out/")
    assert not OpenSession.objects.filter(key=key).exists()
    assert not inside(client)


def test_a_password_given_by_another_is_changed_before_anything_else(bank: Bank) -> None:
    Staff.objects.filter(number="3003").update(password_changed_at=None)
    assert enter().get("/")["Location"] == "/me/password/"


def test_after_ninety_days_it_is_changed(bank: Bank) -> None:
    Staff.objects.filter(number="3003").update(password_changed_at=MOMENT - timedelta(days=91))
    assert enter().get("/")["Location"] == "/me/password/"


@pytest.mark.parametrize("wanted", ["short", PASSWORD, "aaaaaaaaaaaa", "my3003password"])
def test_weak_and_old_passwords_are_refused(bank: Bank, wanted: str) -> None:
    with pytest.raises(RefusedError):
        change_password(by=bank.actor("3003"), reason="", present=PASSWORD, wanted=wanted)


def test_a_password_never_stands_in_the_journal(bank: Bank) -> None:
    wanted = "two blue horses"
    change_password(by=bank.actor("3003"), reason="", present=PASSWORD, wanted=wanted)
    entry = Entry.objects.get(code="password.changed")
    assert wanted not in entry.words
    assert not bytes(entry.secret)
    assert inside(enter(password=wanted))


def test_with_a_second_factor_a_code_is_asked_and_counts_once(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = pyotp.random_base32()
    code = pyotp.TOTP(secret).at(int(MOMENT.timestamp()))
    set_up_second_factor(by=bank.actor("3003"), reason="", secret=secret, code=code)
    client = enter()
    assert not inside(client)
    client.post("/sign-in/code/", {"code": code})
    assert not inside(client), "the code of the set-up was used"
    later(monkeypatch, minutes=1)
    client.post("/sign-in/code/", {"code": pyotp.TOTP(secret).at(int(MOMENT.timestamp()) + 60)})
    assert inside(client)


def test_the_secret_of_the_second_factor_is_sealed(bank: Bank) -> None:
    secret = pyotp.random_base32()
    code = pyotp.TOTP(secret).at(int(MOMENT.timestamp()))
    staff = set_up_second_factor(by=bank.actor("3003"), reason="", secret=secret, code=code)
    assert secret.encode() not in bytes(staff.totp_secret)
