"""Explanations as JSON can hold them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from kefen.compiling.audience import basis_of
from kefen.deciding.decide import Decision
from kefen.explaining.contrast import Proposal
from kefen.explaining.measuring import Measure
from kefen.explaining.outcomes import outcome_label, say_outcome
from kefen.explaining.proposing import say_proposal, witness
from kefen.explaining.reasons import Explanation
from kefen.explaining.rendering import say_holds, say_wait
from kefen.explaining.telling import Reason
from kefen.saying.phrases import say


def to_dict(told: Explanation) -> dict[str, Any]:
    """An explanation as JSON can hold it. Keys are stable; texts are for people."""
    return {
        "lang": told.lang,
        "audience": told.audience,
        "basis": say(told.lang, basis_of(told.audience)),
        "as_of": told.decision.as_of.isoformat(),
        "headline": told.headline,
        "status": told.status,
        "result": told.result,
        "result_label": told.result and outcome_label(told.decision, told.result, told.lang),
        "marked": told.marked,
        "possible": list(told.possible),
        "possible_labels": list(told.possible_labels),
        "proposed": told.proposed and vars(told.proposed),
        "decisive": told.decisive and reason_dict(told.decisive),
        "but_for": told.but_for
        and {"result": told.but_for[0], "reason": reason_dict(told.but_for[1])},
        "why": [reason_dict(one) for one in told.why],
        "why_not": [
            {"result": one.result, "label": one.label, "possible": one.possible,
             "reasons": [reason_dict(reason) for reason in one.reasons]}
            for one in told.why_not
        ],
        "bans": [reason_dict(one) for one in told.bans],
        "adjustments": [reason_dict(one) for one in told.adjustments],
        "bounds": [reason_dict(one) for one in told.bounds],
        "score": told.score and list(told.score),
        "points": [
            {"factor": one.name, "label": one.label, "low": _plain(one.low), "high": _plain(one.high),
             "most": _plain(one.most), "rows": [reason_dict(row) for row in one.rows]}
            for one in told.points
        ],
        "missing": [vars(one) for one in told.missing],
        "next_facts": [
            {"name": one.name, "label": one.label.said(told.lang), "source": one.source.said(told.lang),
             "endings": one.endings}
            for one in told.next_facts
        ],
        "gaps": [vars(one) for one in told.gaps],
        "stale": [vars(one) for one in told.stale],
        "supplied": [vars(one) for one in told.supplied],
        "assumptions": [vars(one) for one in told.assumptions],
        "values": [{**vars(one), "value": _plain(one.value)} for one in told.values],
        "measures": [_measure_dict(one) for one in told.measures],
        "lift": _lift_dict(told),
        "holds": _holds_dict(told),
    }  # fmt: skip


def reason_dict(reason: Reason) -> dict[str, Any]:
    """A reason as JSON can hold it."""
    return {
        "state": {True: "true", False: "false", None: "unknown"}[reason.state],
        "place": reason.place,
        "title": reason.title,
        "text": reason.text,
        "quote": reason.quote,
        "clause": reason.clause,
        "children": [reason_dict(child) for child in reason.children],
    }


def _measure_dict(measure: Measure) -> dict[str, Any]:
    apart = ("reason", "value", "comparison")
    plain = {key: value for key, value in vars(measure).items() if key not in apart}
    value = _plain(measure.value)
    return {**plain, "value": value, "reason": reason_dict(measure.reason)}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def _outcome_dict(decision: Decision, lang: str) -> dict[str, Any]:
    return {
        "status": decision.status,
        "result": decision.result,
        "possible": list(decision.possible),
        "text": say_outcome(decision, lang),
    }


def _lift_dict(told: Explanation) -> dict[str, Any]:
    def proposals(found: tuple[Proposal, ...]) -> list[dict[str, Any]]:
        return [
            {
                "facts": list(one.facts),
                "witness": {name: _plain(value) for name, value in witness(one, told).items()},
                "text": say_proposal(one, told),
                "after": _outcome_dict(one.after, told.lang),
            }
            for one in found
        ]

    waits = [
        {"day": one.day.isoformat(), "text": say_wait(one, told),
         "after": _outcome_dict(one.after, told.lang)}
        for one in told.lift.wait
    ]  # fmt: skip
    bring, change = proposals(told.lift.bring), proposals(told.lift.change)
    return {"bring": bring, "change": change, "wait": waits}


def _holds_dict(told: Explanation) -> dict[str, Any]:
    holds = told.holds
    return {
        "until": holds.until and holds.until.isoformat(),
        "after": holds.after and _outcome_dict(holds.after, told.lang),
        "not_followed": list(holds.not_followed),
        "text": list(say_holds(told)),
    }
