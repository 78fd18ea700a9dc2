"""The states of a standing as lists show them; a decision in one sentence."""

from typing import Any

import kefen
from kefen.explaining.outcomes import beside, headline, outcome_label
from workbench.common.parts import Status, Tone
from workbench.customers.rows import CLASS_STATES
from workbench.decisions.models import StandingState

_TONES = {
    StandingState.PENDING: Tone.WAIT,
    StandingState.VALID: Tone.GOOD,
    StandingState.WATCH: Tone.WARN,
    StandingState.SUSPENDED: Tone.BAD,
}

CLASS_STATES.update(
    {str(state): Status(state.label, _TONES.get(state, Tone.OFF)) for state in StandingState}
)


def headline_of(decision: kefen.Decision, lang: Any) -> str:
    """Status and result in a sentence of words alone: codes are for those who keep the policies."""
    told = headline(decision, lang)
    if not decision.result:
        return told
    label = outcome_label(decision, decision.result, lang)
    return told.replace(beside(label, decision.result, lang), label)
