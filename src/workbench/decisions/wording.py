"""The states of a standing as lists show them."""

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
