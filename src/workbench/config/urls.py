"""Every URL of the workbench: each app's own table, and the API."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("workbench.common.urls")),
    path("", include("workbench.journal.urls")),
    path("", include("workbench.accounts.urls")),
    path("", include("workbench.reviews.urls")),
    path("", include("workbench.customers.urls")),
    path("", include("workbench.policies.urls")),
    path("", include("workbench.decisions.urls")),
    path("", include("workbench.customers.handover.urls")),
    path("", include("workbench.approvals.urls")),
    path("", include("workbench.pages.urls")),
    path("", include("workbench.api.urls")),
]

handler403 = "workbench.common.views.denied"
handler404 = "workbench.common.views.not_found"
handler500 = "workbench.common.views.failed"
