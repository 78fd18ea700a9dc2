"""业务管控: a customer whose identity is being established anew. The row tells nobody what gave cause."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from workbench.customers.models.parties import OfParty, Party
from workbench.journal.models import Recorded


class Restriction(Recorded):
    """客户身份持续识别, from a day until it is ended: the same for a routine refresh and for a suspicion.

    Neither cause nor author is kept in the row: the journal seals the one and tells the other only to whoever audits.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="restrictions")
    since = models.DateField()
    until = models.DateField(null=True)  # the first day on which it no longer held

    objects = models.Manager.from_queryset(OfParty)()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["party"], condition=Q(until=None), name="one_open_restriction"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="restriction_lasts"
            ),
        )

    def __str__(self) -> str:
        return f"{self.party.number} {self.since}"

    @property
    def branch_path(self) -> str:
        return self.party.branch_path
