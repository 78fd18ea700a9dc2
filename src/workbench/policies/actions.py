"""Bundles drafted, proposed, released, withdrawn; versions of reference lists kept and confirmed."""

from __future__ import annotations

import hashlib
import tempfile
from datetime import date
from pathlib import Path

from django.utils.translation import gettext_lazy as _

import kefen
from kefen import PolicyError
from workbench.accounts.models import Branch, Staff
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.journal.actions import action
from workbench.policies.codes import read_codes
from workbench.policies.models import Bundle, BundleState, ListRow, ListState, ListVersion
from workbench.policies.queries import bundle_for
from workbench.policies.store import overlays_in, store
from workbench.policies.vocabulary import list_label


@action(
    "bundle.founded",
    right="bundle.propose",
    says=_("brought the shipped policies into force from {runs_from}"),
    rules=("founding",),
    api=False,
)
def found_bundle(*, by: Actor, reason: str, runs_from: date) -> Bundle:
    """The first bundle: all shipped packs, for the whole bank. Refused where there is one already."""
    if Bundle.objects.exists():
        raise RefusedError(_("There are policies here already. Draft a bundle instead."))
    return Bundle.objects.create(
        digest=store().keep().digest,
        title=str(_("Shipped policies")),
        branch=Branch.objects.get(parent=None),
        state=BundleState.RELEASED,
        runs_from=runs_from,
    )


@action(
    "bundle.drafted",
    right="bundle.propose",
    says=_("drafted the bundle {result} for {object}"),
)
def draft_bundle(
    branch: Branch, *, by: Actor, reason: str, title: str, overlay: str = "", filed_as: str = ""
) -> Bundle:
    """All installed packs for a branch and below, perhaps with values of its own (`overlay` is an overlay.yaml).

    A branch lays its values over those of the branches above it, and names the number under which they were filed.
    """
    if overlay and branch.parent_id and not filed_as:
        raise RefusedError(_("Give the number under which the rules were filed."), field="filed_as")
    digest, overlays = _kept(branch, overlay)
    if Bundle.objects.filter(digest=digest, branch=branch).exists():
        raise RefusedError(_("The same texts and values are here already."))
    return Bundle.objects.create(
        digest=digest, title=title, branch=branch, overlays=overlays, filed_as=filed_as
    )


@action(
    "bundle.offered",
    right="bundle.propose",
    says=_("offered the policies of a new version as a draft for {object}"),
    rules=("wheel",),
    api=False,
)
def offer_bundle(branch: Branch, *, by: Actor, reason: str) -> Bundle | None:
    """A draft of the installed packs with the values that are in force at a branch; None where the texts are the same.

    It never counts by itself: somebody proposes it, and another person releases it.
    """
    before = bundle_for(clock.today(), branch)
    overlays = overlays_in(before)
    digest = store().keep(overlay=overlays).digest
    if Bundle.objects.filter(digest=digest, branch=branch).exists():
        return None
    return Bundle.objects.create(
        digest=digest,
        title=str(_("Policies of Kefen %s")) % kefen.__version__,
        branch=branch,
        overlays=[path.name for path in overlays],
        filed_as=before.filed_as if before.branch_id == branch.pk else "",
    )


@action(
    "bundle.proposed",
    right="bundle.propose",
    says=_("proposed to release {object} from {runs_from} by {document}"),
)
def propose_bundle(
    bundle: Bundle, *, by: Actor, reason: str, runs_from: date, document: str
) -> Bundle:
    """A draft with its day and the number of the document that orders it; another person releases it."""
    _demand_state(bundle, BundleState.DRAFT)
    _demand_ahead(runs_from)
    if not document.strip():
        raise RefusedError(_("Give the number of the document."), field="document")
    if Bundle.objects.filter(branch=bundle.branch, runs_from=runs_from).exists():
        raise RefusedError(_("Another bundle begins on that day."), field="runs_from")
    bundle.state, bundle.runs_from, bundle.document = BundleState.PROPOSED, runs_from, document
    bundle.released_by = _staff(by)
    bundle.save()
    return bundle


@action(
    "bundle.released",
    right="bundle.release",
    says=_("released the bundle {object}"),
)
def release_bundle(bundle: Bundle, *, by: Actor, reason: str) -> Bundle:
    """A second person lets it count from its day, which still lies ahead."""
    _demand_state(bundle, BundleState.PROPOSED)
    if bundle.released_by and bundle.released_by.number in by.persons:
        raise RefusedError(_("Another person than the one who proposed it releases it."))
    assert bundle.runs_from is not None
    _demand_ahead(bundle.runs_from)
    bundle.state, bundle.confirmed_by = BundleState.RELEASED, _staff(by)
    bundle.save()
    return bundle


