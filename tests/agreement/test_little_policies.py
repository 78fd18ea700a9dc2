"""The good little policies that use others, or have tables, say the same in Python and in SQL, whatever the rows."""

from datetime import date
from pathlib import Path

import pytest

from kefen.compiling import compile_policy
from kefen.deciding import Decider
from kefen.diagnostics import Diagnostics
from kefen.errors import FactsError
from kefen.loading import load_policy, load_versions
from kefen.reading.pack import read_pack
from kefen.verifying.cases import read_cases
from tests.agreement.engines import Engine, assert_agreement
from tests.agreement.rows import lists_loaded_for_all, lists_loaded_for_none, random_rows
from tests.policies.packs import HERE, make_pack

AS_OF = date(2026, 2, 28)
GOOD = sorted((HERE / "good").glob("*.md"))
USING = [path for path in GOOD if "\nuses:" in path.read_text() or "table" in path.stem]


@pytest.mark.parametrize("path", USING, ids=lambda path: path.stem)
def test_python_and_sql_agree_on_random_rows_of_a_policy_that_uses_others_or_has_tables(
    path: Path, tmp_path: Path, quick_engine: Engine
) -> None:
    program = compile_policy(load_policy(make_pack(path, tmp_path), as_of=AS_OF))
    rows = random_rows(program, 1, 300, AS_OF)
    assert_agreement(quick_engine, program, lists_loaded_for_all(program, rows), AS_OF)
    assert_agreement(quick_engine, program, lists_loaded_for_none(program, rows), AS_OF)


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_python_and_sql_agree_on_the_cases_of_a_good_policy(
    path: Path, tmp_path: Path, quick_engine: Engine
) -> None:
    pack = make_pack(path, tmp_path)
    for case in read_cases(read_pack(pack), Diagnostics()):
        versions = [one.policy for one in load_versions(pack) if one.policy]
        day = case.as_of or versions[0].since
        decider = Decider.of(load_policy(pack, as_of=day), day)
        try:
            row = decider.reader.read(case.facts, day).values
        except FactsError:
            continue
        assert_agreement(quick_engine, decider.program, [row], day)
