"""The scales of a customer, the page of one decision, what-if."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from workbench.accounts.tree import name_on
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import NotFoundError, RefusedError
from workbench.common.routing import actor_of
from workbench.customers.actions.facts import record_facts
from workbench.customers.models import Party
from workbench.decisions import telling, trying
from workbench.decisions.actions import decide, issue_paper, open_paper, recompute
from workbench.decisions.asking import question_for
from workbench.decisions.dueness import due, is_overtaken
from workbench.decisions.gathering import Asked
from workbench.decisions.models import Decision, IssuedPaper
from workbench.decisions.panels import links_on
from workbench.decisions.papers.contents import kinds_for
from workbench.decisions.papers.kinds import PaperKind
from workbench.decisions.queries import At, before, learnt_since, line_of, may_see_secrets, newest
from workbench.decisions.telling import AUDIENCES, Telling


@require_GET
def scales(request: HttpRequest, number: str) -> HttpResponse:
    """Every scale of a customer, each under its own name."""
    party = _party(request, number)
    secrets = may_see_secrets(actor_of(request), party)
    found = newest(party, _moment(request), secrets=secrets)
    lines = [line_of(row) for row in found]
    shown = {"party": party, "lines": lines, "due": due(party), "at": _moment(request)}
    return render(request, "decisions/scales.html", shown)


@require_POST
def decide_now(request: HttpRequest, number: str) -> HttpResponse:
    """All scales of a customer, on what is known now."""
    party = _party(request, number, "decision.make")
    made = decide(party, by=actor_of(request), reason="")
    told = _("Decided: %s scales say something new.") % len(made)
    messages.success(request, told if made else _("Decided: nothing has changed."))
    return redirect(_back(request, reverse("scales", args=[number])))


@require_GET
def decision(request: HttpRequest, number: str, pack: str) -> HttpResponse:
    """One decision, told in full."""
    return render(request, "decisions/decision.html", _page(request, _party(request, number), pack))


@require_POST
def answer(request: HttpRequest, number: str, pack: str) -> HttpResponse:
    """The question that settles most, answered: the fact is recorded, the customer decided again."""
    party = _party(request, number, "decision.make")
    shown = _page(request, party, pack)
    question = shown["question"]
    if question is None:
        raise RefusedError(_("Nothing is asked any more. Open the page again."))
    form = question.form(request.POST)
    if form.is_valid() and _recorded(request, question, form):
        if is_overtaken(party):  # by a fact of his employer: its staff are not all decided at once
            decide(party, by=actor_of(request), reason="")
        return redirect("decision", number=number, pack=pack)
    return render(request, "decisions/decision.html", {**shown, "answer": form}, status=422)


@require_POST
def recompute_now(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """The stored decision once more, from the same facts by the same text."""
    party = _party(request, number, "decision.recompute")
    row = Decision.objects.seen_by(actor_of(request), "decision.recompute").one(
        pk=key, party=party, visible_only=True
    )
    found = recompute(row, by=actor_of(request), reason=request.POST.get("reason", ""))
    return render(request, "decisions/recomputed.html", {"party": party, "found": found})


@require_http_methods(["GET", "POST"])
def what_if(request: HttpRequest, number: str, pack: str) -> HttpResponse:
    """Facts as a form; the decision follows as one types. Stores nothing."""
    party = _party(request, number)
    asked = Asked.now(party)
    trying.open_scale(asked, pack)
    data = request.POST if request.method == "POST" else request.GET
    trial = trying.read_trial(asked, pack, data)
    shown: dict[str, Any] = {"party": party, "pack": pack, "tried": trying.tried(trial)}
    if request.headers.get("HX-Request"):
        return render(request, "decisions/what_if_result.html", shown)
    shown |= {"form": trying.facts_form(trial), "loan": trial.loan}
    return render(request, "decisions/what_if.html", shown)


@require_POST
def issue(request: HttpRequest, number: str, key: int) -> HttpResponse:
    """A paper on a decision: issued, kept, and shown."""
    party = _party(request, number, "paper.issue")
    row = Decision.objects.seen_by(actor_of(request), "paper.issue").one(
        pk=key, party=party, visible_only=True
    )
    try:
        kind = PaperKind(request.POST.get("kind", ""))
    except ValueError as error:
        raise NotFoundError("PaperKind") from error
    paper = issue_paper(row, by=actor_of(request), reason="", kind=kind)
    return redirect("paper", number=number, paper=paper.number)


@require_GET
def paper(request: HttpRequest, number: str, paper: str) -> HttpResponse:
    """A paper as it was given out, as a file."""
    found = IssuedPaper.objects.seen_by(actor_of(request), "decision.read").one(
        number=paper, party__number=number
    )
    body = open_paper(found, by=actor_of(request), reason="")
    answer = HttpResponse(body, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return answer


# --- what a page shows --------------------------------------------------------------------------------


def _page(request: HttpRequest, party: Party, pack: str) -> dict[str, Any]:
    actor, at = actor_of(request), _moment(request)
    rows = newest(party, at, secrets=may_see_secrets(actor, party))
    loan = request.GET.get("loan", "")
    row = _row(request, party, rows, (pack, loan))
    how = request.GET.get("told", Telling.MANAGER)
    audience = AUDIENCES.get(how, "restricted")
    told = telling.told(row, party, "staff" if not row.visible_only else audience)
    earlier = before(row)
    current = row in rows
    return {
        "party": party,
        "row": row,
        "told": told,
        "how": how,
        "tellings": Telling.choices,
        "lines": [line_of(one) for one in rows],
        "line": line_of(row),
        "at": at,
        "due": due(party) if current and not at.past else "",
        "question": question_for(told) if current and not at.past else None,
        "territory": name_on(row.city_branch, row.as_of) if row.city_branch else "",
        "learnt": learnt_since(row, party),
        "before": telling.before(row, earlier[0], told.audience) if earlier else None,
        "earlier": earlier,
        "links": links_on(actor, row) if current and row.visible_only and not at.past else (),
        "may_make": actor.may("decision.make", party.branch_path),
        "may_recompute": actor.may("decision.recompute", party.branch_path),
        "kinds": kinds_for(row),
        "papers": IssuedPaper.objects.seen_by(actor, "decision.read")
        .filter(party=party, decision__pack=pack)
        .order_by("-issued_at")
        .defer("body")[:10],
        "may_issue": actor.may("paper.issue", party.branch_path),
    }


def _row(
    request: HttpRequest, party: Party, rows: list[Decision], key: tuple[str, str]
) -> Decision:
    """The decision that is asked for by its key, or the newest of the scale at the moment of the page."""
    wanted = request.GET.get("decision")
    if wanted:
        mine = Decision.objects.seen_by(actor_of(request), "decision.read")
        row: Decision = mine.select_related("bundle").one(
            pk=wanted, party=party, pack=key[0], visible_only=True
        )
        return row
    found = next((one for one in rows if (one.pack, one.subject) == key), None)
    if found is None:
        raise NotFoundError("Decision")
    return found


def _recorded(request: HttpRequest, question: Any, form: Any) -> bool:
    """Whether the answer was accepted; what refuses it stands at the field."""
    actor: Actor = actor_of(request)
    try:
        of = Party.objects.seen_by(actor, "customer.read").one(pk=question.of.pk)
        value, day = form.cleaned_data["value"], form.cleaned_data["true_on"]
        values = {question.own_name: str(value) if isinstance(value, date) else value}
        record_facts(of, by=actor, reason="", values=values, true_on=day)
    except RefusedError as error:
        form.add_error("value", str(error.sentence))
        return False
    return True


def _party(request: HttpRequest, number: str, right: str = "decision.read") -> Party:
    reached = Party.objects.seen_by(actor_of(request), right)
    return reached.select_related("branch__city_branch").one(number=number)


def _moment(request: HttpRequest) -> At:
    """As of which day, as known when: `as_of` shows what was known at the end of that day."""
    day = parse_date(request.GET.get("as_of", "") or "") or clock.today()
    day = min(day, clock.today())
    known = parse_date(request.GET.get("known_at", "") or "") or day
    known = min(max(known, day), clock.today())
    end = datetime.combine(known, time.max, tzinfo=clock.CHINA)
    return At(day, min(end, clock.now()))


def _back(request: HttpRequest, fallback: str) -> str:
    wanted = request.POST.get("next", "")
    return wanted if wanted.startswith("/") and not wanted.startswith("//") else fallback
