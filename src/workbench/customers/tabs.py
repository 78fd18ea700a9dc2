"""What this app gives to the customer's page."""

from django.utils.translation import gettext_lazy as _

from workbench.common.panels import CustomerTab, declare_customer_header, declare_customer_tab
from workbench.customers.queries import panels
from workbench.customers.queries.fact_panel import facts_panel
from workbench.customers.queries.glance import glance_of
from workbench.customers.queries.people_panel import people_panel

SECTIONS = "customers/tab_sections.html"

declare_customer_header(panels.header_of, order=10)
declare_customer_header(glance_of, order=30)
declare_customer_tab(
    CustomerTab(
        "facts",
        _("Facts"),
        "customer.read",
        facts_panel,
        "customers/tab_facts.html",
        20,
    )
)
for key, label, load, order in (
    ("evidence", _("Evidence"), panels.evidence_panel, 30),
    ("allowed", _("Authorisations"), panels.allowed_panel, 40),
    ("loans", _("Loans"), panels.loans_panel, 50),
    ("people", _("Relations"), people_panel, 60),
):
    declare_customer_tab(CustomerTab(key, label, "customer.read", load, SECTIONS, order))
