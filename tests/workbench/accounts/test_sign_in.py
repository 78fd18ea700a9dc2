"""Who has signed in sees home; who has not is sent to the door."""

from django.test import Client

from tests.workbench.conftest import PASSWORD, Bank


def test_a_stranger_is_sent_to_sign_in(db: None) -> None:
    answer = Client().get("/")
    assert answer.status_code == 302
    assert answer["Location"] == "/sign-in/?next=/"


def test_number_and_password_open_the_home_page(bank: Bank) -> None:
    client = Client()
    assert client.post("/sign-in/", {"number": "3003", "password": PASSWORD})["Location"] == "/"
    assert client.get("/").status_code == 200


def test_a_wrong_password_and_a_number_that_is_not_there_are_told_alike(bank: Bank) -> None:
    wrong = Client().post("/sign-in/", {"number": "3003", "password": "wrong"})
    nobody = Client().post("/sign-in/", {"number": "9999", "password": "wrong"})
    assert str(wrong.context["refused"]) == str(nobody.context["refused"])
