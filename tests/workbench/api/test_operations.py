"""Each action is an operation: the same right, the same refusals, the same entry in the journal."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.workbench.conftest import Bank
from workbench.accounts.models import Token
from workbench.accounts.own import digest_of
from workbench.api.operations import operations
from workbench.common import clock
from workbench.common.routing import ROUTES
from workbench.journal.actions import ACTIONS
from workbench.journal.models import Entry
from workbench.journal.recording import recording
from workbench.reviews.models import Proposal

SECRET = "kefen_test"


@pytest.fixture
def administrator(bank: Bank) -> Bank:
    """A token of the system administrator, for branches alone."""
    with recording():
        Token.objects.create(
            staff=bank.staff("1001"),
            name="tests",
            digest=digest_of(SECRET),
            rights=["branch.change", "proposal.make"],
            since=clock.today(),
            until=clock.today().replace(year=2027),
        )
    return bank


def ask(path: str, body: dict[str, Any], secret: str = SECRET, **headers: str) -> HttpResponse:
    client = Client(headers={"Authorization": f"Bearer {secret}", **headers})
    answer: Any = client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json")
    return answer


NEW = {
    "code": "O9", "name": "新门营业所", "level": "outlet", "reason": "opened", "document": "1号",
}  # fmt: skip


def below() -> str:
    return "/branch/S1/propose-opening"


def opening(code: str) -> Proposal:
    return Proposal.objects.unscoped("test").get(kind="branch_opening", subject_key=code)


def test_every_action_for_programs_stands_in_the_table_of_urls() -> None:
    offered = {one.action.code: one for one in operations()}
    assert offered.keys() == {code for code, row in ACTIONS.items() if row.api}
    assert all(ROUTES[one.name].right == one.action.right for one in offered.values())


def test_an_operation_does_what_the_action_does_and_the_journal_says_by_which_door(
    administrator: Bank,
) -> None:
    done = ask(below(), NEW)
    assert done.status_code == 200, done.content
    assert opening("O9").state == "to_approve"
    assert Entry.objects.get(code="branch.opening_proposed").channel == "api"
    told = Entry.objects.get(key=json.loads(done.content)["journal"])
    assert (told.channel, told.object_kind) == ("api", "proposal")


def test_without_a_token_or_with_a_wrong_one_it_is_401(administrator: Bank) -> None:
    assert ask(below(), NEW, secret="wrong").status_code == 401


def test_a_right_that_the_token_lacks_is_403(administrator: Bank) -> None:
    answer = ask("/staff/3003/suspend", {"why": "x", "reason": "x"})
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")


def test_an_unknown_field_is_refused_by_name(administrator: Bank) -> None:
    answer = ask(below(), NEW | {"nmae": "x"})
    assert answer.status_code == 422
    assert "nmae" in json.loads(answer.content)["errors"][0]["pointer"]


def test_the_same_request_with_the_same_key_is_done_once(administrator: Bank) -> None:
    key = {"Idempotency-Key": "1"}
    first, second = (ask(below(), NEW, **key) for _ in range(2))
    assert (first.status_code, first.content) == (200, second.content)
    assert ask(below(), NEW | {"code": "O8"}, **key).status_code == 422
    assert Proposal.objects.unscoped("test").filter(kind="branch_opening").count() == 1


def test_what_changed_since_it_was_read_is_412(administrator: Bank) -> None:
    assert ask(below(), NEW, **{"If-Match": '"another"'}).status_code == 412


def test_the_documents_are_for_whoever_has_a_token(administrator: Bank) -> None:
    assert Client().get("/api/v1/openapi.json").status_code in (302, 401, 403)


def test_a_refusal_is_told_in_the_language_that_the_program_asks_for(administrator: Bank) -> None:
    chinese = json.loads(ask("/branch/none/propose-opening", NEW).content)["title"]
    english = ask("/branch/none/propose-opening", NEW, **{"Accept-Language": "en"})
    assert chinese.startswith("未找到")
    assert json.loads(english.content)["title"] == "There is no such thing for you."


def test_what_a_column_cannot_hold_is_refused_with_its_field(administrator: Bank) -> None:
    answer = ask(below(), NEW | {"name": "长" * 61})
    assert answer.status_code == 409
    assert json.loads(answer.content)["errors"][0]["pointer"] == "#/name"
    assert not Proposal.objects.unscoped("test").exists()
