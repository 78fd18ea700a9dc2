"""What approvals give to the customer's page and to the home page: the class strip, the tab of the class, a figure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workbench.accounts.names import name_in, names_of, with_names
from workbench.approvals import causes
from workbench.approvals.actions.events import EventKind
from workbench.approvals.deeds import BY_KEY
from workbench.approvals.grades import demand_found, report_on
from workbench.approvals.models import (
    AdjustedGrade,
    Application,
    Event,
    Recheck,
    RightsRequest,
    Stage,
)
from workbench.approvals.proposing import not_open, proposable
from workbench.approvals.registers import (
    applications,
    classes,
    events,
    grades,
    rechecks,
    requests,
)
from workbench.approvals.registers.columns import NONE, class_label, section_of
from workbench.approvals.shown import COUNTS, OPEN_CASE, SCALE, newest_standing
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import is_allowed
from workbench.common.panels import (
    CustomerTab,
    Figure,
    HeaderPart,
    declare_customer_header,
    declare_customer_tab,
    declare_figure,
    declare_timeline,
)
from workbench.common.parts import Item, Link, Status, Step, Tone
from workbench.customers.models import Party
from workbench.customers.queries.panels import Section
from workbench.customers.rows import CLASS_STATES
from workbench.decisions.models import Standing, StandingState
from workbench.reviews.models import OPEN_STATES, Proposal, ProposalState

S = StandingState
_WHY = "what is on record of a party that the actor reaches"


def header_of(actor: Actor, party: Party) -> HeaderPart:
    """Class, state, until when and why; what is pending; what can be done now."""
    if not actor.may("class.read", party.branch_path):
        return HeaderPart()
    row = newest_standing(party)
    return HeaderPart(
        statuses=(_status(row),),
        items=(*_items(row), *_pending_items(party)),
        links=tuple(_buttons(actor, party, row)),
        banner=" ".join(str(one) for one in _pending(party)),
    )


def _status(row: Standing | None) -> Status:
    if row is None:
        return Status(_("No class on the register"), Tone.OFF)
    held = CLASS_STATES[row.state]
    return Status(f"{class_label(row.klass)} · {held.word}", held.tone)


def _items(row: Standing | None) -> Iterator[Item]:
    if row is None or row.state not in (*COUNTS, S.PENDING):
        return
    yield Item(_("Valid until"), row.valid_until or NONE, note=_why(row))
    yield Item(_("Last re-check"), row.rechecked_on or NONE)
    if row.state == S.WATCH:
        found = class_label(row.class_found)
        yield Item(_("Falls on"), row.watch_until, note=gettext("to %s") % found)


def _pending_items(party: Party) -> Iterator[Item]:
    """Applications under way with the class that they use, an adjusted grade that counts."""
    rows = Application.objects.unscoped(_WHY).filter(party=party).exclude(stage=Stage.PAID)
    for row in rows.select_related("standing").order_by("-accepted_on", "-pk")[:1]:
        used = class_label(row.standing.klass if row.standing else "")
        stage = applications.held_status(row) if row.held_since else Stage(row.stage).label
        yield Item(_("Application"), stage, note=gettext("class used: %s") % used, url=_tab(party))
    adjusted = AdjustedGrade.objects.unscoped(_WHY).filter(party=party).dated(clock.today())
    for grade in adjusted.filter(is_over=False).order_by("-pk")[:1]:
        words = grades.grade_words(grade)
        yield Item(_("Adjusted grade"), words, note=gettext("ends on %s") % grade.until)


def _tab(party: Party) -> str:
    return reverse("customer", args=[party.number]) + "?tab=class"


def _why(row: Standing) -> str:
    """One line: by whom it was given, or why it does not count."""
    if row.state == S.SUSPENDED:
        return gettext("suspended: %s") % str(causes.told(row.suspended_because))
    names = names_of((row.given_by, row.approved_by))
    return gettext("proposed %(by)s, approved %(other)s") % {
        "by": names[row.given_by],
        "other": names[row.approved_by] or NONE,
    }


def _pending(party: Party) -> Iterator[Any]:
    rows = Proposal.objects.unscoped(_WHY).filter(
        subject_kind="party",
        subject_key=str(party.pk),
        state__in=(*OPEN_STATES, ProposalState.PASSED),
    )
    for one in rows.order_by("-pk")[:1]:
        state = ProposalState(one.state).label
        yield gettext("A proposal is pending: %(state)s.") % {"state": state}
    case = Recheck.objects.unscoped(_WHY).filter(party=party, state__in=OPEN_CASE).first()
    if case is not None:
        yield gettext("A re-check is open, due on %(day)s.") % {"day": case.due_on.isoformat()}


def _buttons(actor: Actor, party: Party, row: Standing | None) -> Iterator[Link]:
    """The two most asked; all others stand in the tab."""
    yield from _deeds(actor, party, "event")
    if row is not None and row.state in (S.VALID, S.WATCH):
        yield from _deeds(actor, party, "class-suspend", tone="danger")


def _deeds(actor: Actor, party: Party, *keys: str, tone: str = "") -> list[Link]:
    return [
        Link(BY_KEY[key].title, reverse(BY_KEY[key].route, args=[party.number]), tone=tone)
        for key in keys
        if actor.may(BY_KEY[key].right, party.branch_path)
    ]


def class_panel(actor: Actor, party: Party) -> dict[str, Any]:
    """The registers of one customer."""
    return {
        "sections": [
            _standings(actor, party),
            _applications(actor, party),
            _rechecks(actor, party),
            _events(actor, party),
            _grades(actor, party),
            _requests(actor, party),
        ]
    }


def _standings(actor: Actor, party: Party) -> Section:
    rows = Standing.objects.unscoped(_WHY).filter(party=party, scale=SCALE)
    links = _deeds(actor, party, *proposable(party, newest_standing(party)))
    empty = _("He has no class yet. Decide, then propose the class found.")
    return section_of(classes.HISTORY, rows.order_by("-recorded_at", "-pk"), actor, links, empty)


def _applications(actor: Actor, party: Party) -> Section:
    rows = Application.objects.unscoped(_WHY).filter(party=party).order_by("-accepted_on", "-pk")
    links, empty = _deeds(actor, party, "application"), _("No application is registered.")
    return section_of(applications.APPLICATIONS, rows, actor, links, empty)


def _rechecks(actor: Actor, party: Party) -> Section:
    rows = Recheck.objects.unscoped(_WHY).filter(party=party).order_by("-opened_on", "-pk")
    links, empty = _deeds(actor, party, "recheck"), _("No re-check yet.")
    return section_of(rechecks.RECHECKS, rows, actor, links, empty)


def _events(actor: Actor, party: Party) -> Section:
    rows = Event.objects.unscoped(_WHY).filter(party=party).order_by("-known_at", "-pk")
    links, empty = _deeds(actor, party, "event"), _("No event yet.")
    return section_of(events.EVENTS, rows, actor, links, empty)


def _grades(actor: Actor, party: Party) -> Section:
    rows = AdjustedGrade.objects.unscoped(_WHY).filter(party=party).dated(clock.today())
    adjustable = is_allowed(demand_found, party) and report_on(party) is not None
    links = _deeds(actor, party, *(not_open(party, "grade-adjust") if adjustable else ()))
    empty = _("No credit grade was adjusted.")
    return section_of(grades.GRADES, rows.order_by("-since", "-pk"), actor, links, empty)


def _requests(actor: Actor, party: Party) -> Section:
    rows = RightsRequest.objects.unscoped(_WHY).filter(party=party).order_by("-known_at", "-pk")
    links, empty = _deeds(actor, party, "request"), _("He has asked for nothing.")
    return section_of(requests.REQUESTS, rows, actor, links, empty)


def steps_of(actor: Actor, party: Party) -> Iterator[Step]:
    """Events and moves of the class, for the one timeline."""
    if not actor.may("class.read", party.branch_path):
        return
    happened = with_names(Event.objects.unscoped(_WHY).filter(party=party), "recorded_by")
    for event in happened.order_by("-known_at")[:50]:
        yield Step(
            EventKind(event.kind).label,
            event.known_at,
            name_in(event, "recorded_by"),
            words=event.words,
            tone=Tone.OFF if event.reversed_at else Tone.WARN,
        )
    rows = Standing.objects.unscoped(_WHY).filter(party=party, scale=SCALE, superseded=False)
    for row in with_names(rows, "given_by").order_by("-recorded_at", "-pk")[:50]:
        held = _status(row)
        yield Step(held.word, row.recorded_at, name_in(row, "given_by"), tone=held.tone)


declare_customer_header(header_of, order=5)
declare_timeline(steps_of)
declare_customer_tab(
    CustomerTab("class", _("Class"), "class.read", class_panel, "customers/tab_sections.html", 15)
)
declare_figure(
    Figure(
        "applications_held",
        _("Applications held"),
        right="application.read",
        order=60,
        count=applications.held_count,
        url=lambda actor: reverse("applications") + "?held=1",
        tone=Tone.BAD,
    )
)
declare_figure(
    Figure(
        "classes_suspended",
        _("Suspended classes to settle"),
        right="class.read",
        order=58,
        count=classes.suspended_count,
        url=lambda actor: reverse("classes_suspended"),
        tone=Tone.BAD,
    )
)
