"""Lists: declared once, shown, sorted, searched, saved and exported alike.

LOANS = declare_listing(
    Listing(
        name="loans",
        title=_("Loans"),
        rows=lambda actor: Loan.objects.seen_by(actor, "loan.read"),
        detail=lambda rows: rows.select_related("party", "branch"),
        columns=(
            Column("number", _("Loan no."), sort="number", url=lambda loan: reverse("loan", args=[loan.number])),
            Column("party.name", _("Customer")),
            Column("phone", _("Phone"), value=Loan.phone, mask=masked_phone, unmask="customer.reveal"),
            Column("balance", _("Balance (yuan)"), sort="balance"),
            Column("state", _("State"), value=lambda loan: Status(loan.get_state_display(), TONES[loan.state])),
        ),
        filters=(
            Words("q", _("Loan no. or name"), ("number", "party__name__startswith")),
            Choice("state", _("State"), LoanState.choices, "state"),
            Days("paid_on", _("Paid out"), "paid_on", folded=True),
        ),
        order=("-paid_on",),
        views=(View("overdue", _("Overdue"), "state=overdue"),),
        links=lambda loan, actor: [Link(_("Schedule"), reverse("schedule", args=[loan.pk]), drawer=True)],
        export="loan.export",
    )
)

def loans(request): return show(request, LOANS)
"""

from workbench.common.listing.columns import Column
from workbench.common.listing.declaring import LISTINGS, Bulk, Listing, View, declare_listing
from workbench.common.listing.filters import Amounts, Choice, Days, Filter, Words, YesNo
from workbench.common.listing.showing import page_of, show

__all__ = [
    "LISTINGS",
    "Amounts",
    "Bulk",
    "Choice",
    "Column",
    "Days",
    "Filter",
    "Listing",
    "View",
    "Words",
    "YesNo",
    "declare_listing",
    "page_of",
    "show",
]
