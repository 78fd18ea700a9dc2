"""The shipped packs say the same in Python and in SQL, whatever the rows."""

from datetime import date

import pytest

import kefen
from kefen.deciding import Decider
from kefen.diagnostics import Diagnostics
from kefen.errors import FactsError
from kefen.reading.pack import find_pack, read_pack, shipped_packs
from kefen.verifying.cases import read_cases
from tests.agreement.engines import Row, assert_agreement, mutated_rows, random_rows

AS_OF = date(2026, 2, 28)
PACKS = shipped_packs()


@pytest.mark.parametrize("pack", PACKS)
def test_python_and_sql_agree_on_random_rows_of_a_shipped_pack(pack: str) -> None:
    program = kefen.load(pack, as_of=AS_OF, audience="staff").program
    assert_agreement(program, random_rows(program, 1, 200, AS_OF), AS_OF)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("pack", PACKS)
def test_python_and_sql_agree_on_mutations_of_the_cases_of_a_shipped_pack(
    pack: str, seed: int
) -> None:
    decider = kefen.load(pack, as_of=AS_OF, audience="staff")
    rows = mutated_rows(decider.program, case_rows(pack, decider), seed, 400, AS_OF)
    statuses = assert_agreement(decider.program, rows, AS_OF)
    assert len(statuses) > 1


def case_rows(pack: str, decider: Decider) -> list[Row]:
    rows = []
    for case in read_cases(read_pack(find_pack(pack)), Diagnostics()):
        try:
            rows.append(decider.reader.read(case.facts, case.as_of or AS_OF).values)
        except FactsError:
            continue
    return rows
