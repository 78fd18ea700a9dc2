"""The lists and the checker's page, by screen."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.workbench.conftest import Bank
from tests.workbench.reviews.conftest import Trial
from workbench.journal.recording import recording
from workbench.reviews.models import Proposal


def press(client: Client, proposal: Proposal, act: str, **words: str) -> int:
    page = client.get(f"/reviews/{proposal.pk}/").content.decode()
    found = re.search(r'name="digest" value="(\w+)"', page)
    given = {"act": act, "digest": found[1] if found else "", **words}
    return client.post(f"/reviews/{proposal.pk}/act/", given).status_code


def state(proposal: Proposal) -> str:
    proposal.refresh_from_db()
    return proposal.state


def test_a_reviewer_finds_it_in_his_list_opens_it_and_passes_it(bank: Bank, trial: Trial) -> None:
    proposal, client = trial.propose(), bank.browser("3005")
    assert "改名" in client.get("/reviews/").content.decode()
    page = client.get(f"/reviews/{proposal.pk}/").content.decode()
    for word in ("旧名", "新名", "员工3003", "城东支行"):
        assert word in page
    assert press(client, proposal, "pass", reason="同意") == 302
    assert state(proposal) == "to_approve"
    assert "改名" not in client.get("/reviews/").content.decode()
    assert "改名" in client.get("/reviews/done/").content.decode()


def test_without_an_opinion_the_page_asks_for_one(bank: Bank, trial: Trial) -> None:
    proposal = trial.propose()
    assert press(bank.browser("3005"), proposal, "pass", reason=" ") == 409
    assert state(proposal) == "to_examine"


def test_what_moved_is_shown_and_keeps_it_from_being_passed(bank: Bank, trial: Trial) -> None:
    proposal, client = trial.propose(), bank.browser("3005")
    seen = bytes(proposal.digest).hex()
    trial.facts = {"rooms": "five"}
    words = {"act": "pass", "digest": seen, "reason": "同意"}
    answer = client.post(f"/reviews/{proposal.pk}/act/", words)
    assert answer.status_code == 412
    assert "five" in answer.content.decode()
    assert press(client, proposal, "renew") == 302
    assert press(client, proposal, "pass", reason="同意") == 302


def test_fields_are_returned_with_what_is_wrong(bank: Bank, trial: Trial) -> None:
    proposal = trial.propose()
    words = {"reason": "请补", "field-name": "与执照不符"}
    assert press(bank.browser("3005"), proposal, "return", **words) == 302
    mine = bank.browser("3003").get(f"/reviews/{proposal.pk}/").content.decode()
    assert "与执照不符" in mine


def test_the_maker_has_no_opinion_form(bank: Bank, trial: Trial) -> None:
    proposal, client = trial.propose(), bank.browser("3003")
    assert 'value="pass"' not in client.get(f"/reviews/{proposal.pk}/").content.decode()
    assert press(client, proposal, "pass", reason="同意") == 403
    assert press(client, proposal, "withdraw", reason="不要了") == 302
    assert state(proposal) == "withdrawn"


@pytest.mark.parametrize("number", ["3202", "4003", "1001", "3004"])
def test_elsewhere_it_is_not_there(bank: Bank, trial: Trial, number: str) -> None:
    proposal, client = trial.propose(), bank.browser(number)
    assert client.get(f"/reviews/{proposal.pk}/").status_code == 404
    assert press(client, proposal, "pass", reason="同意") == 404


@pytest.mark.parametrize("url", ["/reviews/", "/reviews/mine/", "/"])
def test_pages_ask_as_often_for_one_row_as_for_fifty(bank: Bank, trial: Trial, url: str) -> None:
    trial.propose()
    client = bank.browser("3003" if url == "/reviews/mine/" else "3005")
    one = queries(client, url)
    first = Proposal.objects.unscoped("test").get()
    with recording():
        for key in range(50):
            first.pk, first.subject_key = None, f"copy {key}"
            first.save(force_insert=True)
    assert queries(client, url) == one


def queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as held:
        assert client.get(url).status_code == 200
    return len(held)
