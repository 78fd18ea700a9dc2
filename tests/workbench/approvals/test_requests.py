"""What a customer asks for is answered in time, by a person who had no part in what he contests."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.workbench.approvals.conftest import Finding, bring, checked, in_days
from tests.workbench.conftest import MOMENT, Bank
from workbench.approvals.actions.classes import propose_class
from workbench.approvals.actions.rechecks import open_recheck_of
from workbench.approvals.actions.requests import answer_request, take_request
from workbench.approvals.models import Outcome, RequestKind, RightsRequest
from workbench.approvals.providers import of_requests
from workbench.common import clock
from workbench.common.errors import DeniedError, RefusedError
from workbench.customers.models import Party
from workbench.customers.rows import renew_row
from workbench.journal.recording import recording
from workbench.policies.providers import AsOf

TODAY = MOMENT.date()


@pytest.fixture
def request_of(bank: Bank, customer: Party, found: Finding) -> RightsRequest:
    renew_row(customer)
    with in_days(-2):
        found("3")
        checked(bank, propose_class(customer, by=bank.actor("3003"), reason="x"), "3005", "3006")
    with in_days(-1):
        bring()
    return take_request(
        customer, by=bank.actor("3003"), reason="no", kind=RequestKind.REVIEW, asked_on=TODAY
    )


def test_another_person_answers_and_what_is_reopened_is_checked_again(
    bank: Bank, customer: Party, request_of: RightsRequest
) -> None:
    assert request_of.due_on == TODAY + timedelta(days=15)
    for number, error in (("3003", DeniedError), ("3006", RefusedError)):
        with pytest.raises(error):
            answer_request(
                request_of, by=bank.actor(number), reason="it stands", outcome=Outcome.UPHELD
            )
    with recording(), pytest.raises(IntegrityError), transaction.atomic():
        request_of.change(answered_by="3006")
    request_of.refresh_from_db()
    with pytest.raises(RefusedError):
        answer_request(request_of, by=bank.actor("3005"), reason="x", outcome=Outcome.GIVEN)
    answer_request(request_of, by=bank.actor("3005"), reason="again", outcome=Outcome.REOPENED)
    assert open_recheck_of(customer) is not None


def test_the_policies_know_who_waits_for_an_answer(
    bank: Bank, customer: Party, request_of: RightsRequest
) -> None:
    def told() -> object:
        return dict(of_requests([customer.pk], AsOf(TODAY, clock.now())))[customer.pk]

    assert told() == {"explanation_asked": False, "only_automated_refused": True}
    answer_request(request_of, by=bank.actor("3005"), reason="x", outcome=Outcome.UPHELD)
    assert told() == {"explanation_asked": False, "only_automated_refused": False}
