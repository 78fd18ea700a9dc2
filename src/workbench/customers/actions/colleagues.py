"""Who of the bank's own people is a customer: known by the number of his document, which is kept as a blind index alone."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workbench.accounts.models import Staff
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.customers.identity import identity_of
from workbench.customers.models import IdentityKind
from workbench.journal.actions import action


@action(
    "staff.identified",
    right="staff.change",
    says=_("recorded the identity of {object}"),
    unsaid=("identity",),
    rules=("demo",),
)
def identify_staff(
    staff: Staff,
    *,
    by: Actor,
    reason: str,
    identity: str,
    identity_kind: IdentityKind = IdentityKind.RESIDENT_ID,
) -> Staff:
    """From now on his own file and his household's are closed to what he does, and his file to colleagues of his outlet.

    Whether he is a customer is told to nobody; the number itself is not kept.
    """
    if staff.number in by.persons:
        raise RefusedError(_("Another administrator records your own number."))
    blind = identity_of(identity_kind, identity).blind
    if Staff.objects.filter(identity_blind=blind).exclude(pk=staff.pk).exists():
        raise RefusedError(
            _("This number is another colleague's: compare it with the document."), field="identity"
        )
    staff.identity_blind = blind
    staff.save(update_fields=["identity_blind"])
    return staff
