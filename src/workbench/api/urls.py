"""`/api/v1/`: every operation of every action, and the reads, each with the right that it asks in the table of URLs."""

from __future__ import annotations

from django.urls import path
from ninja import NinjaAPI

from workbench.api import customer_reads, other_reads, problems
from workbench.api.documents import add_documents
from workbench.api.operations import add_operations
from workbench.api.tokens import PER_TOKEN, ByToken, Rate

TITLE = "Kefen workbench"


def make_api() -> NinjaAPI:
    """All operations. The documents are served as JSON alone: a page for them would need scripts from elsewhere."""
    api = NinjaAPI(
        title=TITLE,
        version="1",
        docs_url=None,
        openapi_url=None,
        auth=ByToken(),
        throttle=[Rate(PER_TOKEN)],
        urls_namespace="api",
    )
    problems.register(api)
    add_operations(api)
    for one in (customer_reads, other_reads):
        one.reads.add_to(api)
    add_documents(api)
    return api


urlpatterns = [path("api/v1/", make_api().urls)]
