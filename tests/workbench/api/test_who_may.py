"""Each operation by people of five posts: without the right 403, outside the scope 404, before anything is looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from tests.workbench.api.conftest import Program
from tests.workbench.conftest import Bank
from tests.workbench.decisions.conftest import opened
from workbench.api.operations import Operation, operations
from workbench.customers.models import Party
from workbench.journal.models import Entry
from workbench.policies.models import Bundle

Programs = Callable[[str], Program]
POSTS = ("1001", "1002", "1006", "3003", "3005")


def test_without_the_right_each_operation_is_403(bank: Bank, program: Programs) -> None:
    counts: Counter[int] = Counter()
    for number in POSTS:
        actor, mine = bank.actor(number), program(number)
        for one in operations():
            if not actor.may(one.action.right):
                status = mine.post(one.path.replace("{key}", "1")).status_code
                assert status == 403, (number, one.name)
                counts[status] += 1
    assert counts[403] > 200


def test_outside_the_scope_each_operation_on_a_customer_is_404(
    bank: Bank, texts: Bundle, program: Programs
) -> None:
    party = opened(bank)
    tried = [one for one in operations() if one.thing is Party and not needed(one)]
    stranger, colleague = bank.actor("4002"), bank.actor("3004")
    before = Entry.objects.count()
    for number, actor in (("4002", stranger), ("3004", colleague)):
        mine = program(number)
        for one in tried:
            if actor.may(one.action.right):
                path = one.path.replace("{key}", party.number)
                assert mine.post(path, {"reason": "x"}).status_code == 404, (number, one.name)
    assert len(tried) >= 4
    assert Entry.objects.count() == before
    assert Party.objects.unscoped("the hidden one exists").filter(pk=party.pk).exists()


def needed(operation: Operation) -> set[str]:
    """Inputs without which the request is refused for its form."""
    fields = operation.body.model_fields.items()
    return {name for name, field in fields if field.is_required()} - {"reason"}
