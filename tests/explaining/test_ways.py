"""Ways are looked for on one fact at a time, which is worked out without the rest of the decision."""

from kefen.deciding.trace import tracer_of
from tests.explaining.samples import sampled


def test_a_fact_worked_out_alone_is_what_the_decision_has() -> None:
    for decision in sampled():
        tracer, settings = tracer_of(decision.decider), decision.settings
        for name in tracer.definitions:
            alone = tracer.working_out[name](decision.facts.values, settings)
            assert alone == (decision.value(name),), name
