"""What was done with single customers: material brought, reports queried, claims, double files, a pair of twins."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from workbench.accounts.posts import Post
from workbench.common import clock
from workbench.customers.actions.authorisations import (
    ask_query,
    make_query,
    record_report,
    refuse_query,
    take_authorisation,
)
from workbench.customers.actions.evidence import (
    doubt_evidence,
    see_original,
    take_evidence,
    verify_evidence,
)
from workbench.customers.actions.facts import record_facts, record_secrets
from workbench.customers.actions.gaps import state_gap
from workbench.customers.actions.mergers import propose_merger
from workbench.customers.actions.parties import change_state, open_party, reveal
from workbench.customers.actions.relations import dismiss_dispute, open_dispute
from workbench.customers.actions.restrictions import begin_restriction
from workbench.customers.filing import file_evidence
from workbench.customers.identity import identity_text
from workbench.customers.models import (
    Evidence,
    GapState,
    IdentityKind,
    Party,
    PartyState,
    Purpose,
)
from workbench.decisions.actions import decide, issue_paper
from workbench.decisions.models import Decision
from workbench.decisions.papers.kinds import PaperKind
from workbench.demo.numbers import resident_id, scan
from workbench.demo.scene import Cast, Desk, branch_of
from workbench.demo.stories.telling import Story, Team
from workbench.policies.scales import CUSTOMER_CLASS

_PAPERS = ("收入证明", "劳动合同", "房屋所有权证", "婚姻状况证明")
#: a division head of a government office, single, of whom everything is known that is asked at the counter
_OFFICIAL: dict[str, Any] = {
    "nationality": "mainland",
    "full_capacity": True,
    "marital_status": "single",
    "education": "bachelor",
    "stable_income": True,
    "legal_occupation": True,
    "qualifications": [],
    "employer_kind": "government",
    "hire_date": "2008-07-01",
    "formal_staff": True,
    "service_staff": False,
    "established_post": True,
    "administrative_level": "division",
    "civil_rank": "no_rank",
    "founded_organisation": False,
    "shareholding": "0",
    "main_income_is_business": False,
    "good_social_record": True,
    "annual_income": 300000,
}
_REPORT: dict[str, Any] = {
    "card_history": "N" * 24,
    "loan_history": "/" * 24,
    "declared_banned": False,
    "arrears_elsewhere": False,
}


def brings(cast: Cast, team: Team) -> Story:
    """He brings what was asked; the original is seen, another verifies it, and he is decided anew."""
    if (party := cast.any(team.manager, open_gaps=1)) is None:
        return
    yield from _verified(party, team, _PAPERS[0])
    evidence = Evidence.objects.unscoped("of the story").filter(party=party).latest("pk")
    by = team.manager.actor
    record_facts(
        party,
        by=by,
        reason="",
        values={"annual_income": 168000, "total_assets": 420000},
        true_on=clock.today(),
        evidence=evidence,
    )
    decide(party, by=by, reason="")


def brings_what_is_doubted(cast: Cast, team: Team) -> Story:
    """A reviewer doubts what was brought."""
    if (party := cast.any(team.manager)) is None:
        return
    yield from _verified(party, team, _PAPERS[1])
    evidence = Evidence.objects.unscoped("of the story").filter(party=party).latest("pk")
    doubt_evidence(evidence, by=team.reviewer.actor, reason="公章模糊，与留存印模不一致")


def newly_met(cast: Cast, team: Team, serial: int) -> Story:
    """A new customer: consent, authorisation, query, facts, decision; what is still lacking is told once."""
    by = team.manager.actor
    party = _opened(team, f"陶某甲{serial}", serial)
    take_authorisation(
        party, by=by, reason="", purpose=Purpose.PERSONAL_DATA, signed_on=clock.today()
    )
    signed = take_authorisation(
        party, by=by, reason="", purpose=Purpose.CREDIT_QUERY, signed_on=clock.today()
    )
    record_facts(party, by=by, reason="", values=_OFFICIAL, true_on=clock.today())
    query = ask_query(party, by=by, reason="首次认定", authorisation=signed)
    yield 1
    officer = team.at_sub_branch(Post.QUERY_OFFICER).actor
    record_report(
        make_query(query, by=officer, reason=""),
        by=officer,
        reason="",
        number=f"BG{clock.today():%y%m%d}{serial:06d}",
        report_on=clock.today(),
        values=_REPORT,
    )
    decide(party, by=team.manager.actor, reason="")
    change_state(party, by=team.head.actor, reason="已开立账户", state=PartyState.ACTIVE)


def told_what_to_bring(cast: Cast, team: Team) -> Story:
    """A customer who lacks something: it is asked of him, and told once on paper."""
    party = cast.any(team.manager, found_status="undetermined")
    if party is None:
        return
    by = team.manager.actor
    due = clock.today() + timedelta(days=21)
    state_gap(
        party,
        by=by,
        reason="",
        name="annual_income",
        state=GapState.REQUESTED,
        asked_of="客户本人",
        due_on=due,
    )
    decide(party, by=by, reason="")
    rows = Decision.objects.unscoped("of the story").filter(party=party, pack=CUSTOMER_CLASS)
    issue_paper(rows.latest("pk"), by=by, reason="", kind=PaperKind.NEEDS)
    yield 1


def query_refused(cast: Cast, team: Team) -> Story:
    """A query that the officer does not make, and one that waits."""
    by = team.manager.actor
    for place in range(2):
        if (party := cast.any(team.manager)) is None:
            return
        signed = take_authorisation(
            party, by=by, reason="", purpose=Purpose.CREDIT_QUERY, signed_on=clock.today()
        )
        query = ask_query(party, by=by, reason="年度重检", authorisation=signed)
        yield 1
        if place == 0:
            officer = team.at_sub_branch(Post.QUERY_OFFICER).actor
            refuse_query(query, by=officer, reason="授权书签名与留存不符，请重新签署")


def claimed(cast: Cast, team: Team, by: Desk, dismissed_after: int | None = None) -> Story:
    """A manager of another city claims a customer of this one; the superior of both decides, or has it before him."""
    party = cast.any(team.colleague)
    if party is None or not identity_text(party):
        return
    claim = open_dispute(
        by=by.actor,
        reason="客户已迁至本市工作，申请由本行维护",
        branch=branch_of(by.branch),
        identity=identity_text(party),
    )
    if dismissed_after is not None:
        yield dismissed_after
        judge = Desk(Post.LEADER, claim.judge.code)
        dismiss_dispute(claim, by=judge.actor, reason="客户明确愿意留在原网点")
    yield 1


def double_file(cast: Cast, team: Team, other: Desk) -> Story:
    """One person, two files: by his identity card here, by a travel permit in another city of the province."""
    phone = "19900009920"
    name = "苏某甲920"
    here = _opened(team, name, 920, phone=phone)
    yield 2
    there = open_party(
        by=other.actor,
        reason="",
        name=name,
        branch=branch_of(other.branch),
        identity="H12345678",
        identity_kind=IdentityKind.HK_MACAO_PERMIT,
        phone=phone,
    )
    yield 2
    province = Desk(Post.LEADER, f"11{team.city[2]:0>2}")
    propose_merger(
        here, by=province.actor, reason="姓名、手机号一致，经核实为同一人", dropped=there
    )


def twins(cast: Cast, team: Team) -> Story:
    """Two customers under continued identification, who differ in nothing but a secret that only one post may read."""
    pair = [_opened(team, name, serial) for name, serial in (("喻某双甲", 931), ("喻某双乙", 933))]
    for party in pair:
        record_facts(
            party, by=team.manager.actor, reason="", values=_OFFICIAL, true_on=clock.today()
        )
    yield 1
    officer = team.at_city(Post.AML_OFFICER).actor
    begin_restriction(pair[0], by=officer, reason="", reason_why="例行更新")
    record_secrets(
        pair[1],
        by=officer,
        reason="可疑交易监测",
        values={"suspected_laundering": True},
        true_on=clock.today(),
    )
    for party in pair:
        decide(party, by=team.manager.actor, reason="")


def seen_in_full(cast: Cast, team: Team) -> Story:
    """A telephone number is shown for a reason: the journal keeps both."""
    if (party := cast.any(team.manager)) is not None:
        reveal(party, by=team.manager.actor, reason="电话回访", what="phone")
    yield 1


def _verified(party: Party, team: Team, title: str) -> Story:
    by = team.manager.actor
    evidence = take_evidence(
        party,
        by=by,
        reason="",
        file=file_evidence(scan(18)),
        title=title,
        issuer="示例单位",
        issued_on=clock.today() - timedelta(days=6),
        box=f"A-{clock.today():%Y%m}",
    )
    see_original(evidence, by=by, reason="")
    yield 1
    verify_evidence(evidence, by=team.at_sub_branch(Post.ARCHIVIST).actor, reason="")


def _opened(team: Team, name: str, serial: int, phone: str = "") -> Party:
    return open_party(
        by=team.manager.actor,
        reason="",
        name=name,
        branch=branch_of(team.outlet),
        identity=resident_id(serial, date(1985, 3, 1)),
        identity_until=clock.today() + timedelta(days=2000),
        phone=phone or f"1990000{serial:04d}",
    )
