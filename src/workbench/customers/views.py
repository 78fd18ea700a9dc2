"""Lists, forms and files of customers. What a page shows is worked out in `queries`, what a form does in `actions`."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.common.languages import language
from workbench.common.listing import show
from workbench.common.routing import actor_of
from workbench.customers.actions.evidence import open_evidence
from workbench.customers.actions.parties import open_party
from workbench.customers.actions.relations import open_dispute
from workbench.customers.deeds import RECORD, REPORT
from workbench.customers.doing import Deed
from workbench.customers.forms import CorrectedFact, DeedForm, NewDispute, NewFacts, NewParty
from workbench.customers.inputs import written
from workbench.customers.listings import CUSTOMERS, DISPUTES, MERGERS, QUERIES
from workbench.customers.models import Evidence, Fact, Party
from workbench.customers.queries.history import history_of
from workbench.customers.queries.loans import loan_page
from workbench.customers.queries.panels import REPORT_FACTS
from workbench.policies.vocabulary import label, party_words

FORM = "customers/form.html"


def customers(request: HttpRequest) -> HttpResponse:
    """The main list."""
    return show(request, CUSTOMERS)


def queries(request: HttpRequest) -> HttpResponse:
    """征信授权及查询登记簿."""
    return show(request, QUERIES)


def mergers(request: HttpRequest) -> HttpResponse:
    """合户: double files, merged and to be merged."""
    return show(request, MERGERS)


def disputes(request: HttpRequest) -> HttpResponse:
    """归属异议."""
    return show(request, DISPUTES)


@require_http_methods(["GET", "POST"])
def new_customer(request: HttpRequest) -> HttpResponse:
    """Opens a file, or says that the bank has him already."""
    actor = actor_of(request)
    form = NewParty(None, actor, *typed(request))
    if _valid(form):
        party = _done(form, lambda typed: open_party(by=actor, **typed))
        if party is not None:
            return redirect("customer", number=party.number)
    context = {"form": form, "title": _("New customer"), "label": _("Open the file")}
    return render(request, FORM, context | {"back": reverse("customers"), "dispute": True})


@require_http_methods(["GET", "POST"])
def new_dispute(request: HttpRequest) -> HttpResponse:
    """Claims a customer of another branch."""
    actor = actor_of(request)
    form = NewDispute(None, actor, *typed(request))
    if _valid(form) and _done(form, lambda typed: open_dispute(by=actor, **typed)) is not None:
        messages.success(request, _("The claim was opened. The branch above both decides."))
        return redirect("customers")
    context = {"form": form, "title": _("Claim a customer"), "label": _("Claim")}
    return render(request, FORM, context | {"back": reverse("customers")})


def deed_view(deed: Deed) -> Any:
    """The page of a deed."""

    @require_http_methods(["GET", "POST"])
    @never_cache
    def view(request: HttpRequest, **key: Any) -> HttpResponse:
        return _deed(request, deed, key)

    return view


@never_cache
def evidence_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file itself, to be looked at; who opened it is recorded."""
    actor = actor_of(request)
    evidence = Evidence.objects.seen_by(actor, "evidence.read").one(pk=pk)
    answer = HttpResponse(
        open_evidence(evidence, by=actor, reason=""), content_type=evidence.media_type
    )
    ending = evidence.media_type.rpartition("/")[2]
    answer["Content-Disposition"] = f'attachment; filename="evidence-{pk}.{ending}"'
    return answer


def fact_history(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """One fact on two clocks."""
    actor = actor_of(request)
    party = Party.objects.seen_by(actor, "customer.read").one(number=number)
    return render(request, "customers/history.html", history_of(actor, party, name))


def loan(request: HttpRequest, number: str) -> HttpResponse:
    """A loan with its plan and payments."""
    return render(request, "customers/loan.html", loan_page(actor_of(request), number))


def _deed(request: HttpRequest, deed: Deed, key: dict[str, Any]) -> HttpResponse:
    actor = actor_of(request)
    thing = deed.of._default_manager.seen_by(actor, deed.right).one(**key)  # type: ignore[attr-defined]
    party = thing if isinstance(thing, Party) else thing.party
    form = deed.form(party, actor, *typed(request), **_asked(request, deed, thing))
    back = _back(actor, party, deed)
    if _valid(form):
        done = _done(form, lambda typed: deed.do(thing, actor, typed))
        if isinstance(done, str):
            shown = {"party": party, "shown": done, "back": back}
            return render(request, "customers/revealed.html", shown)
        if done is not None:
            messages.success(request, _("Recorded."))
            return redirect(back)
    context = {"form": form, "title": deed.title, "label": deed.title, "says": deed.says}
    return render(request, FORM, context | {"of": party.name, "back": back, "thing": _named(thing)})


def typed(request: HttpRequest) -> tuple[Any, Any]:
    """What was sent; nothing where the form is only looked at."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _valid(form: DeedForm) -> bool:
    return form.is_bound and form.is_valid()


def _done(form: DeedForm, do: Any) -> Any:
    """What the action answered; None where it was refused, told at the field."""
    typed = dict(form.cleaned_data)
    if isinstance(form, NewFacts):
        known = {*(word.name for word in form.words), "accounts"}
        typed = {name: value for name, value in typed.items() if name not in known}
        typed |= {name: written(value) for name, value in form.values.items()}
    try:
        return do(typed)
    except RefusedError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error.sentence))
        return None


def _asked(request: HttpRequest, deed: Deed, thing: Any) -> dict[str, Any]:
    if deed.form is CorrectedFact:
        return {"word": party_words().get(thing.name)}
    if deed is RECORD:
        return {"names": [name for name in request.GET.get("names", "").split(",") if name]}
    if deed is REPORT:
        return {"names": REPORT_FACTS}
    return {"initial": {"name": request.GET["name"]}} if "name" in request.GET else {}


def _back(actor: Actor, party: Party, deed: Deed) -> str:
    if Party.objects.seen_by(actor, "customer.read").filter(pk=party.pk).exists():
        page = reverse("customer", args=[party.number])
        return f"{page}?tab={deed.tab}" if deed.tab else page
    return reverse("queries" if actor.may("query.read") else "home")


def _named(thing: Any) -> str:
    if isinstance(thing, Evidence):
        return thing.title
    return label(thing.name, language()) if isinstance(thing, Fact) else ""
