"""Ways are looked for on one fact at a time, which is worked out without the rest of the decision."""

import pytest

from kefen.deciding.tracing import tracer_of
from kefen.reading.folders import shipped_packs
from tests.explaining.samples import sampled


@pytest.mark.parametrize("pack", shipped_packs())
def test_a_fact_worked_out_alone_is_what_the_decision_has(pack: str) -> None:
    for decision in sampled(pack):
        tracer, settings = tracer_of(decision.decider), decision.settings
        for name in tracer.definitions:
            alone = tracer.working_out[name](decision.facts.values, settings)
            assert alone == (decision.value(name),), name
