"""How far a run is."""

from __future__ import annotations

import pytest

from kefen.running import Options, Pace, Progress, Rate, run
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


def test_a_run_in_parts_tells_of_how_many_rows_the_share_is(grades, table, tmp_path, monkeypatch):
    monkeypatch.setattr(workspace, "_BETWEEN_TELLING", 0.001)
    monkeypatch.setattr(workspace, "ROW_GROUP", 1000)
    monkeypatch.setattr(workspace, "_GROUPS_OF_THREAD", 0)
    monkeypatch.setattr(workspace, "_FEWEST_GROUPS", 1)
    told: list[Progress] = []
    run(grades, table, tmp_path / "o.csv", progress=told.append)
    of_rows = [one for one in told if one.rows]
    assert {one.stage for one in of_rows} == {"deciding"}
    assert [*dict.fromkeys(one.rows_done for one in of_rows)] == [0, 1000, 2000, 3000, 4000]


def test_the_pace_is_that_of_what_was_done_since_it_looked():
    pace = Pace()

    def rate(done: int, seconds: float) -> Rate | None:
        return pace.rate(Progress("deciding", done / 10_000, rows=10_000), seconds)

    assert rate(4000, 50.0) is None
    assert rate(4000, 55.0) is None
    assert rate(6000, 60.0) == Rate(200, 20)
    assert rate(6000, 65.0) == Rate(200, 15)
    assert rate(6000, 99.0) == Rate(200, 0)
    assert pace.rate(Progress("writing", 0.5), 99.0) is None


def test_another_policy_has_a_pace_of_its_own():
    pace = Pace()
    for policy in ("a", "b"):
        assert pace.rate(Progress("deciding", 0.1, policy, 100), 1.0) is None
        assert pace.rate(Progress("deciding", 0.6, policy, 100), 2.0) == Rate(50, 0.8)
