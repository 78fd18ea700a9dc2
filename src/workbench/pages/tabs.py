"""The one tab of the customer's page that is nobody's: the timeline, of what all apps tell."""

from django.utils.translation import gettext_lazy as _

from workbench.common.panels import CustomerTab, declare_customer_tab
from workbench.pages.queries import timeline_of

declare_customer_tab(
    CustomerTab(
        "timeline",
        _("History"),
        right="customer.read",
        order=900,
        load=timeline_of,
        template="pages/tab_timeline.html",
    )
)
