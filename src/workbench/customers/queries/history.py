"""One fact of a party on two clocks: what was said to be true, from when, and since when the bank knew."""

from __future__ import annotations

from typing import Any

from workbench.accounts.names import name_in, with_names
from workbench.common.acting import Actor
from workbench.common.errors import NotFoundError
from workbench.common.languages import language
from workbench.customers.models import ChangeKind, Fact, Party
from workbench.customers.rows import files_of
from workbench.policies.vocabulary import label, party_words, said


def history_of(actor: Actor, party: Party, name: str) -> dict[str, Any]:
    """All rows of a fact, newest known first. `NotFoundError` for a name that nobody asks, or a confidential one."""
    rows = Fact.objects.seen_by(actor, "customer.read").filter(
        party__in=files_of([party.pk]), name=name
    )
    word = party_words().get(name)
    if word is None or word.spec.confidential:
        raise NotFoundError(name)
    shown = with_names(rows, "entered_by").select_related("evidence", "city_branch", "corrected_by")
    return {
        "party": party,
        "title": label(name, language()),
        "may_correct": actor.may("fact.correct", party.branch_path),
        "rows": [_row(fact) for fact in shown.order_by("-known_at", "-pk")],
    }


def _row(fact: Fact) -> dict[str, Any]:
    corrected = getattr(fact, "corrected_by", None)
    return {
        "value": said(fact.name, fact.value, language()),
        "true_on": fact.true_on,
        "known_at": fact.known_at,
        "kind": ChangeKind(fact.kind).label,
        "source": fact.get_source_display(),
        "evidence": fact.evidence,
        "by": name_in(fact, "entered_by"),
        "city": fact.city_branch.name if fact.city_branch else "",
        "never_true": corrected is not None,
        "pk": fact.pk,
    }
