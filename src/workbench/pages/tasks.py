"""What pages do in the background."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django_tasks import task

from workbench.accounts.models import Staff
from workbench.accounts.queries import actor_for
from workbench.common import clock
from workbench.common.errors import WorkbenchError
from workbench.common.listing import LISTINGS
from workbench.pages.exporting import write
from workbench.pages.models import Export, ExportState


@task()
def write_export(key: int) -> None:
    """Writes the file of an export as him who asked for it, with the posts that he holds now."""
    export = Export.objects.unscoped("the worker writes what somebody asked for").get(pk=key)
    settings.EXPORTS.mkdir(parents=True, exist_ok=True, mode=0o700)
    with clock.moment(clock.read_clock()), translation.override(export.language):
        try:
            principal = Staff.objects.filter(number=export.principal).first()
            actor = actor_for(export.staff, principal=principal)
            listing = LISTINGS[export.listing]
            actor.demand(listing.export)
            rows, state = write(export, listing, actor), ExportState.READY
        except (WorkbenchError, OSError):
            rows, state = None, ExportState.FAILED
        Export.objects.unscoped("the worker").filter(pk=key).update(
            rows=rows, state=state, written_at=clock.now()
        )
