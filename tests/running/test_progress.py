"""How far a run is."""

from __future__ import annotations

import pytest

from kefen.running import Options, Progress, run
from kefen.running.duckdb import workspace


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "in.csv"
    path.write_text("customer_id\n" + "".join(f"C{n}\n" for n in range(5000)))
    return path


def test_a_run_tells_its_stages_in_their_order(grades, table, tmp_path):
    told: list[Progress] = []
    run(grades, table, tmp_path / "o.csv", Options(explain=False), progress=told.append)
    stages = list(dict.fromkeys(one.stage for one in told))
    assert stages == ["reading", "deciding", "weighing", "writing"]


def test_stages_that_are_not_asked_for_are_not_told(grades, table, tmp_path):
    table.write_text("customer_id\nA\n")
    told: list[Progress] = []
    chosen = Options(missing=False, explain=True)
    run(grades, table, tmp_path / "o.csv", chosen, progress=told.append)
    assert "weighing" not in {one.stage for one in told}
    assert "explaining" in {one.stage for one in told}


def test_shares_are_told_while_the_engine_works(grades, table, tmp_path, monkeypatch):
    monkeypatch.setattr(workspace, "_BETWEEN_TELLING", 0.001)
    told: list[Progress] = []
    run(grades, table, tmp_path / "o.csv", progress=told.append)
    shares = [one.share for one in told if one.share is not None]
    assert shares
    assert all(0 <= share <= 1 for share in shares)


def test_what_a_listener_raises_ends_the_run_and_leaves_nothing(grades, table, tmp_path):
    def stop(found: Progress) -> None:
        if found.stage == "deciding":
            raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        run(grades, table, tmp_path / "o.csv", progress=stop)
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]
