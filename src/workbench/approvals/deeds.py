"""What people do about a class on the pages of a customer and in the registers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from workbench.approvals import forms, kinds
from workbench.approvals.actions import applications, classes, events, grades, rechecks, requests
from workbench.approvals.actions.events import EventKind
from workbench.approvals.models import (
    AdjustedGrade,
    Application,
    Event,
    Outcome,
    RequestKind,
    RightsRequest,
    Stage,
)
from workbench.common.acting import Actor
from workbench.customers.doing import Deed, Typed, plain
from workbench.customers.forms import NeededReason
from workbench.customers.models import Party
from workbench.decisions.models import StandingState

TAB = "class"
#: deed → the kind of proposal that it makes
PROPOSES = {
    "class-propose": kinds.CLASS,
    "class-fall": kinds.FALL,
    "class-end": kinds.REMOVAL,
    "class-lift": kinds.LIFT,
    "grade-adjust": kinds.GRADE,
}


def _grounded(action: Callable[..., Any]) -> Callable[[Any, Actor, Typed], Any]:
    """An action to which evidence is named by its keys."""

    def do(party: Party, by: Actor, typed: Typed) -> Any:
        keys = sorted(one.pk for one in typed.pop("evidence"))
        return action(party, by=by, evidence=keys, **typed)

    return do


def _end(party: Party, by: Actor, typed: Typed) -> Any:
    return _grounded(classes.propose_end)(
        party, by, {**typed, "state": StandingState(typed["state"])}
    )


def _event(party: Party, by: Actor, typed: Typed) -> Any:
    return events.record_event(party, by=by, **{**typed, "kind": EventKind(typed["kind"])})


def _application(party: Party, by: Actor, typed: Typed) -> Any:
    return applications.register_application(
        party, by=by, **{**typed, "stage": Stage(typed["stage"])}
    )


def _request(party: Party, by: Actor, typed: Typed) -> Any:
    return requests.take_request(party, by=by, **{**typed, "kind": RequestKind(typed["kind"])})


def _answer(request: RightsRequest, by: Actor, typed: Typed) -> Any:
    return requests.answer_request(
        request, by=by, **{**typed, "outcome": Outcome(typed["outcome"])}
    )


def _move(application: Application, by: Actor, typed: Typed) -> Any:
    return applications.move_application(
        application, by=by, **{**typed, "stage": Stage(typed["stage"])}
    )


DEEDS = (
    Deed(
        "class-propose",
        _("Propose the class found"),
        "class.propose",
        forms.FoundClass,
        _grounded(classes.propose_class),
        TAB,
        says=_(
            "The class of the newest settled decision; two persons check it, and it is in force from the day after."
        ),
    ),
    Deed(
        "class-fall",
        _("Propose the finding of a lower class"),
        "class.propose",
        forms.FoundClass,
        _grounded(classes.propose_fall),
        TAB,
        says=_("Approved, the class is watched and falls by itself when the watch is over."),
    ),
    Deed(
        "class-suspend",
        _("Suspend the class"),
        "class.suspend",
        NeededReason,
        plain(classes.suspend_class),
        TAB,
        says=_(
            "At once. What is pending is held; a second person ends the class, or two lift the suspension."
        ),
    ),
    Deed(
        "class-lift",
        _("Propose to lift the suspension"),
        "class.propose",
        forms.Grounded,
        _grounded(classes.propose_lift),
        TAB,
    ),
    Deed(
        "class-end",
        _("Propose to end the class"),
        "class.propose",
        forms.EndOfClass,
        _end,
        TAB,
    ),
    Deed(
        "event",
        _("Record an event"),
        "event.record",
        forms.NewEvent,
        _event,
        TAB,
        says=_(
            "It opens a re-check and holds what is pending. Arrears, death, incapacity, false material suspend at once."
        ),
    ),
    Deed(
        "recheck",
        _("Open a re-check"),
        "recheck.open",
        NeededReason,
        plain(rechecks.open_recheck),
        TAB,
    ),
    Deed(
        "grade-adjust",
        _("Propose to adjust the credit grade"),
        "grade.propose",
        forms.NewGrade,
        _grounded(grades.propose_grade),
        TAB,
        says=_("It ends on its day, or with the next credit report."),
    ),
    Deed(
        "application",
        _("Register an application"),
        "application.register",
        forms.NewApplication,
        _application,
        TAB,
    ),
    Deed(
        "reverse",
        _("Reverse the event"),
        "event.record",
        NeededReason,
        plain(events.reverse_event),
        TAB,
        Event,
        says=_("It was reported wrongly. Another person than the one who recorded it."),
    ),
    Deed(
        "revoke",
        _("End the adjusted grade"),
        "grade.approve",
        NeededReason,
        plain(grades.revoke_grade),
        TAB,
        AdjustedGrade,
    ),
    Deed(
        "request",
        _("Take a request"),
        "request.take",
        forms.NewRequest,
        _request,
        TAB,
        says=_("A reason, a review by a person, a correction: another person answers it in time."),
    ),
    Deed(
        "answer",
        _("Answer the request"),
        "request.answer",
        forms.AnsweredRequest,
        _answer,
        TAB,
        RightsRequest,
    ),
    Deed(
        "move",
        _("Record the stage"),
        "application.register",
        forms.NewStage,
        _move,
        TAB,
        Application,
    ),
    Deed(
        "release",
        _("Release the application"),
        "application.release",
        NeededReason,
        plain(applications.release_application),
        TAB,
        Application,
    ),
)
BY_KEY = {deed.key: deed for deed in DEEDS}
