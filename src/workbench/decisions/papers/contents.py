"""What each paper says: from a decision as its reader may see it, and from the register of standings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kefen.explaining.telling import Reason
from workbench.common import clock
from workbench.common.acting import Actor
from workbench.common.errors import RefusedError
from workbench.common.languages import language
from workbench.decisions.models import Decision, StandingState
from workbench.decisions.papers.kinds import PaperKind
from workbench.decisions.papers.needs import SPOUSE, Needs, needs_of
from workbench.decisions.papers.printing import Part, Sheet
from workbench.decisions.queries import WORDS, line_of
from workbench.decisions.standings import change_of, watched
from workbench.decisions.telling import Told, told
from workbench.policies.scales import CUSTOMER_CLASS
from workbench.policies.vocabulary import result_label
from workbench.policies.wording import version_label

#: within how many days (自然日) whoever asks for a reason or a review is answered, a proposal of ours
REVIEW_DAYS = 15
#: to whom the papers speak: letters tell of third parties only that a condition is not met
LETTERS = frozenset({PaperKind.CHANGE, PaperKind.FALL, PaperKind.NO_CLASS, PaperKind.EXPLANATION})


@dataclass(frozen=True)
class Draft:
    """A paper to be: its kind and number, the decision that it is about, who has it printed."""

    kind: PaperKind
    number: str
    row: Decision
    by: Actor

    @property
    def told(self) -> Told:
        audience: Any = "customer" if self.kind in LETTERS else "restricted"
        return told(self.row, self.row.party, audience)


def sheet_of(draft: Draft) -> Sheet:
    """The paper's data. `RefusedError` where there is nothing for it to say."""
    parts = _PARTS[draft.kind](draft)
    letter = draft.kind != PaperKind.FORM
    row = draft.row
    return Sheet(
        title=str(draft.kind.label),
        bank=row.party.branch.name,
        head=(
            (_("Customer"), row.party.name),
            (_("Customer no."), row.party.number),
            (_("Paper no."), draft.number),
            (_("As of"), row.as_of.isoformat()),
        ),
        parts=parts,
        foot=_foot(draft),
        page=_("Page {x} of {y}"),
        lang=language(),
        signs=(_("Handled by"), _("Checked by")),
        seal=_("(Seal of the branch)　　Date:　　　　　") if letter else "",
        receipt=_("Receipt: I have received this paper. Signature:　　　　　Date:　　　　　")
        if letter
        else "",
    )


def _foot(draft: Draft) -> str:
    words = {
        "number": draft.row.number,
        "digest": draft.row.bundle.digest[:16],
        "who": f"{draft.by.name} {draft.by.key}",
        "at": f"{clock.now().astimezone(clock.CHINA):%Y-%m-%d %H:%M}",
    }
    return _("Decision {number} · bundle {digest} · printed by {who}, {at}").format(**words)


# --- the parts of each kind ---------------------------------------------------------------------------


def _form(draft: Draft) -> tuple[Part, ...]:
    found = draft.told
    line = line_of(draft.row)
    result = (line.scale, line.result, str(WORDS[draft.row.status]))
    facts = tuple((one.label, one.value, one.source, one.day or "—") for one in found.facts)
    policy = found.decision.policy
    return (
        Part(
            _("Decision"),
            columns=(_("Scale"), _("Result"), _("State")),
            widths=(2, 2, 1),
            rows=(result,),
            texts=(
                f"{policy.title.said(language())} {version_label(policy.version)}",
                *found.holds,
            ),
        ),
        Part(_("Reasons"), items=tuple(_reasons([one.reason for one in found.why])), mark="·"),
        *_part(_("Not given"), _why_not(found)),
        *_part(_("What follows"), [one.text for one in found.measures]),
        *_part(
            _("It rests on these readings"),
            [f"{one.title}：{one.side}" for one in found.explanation.assumptions],
        ),
        Part(
            _("Facts"),
            columns=(_("Fact"), _("Value"), _("Source"), _("True on")),
            widths=(4, 4, 4, 2),
            rows=facts,
        ),
    )


def _needs(draft: Draft) -> tuple[Part, ...]:
    return _materials(needs_of(draft.told), _("your credit report"))


def _needs_spouse(draft: Draft) -> tuple[Part, ...]:
    return _materials(needs_of(draft.told, SPOUSE), _("the spouse's credit report"))


def _materials(needs: Needs, report: str) -> tuple[Part, ...]:
    if not needs.materials and not needs.signs:
        raise RefusedError(_("Nothing is to be brought."))
    intro = _("With all of the following at once, the result may become: {outcome}.")
    rows = tuple(("□", one.paper, "、".join(one.shows)) for one in needs.materials)
    parts = [Part(texts=(intro.format(outcome=needs.outcome),))]
    if rows:
        columns = ("", _("Bring (original and copy)"), _("It shows"))
        parts.append(Part(_("Materials"), columns=columns, widths=(1, 9, 12), rows=rows))
    if needs.signs:
        told_ = _(
            "An authorisation by which the bank may fetch {report}; the form lies at the counter."
        )
        parts.append(Part(_("To be signed in person"), items=(told_.format(report=report),)))
    return tuple(parts)


def _no_class(draft: Draft) -> tuple[Part, ...]:
    _demand_class(draft)
    if draft.row.status != "refused":
        raise RefusedError(_("This decision does not refuse a class."))
    return (*_explained(draft.told), _review())


def _explanation(draft: Draft) -> tuple[Part, ...]:
    return (*_explained(draft.told), _review())


