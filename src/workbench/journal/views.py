"""The journal, one entry, the check, the file of seals."""

from __future__ import annotations

import uuid
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from workbench.common.errors import RefusedError
from workbench.common.listing import show
from workbench.common.routing import actor_of
from workbench.journal import queries
from workbench.journal.listings import LISTING
from workbench.journal.oversight import reveal_words, verify_journal
from workbench.journal.rights import REVEAL
from workbench.journal.verifying import Fault

FAULTS = {
    Fault.CHANGED: _("An entry was changed, put in or exchanged"),
    Fault.BROKEN: _("The entry before this one is gone"),
    Fault.CUT: _("The newest entries of this person are gone"),
    Fault.SEAL: _("A seal no longer closes what it closed"),
    Fault.FILE: _("Database and file of seals differ at this seal"),
    Fault.ORPHAN: _("This row names an entry that is gone"),
}


@require_GET
def journal(request: HttpRequest) -> HttpResponse:
    """Entries in the reader's scope."""
    return show(request, LISTING)


@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One entry; by POST, with a reason, its sealed words."""
    actor = actor_of(request)
    one = queries.entry_of(actor, key)
    shown = {
        "entry": one,
        "title": queries.told(one),
        "items": queries.description_of(one),
        "sealed": bool(one.secret),
        "may_open": bool(one.secret)
        and actor.may(REVEAL, one.branch_path)
        and one.actor not in actor.persons,
    }
    if request.method == "POST":
        try:
            shown["opened"] = reveal_words(one, by=actor, reason=request.POST.get("reason", ""))
        except RefusedError as error:
            shown["refused"] = error.sentence
    return render(request, "journal/entry.html", shown, status=422 if "refused" in shown else 200)


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """What the seals close; by POST the whole journal is verified and faults are named."""
    shown: dict[str, object] = {}
    if request.method == "POST":
        found = verify_journal(by=actor_of(request))
        shown["findings"] = [(FAULTS[one.fault], one.what) for one in found]
    return render(request, "journal/check.html", queries.check_page() | shown)


@require_GET
def seals(request: HttpRequest) -> HttpResponse:
    """The file of seals, to be kept where nobody of this bank's machines can write."""
    file = Path(settings.SEALS)
    body = file.read_bytes() if file.exists() else b""
    answer = HttpResponse(body, content_type="application/x-ndjson")
    answer["Content-Disposition"] = 'attachment; filename="seals.jsonl"'
    return answer
