"""The good little policies that use others say the same in Python and in SQL, whatever the rows."""

from datetime import date
from pathlib import Path

import pytest

from kefen.compiling import compile_policy
from kefen.loading import load_policy
from tests.agreement.engines import (
    assert_agreement,
    lists_loaded_for_all,
    lists_loaded_for_none,
    random_rows,
)
from tests.policies.packs import HERE, make_pack

AS_OF = date(2026, 2, 28)
USING = [path for path in sorted((HERE / "good").glob("*.md")) if "\nuses:" in path.read_text()]


@pytest.mark.parametrize("path", USING, ids=lambda path: path.stem)
def test_python_and_sql_agree_on_random_rows_of_a_policy_that_uses_others(
    path: Path, tmp_path: Path
) -> None:
    program = compile_policy(load_policy(make_pack(path, tmp_path), as_of=AS_OF))
    rows = random_rows(program, 1, 300, AS_OF)
    assert_agreement(program, lists_loaded_for_all(program, rows), AS_OF)
    assert_agreement(program, lists_loaded_for_none(program, rows), AS_OF)
