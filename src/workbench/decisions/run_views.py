"""Branches decided as a whole: started, watched, told."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from workbench.accounts.models import Branch
from workbench.common.errors import NotFoundError
from workbench.common.routing import actor_of
from workbench.common.scoping import below
from workbench.decisions.actions import fetch_quarantine, start_run
from workbench.decisions.models import BranchRun, RunState
from workbench.decisions.run_page import counts_of, lines_shown, reasons_of, scale_name
from workbench.decisions.running.quarantine import lines_of


@require_http_methods(["GET", "POST"])
def runs(request: HttpRequest) -> HttpResponse:
    """The runs of the reader's branches; a new one is started."""
    actor = actor_of(request)
    mine = Branch.objects.filter(below("path", actor.scope("run.start")), closed_on=None)
    if request.method == "POST":
        wanted = request.POST.get("branch", "")
        branch = mine.filter(pk=wanted).first() if wanted.isdigit() else None
        if branch is None:
            raise NotFoundError("Branch")
        return redirect("run", key=start_run(branch, by=actor, reason="").pk)
    rows = BranchRun.objects.seen_by(actor, "run.read").select_related("branch")
    shown = {"rows": rows.order_by("-pk")[:50], "branches": mine if actor.may("run.start") else []}
    return render(request, "decisions/runs.html", shown)


@require_GET
def run(request: HttpRequest, key: int) -> HttpResponse:
    """How far a run is; when it has ended, what moved from where to where."""
    found = BranchRun.objects.seen_by(actor_of(request), "run.read").select_related("branch")
    row = found.one(pk=key)
    shown: dict[str, Any] = {
        "run": row,
        "going": row.state in (RunState.WAITING, RunState.RUNNING),
        "per_cent": round(row.share * 100),
        "stage": scale_name(row.stage) if row.stage else "",
        "counts": counts_of(row),
    }
    part = "decisions/run_part.html" if request.headers.get("HX-Request") else "decisions/run.html"
    return render(request, part, shown)


@require_GET
def quarantine(request: HttpRequest, key: int) -> HttpResponse:
    """The lines set aside: how many for which reason, and the first of them."""
    actor = actor_of(request)
    row = BranchRun.objects.seen_by(actor, "run.read").select_related("branch").one(pk=key)
    lines = lines_of(fetch_quarantine(row, by=actor, reason=""))
    shown = {"run": row, "reasons": reasons_of(lines), "lines": lines_shown(lines, actor)}
    return render(request, "decisions/quarantine.html", shown | {"count": len(lines)})


@require_GET
def quarantine_file(request: HttpRequest, key: int) -> HttpResponse:
    """The lines set aside, as a file."""
    row = BranchRun.objects.seen_by(actor_of(request), "run.read").one(pk=key)
    body = fetch_quarantine(row, by=actor_of(request), reason="")
    answer = HttpResponse(body, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="run-{row.pk}-quarantine.csv"'
    return answer
