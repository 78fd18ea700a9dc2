"""Taking rows away, and fetching the file."""

from __future__ import annotations

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.common.keyring import keyring
from workbench.common.listing import LISTINGS
from workbench.common.listing.showing import TAKE_AWAY
from workbench.journal.actions import action
from workbench.pages.exporting import KEPT_DAYS, about, contents
from workbench.pages.models import Export, ExportState, FileKind


@action(
    "rows.exported",
    right=TAKE_AWAY,
    says=_("took the rows of {listing} away as {kind}"),
    needs_reason=True,
    secret=("query",),
    labels={"listing": lambda name: LISTINGS[name].title if name in LISTINGS else name},
)
def export_rows(*, by: Actor, reason: str, listing: str, query: str, kind: FileKind) -> Export:
    """Asks for all rows of a list as its query string shows them. The file is written in the background."""
    declared = LISTINGS.get(listing)
    if declared is None or not declared.export or by.staff_id is None:
        raise RefusedError(_("This list is not taken away as a file."), field="listing")
    by.demand(declared.export)
    export = Export(
        staff_id=by.staff_id,
        principal=by.principal,
        listing=listing,
        kind=kind,
        language=translation.get_language() or "zh-hans",
        reason=reason[:200],
        asked_at=clock.now(),
    )
    export.query_sealed = keyring().seal(query.encode(), about=about(export, "query"))
    export.save(force_insert=True)
    _enqueue(export.pk)
    return export


@action("export.fetched", right=TAKE_AWAY, says=_("fetched the file {object}"), api=False)
def fetch_export(export: Export, *, by: Actor, reason: str = "") -> bytes:
    """The file, for him alone who asked for it, while it is kept."""
    if export.state != ExportState.READY:
        raise RefusedError(_("The file is not ready. Open the list of files again in a minute."))
    if (clock.now() - export.asked_at).days >= KEPT_DAYS:
        raise RefusedError(_("The file is no longer kept. Export the list again."))
    return contents(export)


def _enqueue(key: int) -> None:
    from workbench.pages.tasks import write_export

    transaction.on_commit(lambda: write_export.enqueue(key))
