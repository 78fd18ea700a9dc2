"""Policies in force, each as its woven document; bundles, reference lists, the provider table."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kefen import InputError, NoVersionError
from workbench.accounts.models import Branch
from workbench.common import clock
from workbench.common.errors import NotFoundError, RefusedError
from workbench.common.routing import actor_of
from workbench.policies import actions, forms, queries
from workbench.policies.changes import OVERLAYS, changes, predecessor
from workbench.policies.documents import coverage_of, document_of, woven, woven_style
from workbench.policies.models import Bundle, ListVersion


@require_GET
def policies(request: HttpRequest) -> HttpResponse:
    """Every pack as it speaks on a day at the reader's branch."""
    day, branch = _day(request), _branch(request)
    bundle = queries.bundle_for(day, branch)
    rows = queries.policies_of(bundle, day, _lang())
    return render(request, "policies/policies.html", {"bundle": bundle, "rows": rows, "day": day})


@require_GET
def policy(request: HttpRequest, pack: str) -> HttpResponse:
    """The policy's document, clause beside article; its cases and what they cover."""
    day = _day(request)
    bundle = _bundle(request) or queries.bundle_for(day, _branch(request))
    try:
        found = document_of(bundle, pack, day)
    except (InputError, NoVersionError) as error:
        raise NotFoundError("Policy") from error
    part = request.GET.get("part", "text")
    shown: dict[str, Any] = {
        "bundle": bundle,
        "found": found,
        "pack": pack,
        "day": day,
        "part": part,
    }
    if part == "coverage":
        shown["coverage"] = coverage_of(found)
    elif part == "cases":
        shown["cases"] = queries.cases_of(found.cases, _lang())
    elif part == "assumptions":
        shown["assumptions"] = queries.assumptions_of(found.policy, _lang())
    else:
        shown["text"] = mark_safe(woven(found, day, _lang()))
    shown["title"] = found.policy.title.said(_lang())
    return render(request, "policies/policy.html", shown)


@require_GET
def woven_css(request: HttpRequest) -> HttpResponse:
    """The library's style sheet for the document, as a file of ours."""
    return HttpResponse(woven_style(), content_type="text/css; charset=utf-8")


@require_GET
def facts(request: HttpRequest) -> HttpResponse:
    """The provider table: where every fact of every pack comes from."""
    wanted = request.GET.get("keeping", "")
    rows = queries.facts_table(_lang(), wanted)
    counts = queries.facts_counts()
    return render(
        request, "policies/facts.html", {"rows": rows, "counts": counts, "wanted": wanted}
    )


@require_http_methods(["GET", "POST"])
def lists(request: HttpRequest) -> HttpResponse:
    """Versions of the reference lists; a keeper pastes a new one."""
    form = forms.ListForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            actions.draft_list(_branch(request), by=actor_of(request), reason="", **given)
        except RefusedError as error:
            form.add_error(error.field or None, str(error.sentence))
        else:
            messages.success(request, _("Drafted. A second person confirms it."))
            return redirect("lists")
    shown = {"rows": queries.list_rows(_lang()), "form": form}
    shown["may_keep"] = actor_of(request).may("list.keep")
    shown["may_confirm"] = actor_of(request).may("list.confirm")
    status = 422 if form.errors else 200
    return render(request, "policies/lists.html", shown, status=status)


@require_GET
def list_version(request: HttpRequest, key: int) -> HttpResponse:
    """The codes of a version."""
    version = _version(key)
    rows = version.rows.order_by("subject", "pk")[:2000]
    return render(request, "policies/list.html", {"version": version, "rows": rows})


@require_POST
def list_act(request: HttpRequest, key: int) -> HttpResponse:
    """A second person confirms a version, or withdraws it."""
    version, by, reason = _version(key), actor_of(request), request.POST.get("reason", "")
    if request.POST.get("act") == "withdraw":
        actions.withdraw_list(version, by=by, reason=reason)
    else:
        actions.confirm_list(version, by=by, reason=reason)
    return redirect("lists")


@require_http_methods(["GET", "POST"])
def bundles(request: HttpRequest) -> HttpResponse:
    """Bundles with their life; the policy owner drafts a new one."""
    form = forms.BundleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            actions.draft_bundle(given.pop("branch"), by=actor_of(request), reason="", **given)
        except RefusedError as error:
            form.add_error(error.field or None, str(error.sentence))
        else:
            return redirect("bundles")
    rows = Bundle.objects.select_related("branch", "released_by", "confirmed_by")
    shown: dict[str, Any] = {"rows": rows.order_by("-runs_from", "-pk"), "form": form}
    shown["may_propose"] = actor_of(request).may("bundle.propose")
    shown["may_release"] = actor_of(request).may("bundle.release")
    status = 422 if form.errors else 200
    return render(request, "policies/bundles.html", shown, status=status)


@require_GET
def bundle(request: HttpRequest, key: int) -> HttpResponse:
    """One bundle, and what it changes of what spoke before it."""
    found = Bundle.objects.select_related("branch", "released_by", "confirmed_by").filter(pk=key)
    row = found.first()
    if row is None:
        raise NotFoundError("Bundle")
    before = predecessor(row)
    rows = changes(before, row, _lang()) if before else []
    shown = {"row": row, "before": before, "rows": rows, "overlays": OVERLAYS}
    return render(request, "policies/bundle.html", shown)


@require_POST
def bundle_act(request: HttpRequest, key: int) -> HttpResponse:
    """A bundle moves on: proposed, released, withdrawn."""
    bundle, by = Bundle.objects.select_related("branch").filter(pk=key).first(), actor_of(request)
    if bundle is None:
        raise NotFoundError("Bundle")
    day = parse_date(request.POST.get("day", "") or "")
    reason, act = request.POST.get("reason", ""), request.POST.get("act", "")
    if act == "release":
        actions.release_bundle(bundle, by=by, reason=reason)
    elif day is None:
        raise RefusedError(_("Choose a day that lies ahead."), field="day")
    elif act == "withdraw":
        actions.withdraw_bundle(bundle, by=by, reason=reason, withdrawn_on=day)
    else:
        document = request.POST.get("document", "")
        actions.propose_bundle(bundle, by=by, reason=reason, runs_from=day, document=document)
    return redirect("bundles")


def _bundle(request: HttpRequest) -> Bundle | None:
    digest = request.GET.get("bundle", "")
    if not digest:
        return None
    found = Bundle.objects.select_related("branch").filter(digest=digest).first()
    if found is None:
        raise NotFoundError("Bundle")
    return found


def _version(key: int) -> ListVersion:
    found = ListVersion.objects.select_related("branch", "kept_by", "confirmed_by").filter(pk=key)
    version = found.first()
    if version is None:
        raise NotFoundError("ListVersion")
    return version


def _branch(request: HttpRequest) -> Branch:
    """Where the reader works; head office for who works nowhere."""
    here = Branch.objects.filter(path=actor_of(request).branch_path).first()
    return here or Branch.objects.get(parent=None)


def _day(request: HttpRequest) -> Any:
    return parse_date(request.GET.get("as_of", "") or "") or clock.today()


def _lang() -> Any:
    return "zh" if (get_language() or "zh").startswith("zh") else "en"
