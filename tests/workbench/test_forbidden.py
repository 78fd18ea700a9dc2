"""What must be impossible (the ✗ of the journeys), by each door that it has: which test tries it, or why none does.

A line is tried by a screen, by the API, by a file of rows, by a batch or rule, and in the database itself; for screen and
API a test of the action may stand, which both call and from which the operation of the API is made. `None` says that the line has no such door; a sentence says that it has one which nobody tries yet: those are the list of what is
left. A test that is renamed or deleted is missed here.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
DOORS = ("screen", "api", "file", "batch", "database")

_FILES = "workbench/customers/test_import_door.py"
_CLASSES = "workbench/approvals/test_standings.py"
_EYES = "journeys/test_four_eyes.py"
_CLAIM = "journeys/test_claim.py"
_FIRST = "journeys/test_first_class.py"
_LEAVES = "journeys/test_departure.py"
_OWN = f"{_EYES}::test_nobody_checks_his_own_or_whom_he_stands_in_for_or_his_own_file"
_QUERY = f"{_FIRST}::test_nobody_is_queried_before_he_has_signed"
_REPORT = f"{_FIRST}::test_a_fact_of_a_report_needs_the_authorisation"
_COLUMNS = f"{_FILES}::test_no_column_is_what_the_bank_itself_holds_of_a_spouse_or_secret"
_TWO = "workbench/reviews/test_four_eyes.py::test_the_database_refuses_every_pair"
_ACTIONS = "workbench/approvals/test_journeys.py"
_REVERSED = f"{_ACTIONS}::test_a_death_wrongly_reported_is_reversed_by_another_and_lifted_by_two"
_REVIEWING = "workbench/approvals/test_reviewing.py"
_TWINS = "workbench/decisions/test_twins.py"
_WATCHED = (
    "journeys/test_divorce.py::test_meanwhile_nobody_lends_by_class_3_and_the_watch_ends_in_a_fall"
)
_STOPPED = (
    "journeys/test_arrears.py::test_arrears_of_the_night_stop_the_class_until_two_confirm_its_end"
)
_DEAD = "journeys/test_arrears.py::test_a_death_reported_wrongly_leaves_no_gap_and_a_missing_file_touches_nobody"
_GRADE = "journeys/test_adjusted_grade.py::test_nobody_adjusts_a_grade_without_end_or_authority"
_UNSEEN = "journeys/test_unseen.py::test_the_suspected_and_his_twin_are_one_to_everybody_else"

# Journey and line → what tries it by each of DOORS.
LINES: dict[tuple[str, str], tuple[str | None, ...]] = {
    ("J1", "a query before the authorisation"): (
        _QUERY,
        _QUERY,
        f"{_FILES}::test_a_report_is_rejected_before_its_query_was_made",
        None,
        "workbench/customers/test_authorisations.py::test_the_database_refuses_a_query_of_before_the_signature",
    ),
    ("J1", "a fact of a report without authorisation"): (
        _REPORT,
        _REPORT,
        f"{_FILES}::test_a_report_is_rejected_without_an_authorisation_that_is_his_and_holds",
        None,
        "left: a fact of a report without authorisation is refused by the action, by no constraint",
    ),
    ("J1", "another branch's data"): (
        f"{_FIRST}::test_who_is_of_another_branch_is_told_masked_and_stays_closed",
        "workbench/customers/test_recusal.py::test_a_colleague_is_closed_to_his_outlet_by_every_door",
        f"{_FILES}::test_a_customer_of_another_branch_or_of_a_colleague_is_rejected",
        None,
        None,
    ),
    ("J2", "one's own work"): (
        _OWN,
        _OWN,
        f"{_FILES}::test_nobody_applies_his_own_file_nor_through_a_deputy",
        None,
        _OWN,
    ),
    ("J2", "the deputy of oneself"): (
        "workbench/reviews/test_four_eyes.py::test_a_maker_does_not_check_as_the_reviewers_deputy",
        None,
        f"{_FILES}::test_nobody_applies_his_own_file_nor_through_a_deputy",
        None,
        _TWO,
    ),
    ("J2", "oneself, one's household or a relative"): (
        _OWN,
        _OWN,
        f"{_FILES}::test_no_row_is_about_who_brings_it_or_his_wife",
        f"{_FILES}::test_nobody_applies_a_file_with_a_row_about_himself",
        "left: who is near to whom no constraint can see",
    ),
    ("J2", "an authority or a post that has ended"): (
        f"{_EYES}::test_authority_that_has_ended_approves_nothing",
        f"{_EYES}::test_authority_that_has_ended_approves_nothing",
        f"{_FILES}::test_a_file_of_somebody_who_lost_his_post_is_not_applied",
        None,
        None,
    ),
    ("J2", "an approval without opinion"): (
        _OWN,
        _OWN,
        f"{_FILES}::test_nobody_applies_his_own_file_nor_through_a_deputy",
        None,
        _OWN,
    ),
    ("J2", "an approval of a moved digest"): (
        _OWN,
        _OWN,
        f"{_FILES}::test_a_file_whose_rows_have_moved_is_not_applied",
        "workbench/approvals/test_reviewing.py::test_a_feed_brings_a_fact_and_what_is_decided_again_equally_waits_on",
        None,
    ),
    ("J3", "lending by the class held while it is watched"): (
        _WATCHED,
        _WATCHED,
        _COLUMNS,
        f"{_ACTIONS}::test_after_a_divorce_lending_goes_by_the_class_found_until_a_re_check_restores_it",
        None,
    ),
    ("J3", "the report of the former wife"): (
        _WATCHED,
        _WATCHED,
        f"{_FILES}::test_a_report_is_rejected_without_an_authorisation_that_is_his_and_holds",
        None,
        None,
    ),
    ("J3", "a watch that begins anew"): (
        _WATCHED,
        f"{_ACTIONS}::test_a_watch_is_not_restarted_by_a_second_event",
        _COLUMNS,
        None,
        None,
    ),
    ("J3", "a raise on old evidence"): (
        f"{_CLASSES}::test_a_raise_on_old_evidence_is_refused_by_every_door",
        f"{_CLASSES}::test_a_raise_on_old_evidence_is_refused_by_every_door",
        None,
        None,
        None,
    ),
    ("J4", "a suspension lifted by one"): (
        _STOPPED,
        _STOPPED,
        f"{_FILES}::test_an_older_file_of_loans_takes_no_arrears_back",
        None,
        _STOPPED,
    ),
    ("J4", "a decision reviewed by who had a part in it"): (
        _STOPPED,
        _STOPPED,
        None,
        None,
        _STOPPED,
    ),
    ("J4", "a letter to the dead, or his class closed without a certificate"): (
        _DEAD,
        _DEAD,
        None,
        None,
        None,
    ),
    ("J4", "a report taken back by who made it"): (_DEAD, _DEAD, None, None, _REVERSED),
    ("J4", "anybody touched by a file that did not come"): (None, None, _DEAD, _DEAD, None),
    ("J5", "overwriting or deleting what rested on false material"): (
        "workbench/customers/test_evidence.py::test_facts_on_false_evidence_become_unknown_and_stay_on_record",
        "workbench/customers/test_evidence.py::test_nothing_new_rests_on_false_evidence",
        f"{_FILES}::test_a_file_adds_to_facts_and_overwrites_none",
        None,
        "left: a fact row can be changed by who owns the database; a decision recomputed then differs",
    ),
    ("J5", "false material proven by who took it"): (
        "workbench/customers/test_evidence.py::test_the_manager_does_not_prove_his_own_evidence_false",
        None,
        None,
        None,
        "workbench/customers/test_evidence.py::test_the_database_itself_wants_two",
    ),
    ("J6", "an adjusted grade without an end, or by a department head"): (
        _GRADE,
        _GRADE,
        _COLUMNS,
        None,
        _GRADE,
    ),
    ("J6", "what was returned handed in as it was on other facts"): (
        f"{_REVIEWING}::test_what_is_found_otherwise_now_is_not_handed_in_as_it_was",
        f"{_REVIEWING}::test_what_is_found_otherwise_now_is_not_handed_in_as_it_was",
        None,
        None,
        None,
    ),
    ("J7", "the old branch's facts before the transfer"): (
        f"{_CLAIM}::test_a_claimed_customer_passes_to_the_other_city_without_its_territory",
        f"{_CLAIM}::test_a_claimed_customer_passes_to_the_other_city_without_its_territory",
        f"{_CLAIM}::test_a_claimed_customer_passes_to_the_other_city_without_its_territory",
        "workbench/customers/test_handovers.py::test_whom_another_branch_was_given_meanwhile_is_not_taken_back",
        None,
    ),
    ("J7", "two owners on one day"): (
        f"{_CLAIM}::test_nobody_makes_two_owners_on_one_day",
        f"{_CLAIM}::test_nobody_makes_two_owners_on_one_day",
        f"{_FILES}::test_a_file_changes_nobodys_manager",
        None,
        "workbench/customers/test_handovers.py::test_the_database_lets_nobody_lead_on_anothers_day",
    ),
    ("J7", "an open proposal with no eligible checker"): (
        f"{_CLAIM}::test_a_task_whose_only_checker_goes_on_leave_climbs_at_once",
        "workbench/reviews/test_four_eyes.py::test_where_nobody_may_check_nothing_is_handed_in",
        None,
        "workbench/reviews/test_four_eyes.py::test_the_task_climbs_to_the_first_branch_with_somebody_who_may_check",
        None,
    ),
    ("J8", "one's own release, or a start in the past"): (
        "workbench/policies/test_bundles.py::test_nobody_releases_his_own_proposal",
        "workbench/policies/test_bundles.py::test_a_release_begins_on_a_day_ahead",
        None,
        None,
        "left: reference lists as files of rows are of a later step",
    ),
    ("J9", "a suspended person or his deputy acts"): (
        f"{_LEAVES}::test_neither_he_nor_his_deputy_acts",
        f"{_LEAVES}::test_neither_he_nor_his_deputy_acts",
        f"{_FILES}::test_a_file_of_somebody_who_lost_his_post_is_not_applied",
        "workbench/accounts/test_suspension.py::test_what_he_proposed_is_held_until_he_is_back",
        None,
    ),
    ("J9", "a leader suspended by somebody below him"): (
        "workbench/accounts/test_suspension.py::test_a_leader_is_suspended_by_a_leader_and_by_nobody_below_him",
        "workbench/accounts/test_suspension.py::test_a_leader_is_suspended_by_a_leader_and_by_nobody_below_him",
        None,
        None,
        None,
    ),
    ("J9", "a colleague who is a customer handed to his outlet"): (
        "workbench/customers/test_handovers.py::test_a_colleague_who_is_a_customer_stays_and_is_not_named",
        "workbench/customers/test_handovers.py::test_nobody_is_given_a_file_that_is_closed_to_him",
        f"{_FILES}::test_a_file_changes_nobodys_manager",
        "workbench/customers/test_handovers.py::test_who_became_a_colleague_meanwhile_stays",
        None,
    ),
    ("J9", "a hand-over without its three signatures"): (
        f"{_LEAVES}::test_three_sign_a_hand_over_by_every_door",
        f"{_LEAVES}::test_three_sign_a_hand_over_by_every_door",
        None,
        f"{_LEAVES}::test_three_sign_a_hand_over_by_every_door",
        f"{_LEAVES}::test_three_sign_a_hand_over_by_every_door",
    ),
    ("J9", "the audited branch sees the auditor's reading"): (
        f"{_LEAVES}::test_a_suspended_manager_hands_over_and_is_audited",
        None,
        None,
        None,
        None,
    ),
    ("J10", "a difference between twins"): (
        _UNSEEN,
        _UNSEEN,
        _COLUMNS,
        f"{_TWINS}::test_counts_are_equal",
        None,
    ),
}


@cache
def named_in(file: str) -> frozenset[str]:
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_every_line_names_for_each_door_a_test_that_is_there_or_why_not(
    line: tuple[str, str],
) -> None:
    tried = LINES[line]
    assert len(tried) == len(DOORS)
    assert any(one and "::" in one for one in tried)
    for one in tried:
        if one is not None and not one.startswith("left: "):
            file, _sign, name = one.partition("::")
            assert name in named_in(file), one


def test_every_journey_that_forbids_something_stands_here() -> None:
    assert {journey for journey, _line in LINES} == {f"J{number}" for number in range(1, 11)}
