"""What the offices did: authority and deputies, a suspension and its hand-over, lists, texts, files from outside."""

from __future__ import annotations

from datetime import timedelta

from workbench.accounts.models import StaffState
from workbench.accounts.posting import confirm_deputy, give_authority, name_deputy
from workbench.accounts.posts import Post
from workbench.accounts.staffing import change_state, suspend
from workbench.approvals.actions.classes import propose_class
from workbench.approvals.kinds import GRADE
from workbench.common import clock
from workbench.customers.actions.handovers import (
    ABILITY,
    accept_rest,
    list_handover,
    sign_handover,
)
from workbench.customers.actions.imports import Upload, check_file, submit_file, take_file
from workbench.customers.models import ImportKind, ImportSession
from workbench.demo.numbers import resident_id
from workbench.demo.scene import Cast, Desk, branch_of
from workbench.demo.stories.telling import Story, Team
from workbench.policies.actions import draft_bundle, propose_bundle

_HEAD_OFFICE = "1000"


def authority(cast: Cast, team: Team) -> Story:
    """Approvers of the city may adjust grades; one colleague may keep customers of the first two classes."""
    day, leader = clock.today(), team.at_city(Post.LEADER).actor
    for desk, kind in ((team.at_city(Post.APPROVER), GRADE), (team.colleague, ABILITY)):
        give_authority(
            desk.staff,
            by=leader,
            reason="年度转授权",
            kind=kind,
            branch=branch_of(team.city),
            since=day,
            until=day + timedelta(days=330),
            document=f"{team.city}〔{day:%Y}〕第12号",
        )
    yield 1


def deputy(cast: Cast, team: Team) -> Story:
    """The colleague is on leave; the manager stands in for him, named by the head, confirmed by the leader."""
    day, colleague = clock.today(), team.colleague.staff
    named = name_deputy(
        colleague,
        by=team.head.actor,
        reason="年休假",
        deputy=team.manager.staff,
        since=day,
        until=day + timedelta(days=14),
    )
    confirm_deputy(named, by=team.leader.actor, reason="")
    administrator = Desk(Post.SYSTEM_ADMINISTRATOR, _HEAD_OFFICE).actor
    change_state(colleague, by=administrator, reason="年休假", state=StaffState.ON_LEAVE)
    yield 1


def suspension(cast: Cast, team: Team) -> Story:
    """A manager is suspended: what he proposed is held, his customers are listed for another, two have signed."""
    giver = team.at_sub_branch(Post.ACCOUNT_MANAGER)
    taker = team.at_sub_branch(Post.ACCOUNT_MANAGER, 1)
    if (party := cast.new(giver)) is not None:
        propose_class(party, by=giver.actor, reason="首次认定，材料已核对原件")
    yield 2
    suspend(giver.staff, by=team.leader.actor, reason="停职", why="配合内部核查")
    give_authority(
        taker.staff,
        by=team.at_city(Post.LEADER).actor,
        reason="接管客户",
        kind=ABILITY,
        branch=branch_of(team.city),
        since=clock.today(),
        until=clock.today() + timedelta(days=330),
        document=f"{team.city}〔{clock.today():%Y}〕第31号",
    )
    yield 1
    supervisor = team.at_city(Post.RISK_MANAGER)
    made = list_handover(
        giver.staff,
        by=team.head.actor,
        reason="停职移交",
        taker=taker.staff,
        supervisor=supervisor.staff,
        on=clock.today() + timedelta(days=7),
    )
    yield 1
    accept_rest(made, by=taker.actor, reason="")
    sign_handover(made, by=taker.actor, reason="")
    sign_handover(made, by=team.head.actor, reason="代停职人员签字")


def overlay(cast: Cast, team: Team) -> Story:
    """A city lays a shorter watch over the bank's text; the leader of head office has still to release it."""
    branch = branch_of(team.city)
    owner = Desk(Post.POLICY_OWNER, _HEAD_OFFICE).actor
    day = clock.today()
    made = draft_bundle(
        branch,
        by=owner,
        reason="",
        title=f"{branch.name}实施细则",
        overlay=_SHORTER_WATCH.format(branch=branch.name, day=day),
        filed_as=f"备案〔{day:%Y}〕7号",
    )
    yield 1
    begins = (clock.today() + timedelta(days=60)).replace(day=1)
    propose_bundle(
        made, by=owner, reason="", runs_from=begins, document=f"{branch.code}〔{day:%Y}〕第40号"
    )


_SHORTER_WATCH = """overlay: {{bank: {branch}, issued: {day}, cites: {branch}个人客户分类管理实施细则}}
parameters: {{cooldown_days: 60}}
"""


def rejected_file(cast: Cast, team: Team) -> Story:
    """A list of customers of which some lines cannot be read: they wait to be mended or taken back."""
    rows = [
        (resident_id(901), "郑某甲901", "19900009901", "大学本科"),
        (resident_id(902)[:-1] + "?", "郑某甲902", "19900009902", "大学本科"),
        (resident_id(903), "郑某甲903", "1990009903", "硕士"),
        (resident_id(904), "", "19900009904", "博士"),
        (resident_id(905), "郑某甲905", "19900009905", "高学历"),
    ]
    _taken(team, "代发单位新客户名单.csv", rows)
    yield 1


def file_waits(cast: Cast, team: Team) -> Story:
    """A list without a fault, submitted to the second person."""
    rows = [
        (resident_id(910 + n), f"郑某乙{910 + n}", f"1990000991{n}", "大学本科") for n in range(8)
    ]
    made = _taken(team, "社区活动新客户名单.csv", rows)
    yield 1
    submit_file(made, by=team.manager.actor, reason="社区活动登记")


def _taken(team: Team, name: str, rows: list[tuple[str, str, str, str]]) -> ImportSession:
    manager = team.manager.actor
    lines = ["身份证号,姓名,手机号,学历", *(",".join(row) for row in rows)]
    session = take_file(
        by=manager,
        reason="",
        branch=branch_of(team.outlet),
        kind=ImportKind.CUSTOMERS,
        file=Upload(name, "\n".join(lines).encode("utf-8-sig")),
        business_on=clock.today(),
        rows_said=len(rows),
    )
    return check_file(session, by=manager, reason="")
