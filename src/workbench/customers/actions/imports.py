"""A file of rows on its way: taken, mapped, checked, mended, shown to a second person, applied."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from workbench.accounts.models import Branch, Staff
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.common.inserting import insert, renew
from workbench.customers.actions.accepting import person_of
from workbench.customers.filing import file_away, read_file
from workbench.customers.importing.applying import apply_rows
from workbench.customers.importing.checking import cells_of, check_rows, counted, sealed
from workbench.customers.importing.fields import drafted, fields_of, missing
from workbench.customers.importing.reach import deed_of
from workbench.customers.importing.reading import read_table
from workbench.customers.models import ImportKind, ImportRow, ImportSession, ImportState, Outcome
from workbench.journal.actions import action
from workbench.reviews.actions import Draft, propose
from workbench.reviews.kinds import Kind, Step, declare_kind
from workbench.reviews.models import Proposal, ProposalState

_OPEN = (ImportState.MAPPING, ImportState.CHECKED, ImportState.RETURNED)


class Upload:
    """The bytes of a file with its name; the journal knows it by its digest alone."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name, self.content = name, content

    def __str__(self) -> str:
        return f"{len(self.content)}"


@action(
    "import.taken",
    right="import.take",
    says=_("took a file of {kind} for {branch}, {file} bytes, as of {business_on}"),
    api=False,
)
def take_file(
    *,
    by: Actor,
    reason: str,
    branch: Branch,
    kind: ImportKind,
    file: Upload,
    business_on: date,
    rows_said: int | None = None,
    total_said: Decimal | None = None,
) -> ImportSession:
    """Keeps the file sealed and reads its rows; the mapping is drafted from its header."""
    by.demand("import.take", branch.path)
    deed_of(kind, by, branch)
    if business_on > clock.today():
        raise RefusedError(_("The day lies in the future."), field="business_on")
    table = read_table(file.content)
    if rows_said is not None and rows_said != len(table.lines):
        raise RefusedError(
            _("The file has {found} rows, {said} were said: ask the sender.").format(
                found=len(table.lines), said=rows_said
            ),
            field="rows_said",
        )
    filed = file_away(file.content, "application/octet-stream")
    session = ImportSession.objects.create(
        kind=kind,
        branch=branch,
        taken_by_id=person_of(by),
        taken_for=by.principal,
        file_name=file.name[:120],
        file=filed.name,
        sha256=filed.sha256,
        business_on=business_on,
        columns=list(table.columns),
        mapping=drafted(kind, table.columns),
        rows_said=rows_said,
        total_said=total_said,
        taken_at=clock.now(),
    )
    rows = (
        (session.pk, line.number, sealed(session.pk, line.number, line.cells))
        for line in table.lines
    )
    insert(ImportRow, ("session_id", "line", "cells"), rows)
    return session


@action("import.checked", right="import.take", says=_("checked file {object}"), api=False)
def check_file(
    session: ImportSession, *, by: Actor, reason: str, mapping: dict[str, str] | None = None
) -> ImportSession:
    """Judges every row by the mapping. Refused where a needed column is missing, or one meaning stands twice."""
    _demand_open(session)
    if mapping is not None:
        session.mapping = _mapping(session, mapping)
    lacking = missing(session.kind, session.mapping)
    if lacking:
        raise RefusedError(
            _("No column is mapped to: {fields}.").format(
                fields="、".join(one.label for one in lacking)
            )
        )
    session.counts = _judge(session)
    session.state = ImportState.CHECKED
    session.save()
    return session


@action(
    "import.mended",
    right="import.take",
    says=_("mended line {line} of file {object}"),
    secret=("cells",),
    api=False,
)
def mend_row(
    session: ImportSession, *, by: Actor, reason: str, line: int, cells: dict[str, str]
) -> ImportSession:
    """Other texts in the cells of one row; the whole file is judged again."""
    _demand_open(session)
    row = ImportRow.objects.filter(session=session, line=line).first()
    if row is None:
        raise RefusedError(_("The file has no such line."), field="line")
    known = {column: text for column, text in cells.items() if column in session.columns}
    row.cells, row.mended = sealed(session.pk, line, {**cells_of(row), **known}), True
    row.save()
    session.counts = _judge(session)
    session.save()
    return session


