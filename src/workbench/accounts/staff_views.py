"""Staff, posts, deputies, authority: lists, a person's page, forms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from workbench.accounts import forms as ours
from workbench.accounts import listings, posting, staffing
from workbench.accounts.authority import authority_kinds
from workbench.accounts.members import member_page
from workbench.accounts.models import Authority, Deputy, Holding, Staff, StaffState
from workbench.accounts.posts import Post
from workbench.accounts.queries import (
    authorities_seen,
    branches_within,
    deputies_seen,
    one,
    posts_seen,
    staff_seen,
)
from workbench.common.acting import Actor
from workbench.common.filling import filled
from workbench.common.listing import show
from workbench.common.routing import actor_of


@dataclass(frozen=True)
class Sheet:
    """A page with one form: what it is about, where it leads back to."""

    title: Any
    label: Any
    back: str
    of: Any = ""
    says: Any = ""


def fill(
    request: HttpRequest, sheet: Sheet, form: forms.Form, do: Callable[[dict[str, Any]], Any]
) -> HttpResponse:
    """Shows the form, or does what it asks and goes back."""
    with filled(form) as given:
        if given is not None:
            do(given)
            messages.success(request, _("Done. It is in the journal."))
            return redirect(sheet.back)
    shown = {
        "form": form,
        "title": sheet.title,
        "label": sheet.label,
        "back": sheet.back,
        "of": sheet.of,
        "says": sheet.says,
    }
    return render(request, "accounts/form.html", shown)


@require_GET
def staff(request: HttpRequest) -> HttpResponse:
    return show(request, listings.STAFF)


@require_GET
def posts(request: HttpRequest) -> HttpResponse:
    return show(request, listings.POSTS)


@require_GET
def deputies(request: HttpRequest) -> HttpResponse:
    return show(request, listings.DEPUTIES)


@require_GET
def authorities(request: HttpRequest) -> HttpResponse:
    return show(request, listings.AUTHORITIES)


@require_GET
def member(request: HttpRequest, number: str) -> HttpResponse:
    """A person: posts, deputies, authority, what can be done."""
    actor = actor_of(request)
    return render(request, "accounts/member.html", member_page(_person(actor, number), actor))


@require_http_methods(["GET", "POST"])
def take_on(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    form = ours.TakeOnForm(request.POST or None)
    form.fields["branch"].queryset = branches_within(actor, "staff.change")  # type: ignore[attr-defined]
    sheet = Sheet(_("Take somebody on"), _("Take on"), "/staff/")
    return fill(
        request,
        sheet,
        form,
        lambda given: staffing.take_on(given.pop("branch"), by=actor, reason="", **given),
    )


@require_http_methods(["GET", "POST"])
def state(request: HttpRequest, number: str) -> HttpResponse:
    actor = actor_of(request)
    person = _person(actor, number)
    form = ours.StateForm(request.POST or None, initial={"state": person.state})
    return fill(
        request,
        _sheet(_("Record a state"), _("Record"), person),
        form,
        lambda given: staffing.change_state(
            person, by=actor, reason=given["reason"], state=StaffState(given["state"])
        ),
    )


@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, number: str) -> HttpResponse:
    actor = actor_of(request)
    person = _person(actor, number)
    return fill(
        request,
        _sheet(_("Leaves the bank"), _("Record"), person),
        ours.LeaveForm(request.POST or None),
        lambda given: staffing.leave_bank(person, by=actor, **given),
    )


@require_http_methods(["GET", "POST"])
def suspend(request: HttpRequest, number: str) -> HttpResponse:
    actor = actor_of(request)
    person = _person(actor, number, "staff.suspend")
    says = _("His sessions and tokens end this minute, and what he proposed is held.")
    return fill(
        request,
        _sheet(_("Suspend"), _("Suspend now"), person, says),
        ours.SuspendForm(request.POST or None),
        lambda given: staffing.suspend(person, by=actor, reason="", why=given["why"]),
    )


@require_http_methods(["GET", "POST"])
def end_suspension(request: HttpRequest, number: str) -> HttpResponse:
    actor = actor_of(request)
    person = _person(actor, number, "staff.suspend")
    return fill(
        request,
        _sheet(_("End the suspension"), _("End"), person),
        ours.ReasonForm(request.POST or None),
        lambda given: staffing.end_suspension(person, by=actor, reason=given["reason"]),
    )


@require_http_methods(["GET", "POST"])
def give_password(request: HttpRequest, number: str) -> HttpResponse:
    actor = actor_of(request)
    person = _person(actor, number)
    return fill(
        request,
        _sheet(_("Give a new password"), _("Give"), person),
        ours.GivePasswordForm(request.POST or None),
        lambda given: staffing.give_password(person, by=actor, **given),
    )


@require_http_methods(["GET", "POST"])
def remove_factor(request: HttpRequest, number: str) -> HttpResponse:
    actor = actor_of(request)
    person = _person(actor, number)
    return fill(
        request,
        _sheet(_("Remove the second factor"), _("Remove"), person),
        ours.ReasonForm(request.POST or None),
        lambda given: staffing.remove_second_factor(person, by=actor, reason=given["reason"]),
    )


@require_http_methods(["GET", "POST"])
def grant(request: HttpRequest, number: str) -> HttpResponse:
    actor = actor_of(request)
    person = _person(actor, number)
    form = ours.PostForm(request.POST or None)
    form.fields["branch"].queryset = branches_within(actor, "post.grant")  # type: ignore[attr-defined]
    says = _("It counts once another person has confirmed it.")
    return fill(
        request,
        _sheet(_("Grant a post"), _("Grant"), person, says),
        form,
        lambda given: posting.grant_post(
            person, by=actor, **{**given, "post": Post(given["post"])}
        ),
    )


@require_POST
def confirm_post(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    posting.confirm_post(_holding(actor, pk), by=actor, reason="")
    messages.success(request, _("Confirmed."))
    return redirect("posts")


@require_http_methods(["GET", "POST"])
def end_post(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    holding = _holding(actor, pk)
    return fill(
        request,
        Sheet(_("End a post"), _("End"), "/posts/", holding),
        ours.EndForm(request.POST or None),
        lambda given: posting.end_post(holding, by=actor, **given),
    )


@require_http_methods(["GET", "POST"])
def name_deputy(request: HttpRequest, number: str) -> HttpResponse:
    actor = actor_of(request)
    person = _person(actor, number)
    form = ours.DeputyForm(request.POST or None)
    others = staff_seen(actor, "deputy.name").exclude(pk=person.pk)
    form.fields["deputy"].queryset = others  # type: ignore[attr-defined]
    says = _(
        "It counts once a third person has confirmed it. Authority given by name does not pass to the deputy."
    )
    return fill(
        request,
        _sheet(_("Name a deputy"), _("Name the deputy"), person, says),
        form,
        lambda given: posting.name_deputy(person, by=actor, **given),
    )


@require_POST
def confirm_deputy(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    posting.confirm_deputy(_deputy(actor, pk), by=actor, reason="")
    messages.success(request, _("Confirmed."))
    return redirect("deputies")


@require_http_methods(["GET", "POST"])
def end_deputy(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    deputy = _deputy(actor, pk)
    return fill(
        request,
        Sheet(_("End a deputyship"), _("End"), "/deputies/", deputy),
        ours.EndForm(request.POST or None),
        lambda given: posting.end_deputy(deputy, by=actor, **given),
    )


@require_http_methods(["GET", "POST"])
def give_authority(request: HttpRequest, number: str) -> HttpResponse:
    actor = actor_of(request)
    person = _person(actor, number)
    form = ours.AuthorityForm(request.POST or None)
    form.fields["branch"].queryset = branches_within(actor, "authority.give")  # type: ignore[attr-defined]
    form.fields["kind"].choices = authority_kinds()  # type: ignore[attr-defined]
    return fill(
        request,
        _sheet(_("Give authority"), _("Give"), person, _("It ends, and cannot be passed on.")),
        form,
        lambda given: posting.give_authority(person, by=actor, **given),
    )


@require_http_methods(["GET", "POST"])
def end_authority(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    rows = authorities_seen(actor).select_related("staff__branch", "branch")
    found: Authority = one(rows, pk=pk)
    return fill(
        request,
        Sheet(_("End an authority"), _("End"), "/authorities/", found),
        ours.EndForm(request.POST or None),
        lambda given: posting.end_authority(found, by=actor, **given),
    )


def _person(actor: Actor, number: str, right: str = "staff.read") -> Staff:
    return one(staff_seen(actor, right).select_related("branch"), number=number)


def _holding(actor: Actor, pk: int) -> Holding:
    rows = posts_seen(actor).select_related("staff__branch", "branch", "granted_by")
    return one(rows, pk=pk)


def _deputy(actor: Actor, pk: int) -> Deputy:
    rows = deputies_seen(actor).select_related("principal__branch", "deputy", "named_by")
    return one(rows, pk=pk)


def _sheet(title: Any, label: Any, person: Staff, says: Any = "") -> Sheet:
    return Sheet(title, label, f"/staff/{person.number}/", person, says)