def _change(draft: Draft) -> tuple[Part, ...]:
    _demand_class(draft)
    found = change_of(draft.row.party)
    if found is None:
        raise RefusedError(_("No change of class is in the register."))
    now = found.row
    columns = (_("Class before"), _("Class now"), _("State"), _("In force from"), _("Valid until"))
    row = (
        _class(found.before),
        _class(found.now),
        str(now.get_state_display()),
        _day(found.since),
        _day(now.valid_until if found.now else None),
    )
    meant = _meaning(now.state)
    part = Part(
        _("Change of class"),
        columns=columns,
        widths=(1, 1, 1, 1, 1),
        rows=(row,),
        texts=(meant,) if meant else (),
    )
    return (part, *_explained(draft.told), _review())


def _fall(draft: Draft) -> tuple[Part, ...]:
    _demand_class(draft)
    row, found = watched(draft.row.party), draft.told
    if row is None:
        raise RefusedError(_("No fall is intended: the class is not under watch."))
    columns = (_("Class held"), _("Class found"), _("Found on"), _("Falls on, unless cured"))
    cells = (
        _class(row.klass),
        _class(row.class_found),
        _day(row.fall_found_on),
        _day(row.watch_until),
    )
    ways = [way.text for way in (*found.bring, *found.change)]
    meant = _(
        "Until {day} the class held stays in the register; new applications go by the class found. What is cured before "
        "that day and found again by a re-check ends the watch, and the class stays."
    )
    return (
        Part(
            _("Intended fall"),
            columns=columns,
            widths=(1, 1, 1, 1),
            rows=(cells,),
            texts=(meant.format(day=_day(row.watch_until)),),
        ),
        *_explained(found),
        *_part(_("How to cure it"), ways),
        _review(),
    )


def _meaning(state: str) -> str:
    """What a change of class means to the customer, by the state that the class has now; "" where it is plain."""
    anew = _("You may ask to be classified anew with new materials.")
    said = {
        StandingState.SUSPENDED: _(
            "While the class is suspended nothing new is lent or drawn on it. It is confirmed or lifted by two persons."
        ),
        StandingState.REMOVED: _("From this day nothing is lent on the class.") + anew,
        StandingState.EXPIRED: _("The class has lapsed at its end.") + anew,
        StandingState.CLOSED: _("The class has been closed."),
    }
    return said.get(StandingState(state), "")


def kinds_for(row: Decision) -> list[tuple[str, Any]]:
    """The papers that may be issued on a decision: of the class only on its own scale, and only what is so."""
    of_class = row.pack == CUSTOMER_CLASS
    open_to = {
        PaperKind.CHANGE: of_class and change_of(row.party) is not None,
        PaperKind.FALL: of_class and watched(row.party) is not None,
        PaperKind.NO_CLASS: of_class and row.status == "refused",
    }
    return [(kind.value, kind.label) for kind in PaperKind if open_to.get(kind, True)]


def _demand_class(draft: Draft) -> None:
    if draft.row.pack != CUSTOMER_CLASS:
        raise RefusedError(_("This letter is issued on the decision of the customer class."))


def _class(code: str) -> str:
    return result_label(CUSTOMER_CLASS, code, language()) if code else _("no valid class")


_PARTS: dict[PaperKind, Callable[[Draft], tuple[Part, ...]]] = {
    PaperKind.FORM: _form,
    PaperKind.NEEDS: _needs,
    PaperKind.NEEDS_SPOUSE: _needs_spouse,
    PaperKind.CHANGE: _change,
    PaperKind.FALL: _fall,
    PaperKind.NO_CLASS: _no_class,
    PaperKind.EXPLANATION: _explanation,
}


def _explained(found: Told) -> tuple[Part, ...]:
    told_ = found.explanation
    return (
        Part(_("Decision"), texts=(told_.headline,)),
        *_part(_("Reasons"), _reasons([one.reason for one in found.why])),
        *_part(_("Not given"), _why_not(found)),
        *_part(_("Information used"), [f"{one.label}：{one.value}" for one in found.facts]),
    )


def _review() -> Part:
    """PIPL 24: explanation, and a decision by a person."""
    asks = _(
        "At any outlet, with this paper, you may ask for the reasons, have wrong information corrected, and, where you do "
        "not accept a decision prepared by automated means, ask that a person review it."
    )
    who = _(
        "The review is made by a person who had no part in this decision. You have the answer in writing "
        "within {days} days of asking."
    )
    prepared = _(
        "This decision was prepared by automated means by the bank's written policy and is checked by a person."
    )
    return Part(_("Your rights"), texts=(prepared, asks, who.format(days=REVIEW_DAYS)))


def _why_not(found: Told) -> list[str]:
    return [
        f"{one.label}：{'；'.join(_flat([line.reason for line in lines]))}"
        for one, lines in found.why_not
        if not one.possible
    ]


def _reasons(reasons: list[Reason]) -> list[str]:
    return [text for reason in reasons for text in _flat([reason])]


def _flat(reasons: list[Reason]) -> list[str]:
    """Each reason with the first level below it, in a line."""
    lines = []
    for reason in reasons:
        below = [child.said(language()) for child in reason.children]
        lines.append("：".join(filter(None, (reason.said(language()), "；".join(below)))))
    return lines


def _part(title: str, items: list[str]) -> tuple[Part, ...]:
    return (Part(title, items=tuple(items), mark="·"),) if items else ()


def _day(day: Any) -> str:
    return day.isoformat() if day else "—"