@action("import.submitted", right="import.take", says=_("submitted file {object}"), api=False)
def submit_file(session: ImportSession, *, by: Actor, reason: str) -> ImportSession:
    """To a second person. Rejected rows stay out; they can be taken back as a workbook."""
    if session.state != ImportState.CHECKED:
        raise RefusedError(_("First check the file."))
    if not session.counts.get(Outcome.CREATE, 0) + session.counts.get(Outcome.UPDATE, 0):
        raise RefusedError(_("No row of it would change anything."))
    session.state = ImportState.SUBMITTED
    session.save()
    draft = Draft(
        kind=KIND,
        title=f"{session.get_kind_display()} {session.business_on} ({session.pk})",
        subject_kind="importsession",
        subject_key=str(session.pk),
        branch=session.branch,
        after=_shown(session),
        grounds={"says": reason},
    )
    propose(by=by, reason=reason, draft=draft)
    return session


@action(
    "import.dropped",
    right="import.take",
    says=_("dropped file {object}"),
    needs_reason=True,
    api=False,
)
def drop_file(session: ImportSession, *, by: Actor, reason: str) -> ImportSession:
    """Nothing of it is written; its rows are deleted, the file stays sealed."""
    _demand_open(session)
    ImportRow.objects.filter(session=session).delete()
    session.state, session.words = ImportState.DROPPED, reason.strip()[:200]
    session.save()
    return session


def original(session: ImportSession) -> bytes:
    """The file as it came."""
    return read_file(session.file)


def _judge(session: ImportSession) -> dict[str, int]:
    rows = list(ImportRow.objects.filter(session=session).order_by("line"))
    judged = list(check_rows(session, rows))
    renew(
        ImportRow,
        ("outcome", "problems", "party_id"),
        (
            (row.pk, one.outcome, one.problems, one.party)
            for row, one in zip(rows, judged, strict=True)
        ),
    )
    return counted(one.outcome for one in judged)


def _mapping(session: ImportSession, mapping: dict[str, str]) -> dict[str, str]:
    known = fields_of(session.kind)
    chosen = {column: mapping.get(column, "") for column in session.columns}
    meant = [name for name in chosen.values() if name]
    if len(set(meant)) < len(meant) or not set(meant) <= set(known):
        raise RefusedError(_("Two columns are mapped to the same meaning."))
    return chosen


def _demand_open(session: ImportSession) -> None:
    if session.state not in _OPEN:
        raise RefusedError(_("This file is with the second person, or settled."))


# --- the second person ----------------------------------------------------------------------------

KIND = "import"
_WHY = "the file that a proposal is about"


def _session(proposal: Proposal) -> ImportSession:
    return ImportSession.objects.unscoped(_WHY).one(pk=proposal.subject_key)


def _shown(session: ImportSession) -> dict[str, str]:
    counts = {Outcome(name).label: str(number) for name, number in session.counts.items()}
    return {str(label): number for label, number in counts.items()}


def _fingerprint(proposal: Proposal) -> dict[str, str]:
    session = _session(proposal)
    return {
        "file": session.sha256,
        **{name: str(number) for name, number in session.counts.items()},
    }


def _apply(proposal: Proposal, by: Actor) -> None:
    """By the checker's word: written at once, set-based, in the transaction of his action."""
    session = _session(proposal)
    session.counts = {**session.counts, **_written(apply_rows(session, by))}
    session.confirmed_by = Staff.objects.get(number=by.key)
    session.state, session.applied_at = ImportState.APPLIED, clock.now()
    session.save()


def _written(done: dict[str, int]) -> dict[str, int]:
    return {name: number for name, number in done.items() if name != Outcome.REJECTED}


def _moved(proposal: Proposal, by: Actor) -> None:
    """Returned, refused or withdrawn: the file goes back to who brought it."""
    back = (ProposalState.RETURNED, ProposalState.REFUSED, ProposalState.WITHDRAWN)
    if proposal.state in back:
        session = _session(proposal)
        session.state = ImportState.RETURNED
        session.save()


declare_kind(
    Kind(
        code=KIND,
        label=_("Import of a file"),
        propose="import.take",
        steps=(Step(ProposalState.TO_APPROVE, "import.confirm"),),
        fingerprint=_fingerprint,
        apply=_apply,
        moved=_moved,
        at_once=True,
    )
)