@action(
    "bundle.withdrawn",
    right="bundle.release",
    says=_("withdrew the bundle {object} from {withdrawn_on}"),
    needs_reason=True,
)
def withdraw_bundle(bundle: Bundle, *, by: Actor, reason: str, withdrawn_on: date) -> Bundle:
    """From a day ahead the bundle before it speaks again. Decisions made under it stay and are told by it."""
    _demand_state(bundle, BundleState.RELEASED)
    _demand_ahead(withdrawn_on)
    if not Bundle.objects.filter(Bundle.released(), branch__parent=None, withdrawn_on=None).exclude(
        pk=bundle.pk
    ):
        raise RefusedError(_("The bank would be without policies. Release another bundle first."))
    bundle.withdrawn_on = withdrawn_on
    bundle.save()
    return bundle


@action(
    "list.drafted",
    right="list.keep",
    says=_("drafted {name} as it stands from {since}"),
    labels={"name": list_label},
)
def draft_list(
    branch: Branch, *, by: Actor, reason: str, name: str, since: date, source_page: str, codes: str
) -> ListVersion:
    """A list as it stands from a day on: one code a line, perhaps with the days from and until which it is on it.

    The version holds the whole list; what is missing is no longer on it.
    """
    if not source_page.strip():
        raise RefusedError(_("Say from which page the list was taken."), field="source_page")
    rows = read_codes(name, codes)
    version = ListVersion.objects.create(
        list=name,
        branch=branch,
        digest=hashlib.sha256("\n".join(map(str, rows)).encode()).hexdigest(),
        since=since,
        source_page=source_page,
        kept_by=_staff(by),
    )
    ListRow.objects.bulk_create(
        ListRow(version=version, subject=row.code, values=row.days) for row in rows
    )
    return version


@action(
    "list.confirmed",
    right="list.confirm",
    says=_("confirmed the list {object}"),
    labels={"object": list_label},
)
def confirm_list(version: ListVersion, *, by: Actor, reason: str) -> ListVersion:
    """A second person compares it with its source page; from its day on it counts."""
    if version.state != ListState.DRAFT:
        raise RefusedError(_("This version is no draft any more."))
    if version.kept_by.number in by.persons:
        raise RefusedError(_("Another person than the one who keeps it confirms it."))
    version.state, version.confirmed_by = ListState.CONFIRMED, _staff(by)
    version.save()
    return version


@action(
    "list.withdrawn",
    right="list.confirm",
    says=_("withdrew the list {object}"),
    needs_reason=True,
    labels={"object": list_label},
)
def withdraw_list(version: ListVersion, *, by: Actor, reason: str) -> ListVersion:
    """The version before it counts again for decisions to come."""
    if version.state == ListState.WITHDRAWN:
        raise RefusedError(_("This version was withdrawn already."))
    version.state = ListState.WITHDRAWN
    version.save()
    return version


def _kept(branch: Branch, overlay: str) -> tuple[str, list[str]]:
    """The digest of the installed packs with the values of the branches above and of this one, and their names."""
    with tempfile.TemporaryDirectory(prefix="kefen-") as folder:
        above = _overlays_above(branch) if branch.parent_id else []
        own = _written(Path(folder), overlay)
        try:
            bundle = store().keep(overlay=[*above, *own])
        except PolicyError as error:
            raise RefusedError(str(error), field="overlay") from error
    return bundle.digest, [path.name for path in (*above, *own)]


def _overlays_above(branch: Branch) -> list[Path]:
    return overlays_in(bundle_for(clock.today(), branch.parent))


def _written(folder: Path, overlay: str) -> list[Path]:
    if not overlay.strip():
        return []
    own = folder / "own"
    own.mkdir()
    (own / "overlay.yaml").write_text(overlay, encoding="utf-8")
    return [own]


def _demand_state(bundle: Bundle, state: BundleState) -> None:
    if bundle.state != state:
        raise RefusedError(_("The bundle has moved on. Open it again."))


def _demand_ahead(day: date) -> None:
    if day <= clock.today():
        raise RefusedError(_("Choose a day that lies ahead."), field="runs_from")


def _staff(by: Actor) -> Staff:
    return Staff.objects.get(number=by.key)
