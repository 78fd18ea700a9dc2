"""Screens of files: the list, taking one, mapping, what each row would do, mending, taking rejected rows back."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.common.languages import language
from workbench.common.listing import Choice, Column, Listing, declare_listing, show
from workbench.common.parts import Status, Tone
from workbench.common.routing import actor_of
from workbench.customers.actions.imports import (
    Upload,
    check_file,
    drop_file,
    mend_row,
    submit_file,
    take_file,
)
from workbench.customers.forms import NewImport
from workbench.customers.importing.checking import cells_of
from workbench.customers.importing.fields import fields_of
from workbench.customers.importing.wording import why
from workbench.customers.models import ImportRow, ImportSession, ImportState, Outcome

_TONES = {
    ImportState.MAPPING: Tone.WAIT,
    ImportState.CHECKED: Tone.WAIT,
    ImportState.SUBMITTED: Tone.WAIT,
    ImportState.APPLIED: Tone.GOOD,
    ImportState.RETURNED: Tone.WARN,
    ImportState.DROPPED: Tone.OFF,
}
_AT_ONCE = 50


def _state(session: ImportSession) -> Status:
    return Status(session.get_state_display(), _TONES[ImportState(session.state)])


def _count(name: str) -> Any:
    return lambda session: session.counts.get(name)


IMPORTS = declare_listing(
    Listing(
        name="imports",
        title=_("Files of rows"),
        rows=lambda actor: ImportSession.objects.seen_by(actor, "import.read"),
        detail=lambda rows: rows.select_related("branch", "taken_by", "confirmed_by"),
        columns=(
            Column("file_name", _("File"), url=lambda one: reverse("import", args=[one.pk])),
            Column("kind", _("Kind"), value=lambda one: one.get_kind_display()),
            Column("business_on", _("Business date"), sort="business_on"),
            Column("state", _("State"), value=_state),
            Column("create", _("New"), value=_count("create")),
            Column("update", _("Changed"), value=_count("update")),
            Column("unchanged", _("Unchanged"), value=_count("unchanged")),
            Column("rejected", _("Rejected"), value=_count("rejected")),
            Column("branch.name", _("Branch")),
            Column("taken_by.name", _("Brought by")),
            Column("confirmed_by.name", _("Applied by"), absent="—"),
            Column("taken_at", _("Brought at"), sort="taken_at"),
        ),
        filters=(Choice("state", _("State"), ImportState.choices, "state"),),
        order=("-taken_at",),
        create="import_new",
        empty=_("No file was brought yet. Press New and choose a workbook or a CSV file."),
    )
)


def imports(request: HttpRequest) -> HttpResponse:
    """Files on their way and done."""
    return show(request, IMPORTS)


@require_http_methods(["GET", "POST"])
def new_import(request: HttpRequest) -> HttpResponse:
    """Takes a file."""
    actor = actor_of(request)
    typed = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = NewImport(None, actor, *typed)
    if form.is_bound and form.is_valid():
        data = dict(form.cleaned_data)
        upload = data.pop("file")
        try:
            session = take_file(by=actor, file=Upload(upload.name, upload.read()), **data)
            return redirect("import", pk=session.pk)
        except RefusedError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error.sentence))
    context = {"form": form, "title": _("Bring a file"), "label": _("Read the file")}
    return render(request, "customers/form.html", context | {"back": reverse("imports")})


def one_import(request: HttpRequest, pk: int) -> HttpResponse:
    """One file: its mapping, its counts, its rejected rows."""
    actor = actor_of(request)
    session = ImportSession.objects.seen_by(actor, "import.read").one(pk=pk)
    return render(request, "customers/import.html", _page(request, actor, session))


@require_POST
def import_do(request: HttpRequest, pk: int) -> HttpResponse:
    """Checks, submits or drops it, or mends a line."""
    actor = actor_of(request)
    session = ImportSession.objects.seen_by(actor, "import.take").one(pk=pk)
    try:
        _do(request, actor, session)
    except RefusedError as error:
        context = _page(request, actor, session) | {"refused": error.sentence}
        return render(request, "customers/import.html", context, status=409)
    return redirect("import", pk=pk)


def rejected_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """The rejected rows as a workbook with the reason of each: mended there, they are brought again."""
    session = ImportSession.objects.seen_by(actor_of(request), "import.take").one(pk=pk)
    answer = HttpResponse(
        _workbook(session),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    answer["Content-Disposition"] = f'attachment; filename="rejected-{pk}.xlsx"'
    return answer


def _do(request: HttpRequest, actor: Actor, session: ImportSession) -> None:
    reason, deed = request.POST.get("reason", ""), request.POST.get("deed", "")
    given = {key[2:]: request.POST.get(key, "") for key in request.POST if key.startswith("c-")}
    if deed == "check":
        check_file(session, by=actor, reason=reason, mapping=given)
    elif deed == "submit":
        submit_file(session, by=actor, reason=reason)
    elif deed == "drop":
        drop_file(session, by=actor, reason=reason)
    elif deed == "mend" and request.POST.get("line", "").isdecimal():
        mend_row(session, by=actor, reason=reason, line=int(request.POST["line"]), cells=given)
    else:
        raise RefusedError(_("This cannot be done with a file."))


def _page(request: HttpRequest, actor: Actor, session: ImportSession) -> dict[str, Any]:
    rejected = ImportRow.objects.filter(session=session, outcome=Outcome.REJECTED).order_by("line")
    page = Paginator(rejected, _AT_ONCE).get_page(request.GET.get("page"))
    options = [(field.name, field.label) for field in fields_of(session.kind).values()]
    open_to = session.state in (ImportState.MAPPING, ImportState.CHECKED, ImportState.RETURNED)
    checked = session.state != ImportState.MAPPING
    return {
        "session": session,
        "state": _state(session),
        "open": open_to and actor.may("import.take", session.branch_path),
        "checked": checked,
        "options": options,
        "columns": [(column, session.mapping.get(column, "")) for column in session.columns],
        "counts": [(Outcome(name).label, number) for name, number in session.counts.items()],
        "total": sum(session.counts.values()),
        "page": page,
        "rows": [_row(row) for row in page] if checked and actor.may("import.take") else [],
    }


def _row(row: ImportRow) -> dict[str, Any]:
    cells = cells_of(row)
    wrong = {problem["column"] for problem in row.problems}
    return {
        "line": row.line,
        "problems": [(one["column"], why(one, language())) for one in row.problems],
        "cells": [(column, text) for column, text in cells.items() if column in wrong and column],
    }


def _workbook(session: ImportSession) -> bytes:
    """Texts only: a cell that begins like a formula stays a text."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(
        file, {"strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [*session.columns, str(_("Why it was rejected"))])
        rows = ImportRow.objects.filter(session=session, outcome=Outcome.REJECTED).order_by("line")
        for place, row in enumerate(rows, start=1):
            cells = cells_of(row)
            told = "；".join(
                f"{one['column']} {why(one, language())}".strip() for one in row.problems
            )
            for at, text in enumerate(
                [*(cells.get(column, "") for column in session.columns), told]
            ):
                sheet.write_string(place, at, text)
    return file.getvalue()
