"""The actor of a person: his posts of the day, made into grants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from workbench.accounts.limits import PASSWORD_AGE
from workbench.accounts.models import (
    CAN_SIGN_IN,
    Authority,
    Branch,
    Deputy,
    Holding,
    Staff,
    Token,
)
from workbench.common import clock
from workbench.common.acting import Actor, Channel, Grant, Reach, Scope
from workbench.common.errors import DeniedError, NotFoundError
from workbench.common.rights import RIGHTS, grants_of
from workbench.common.scoping import below

M = TypeVar("M", bound=Model)

OWN = frozenset({Grant("own.change", "", Reach.BANK)})  # what everybody may do for himself


def actor_for(
    staff: Staff, *, channel: Channel = Channel.SCREEN, principal: Staff | None = None
) -> Actor:
    """`staff` as what he is today; for `principal`, whose confirmed deputy he is today, as what that person is."""
    day = clock.today()
    if principal is not None and not _stands_in(staff, principal, day):
        raise DeniedError("deputy")
    holdings = _holdings(principal or staff, day)
    return Actor(
        key=staff.number,
        name=staff.name,
        grants=frozenset(_grants(holdings)) | OWN,
        principal=principal.number if principal else "",
        channel=channel,
        posts=tuple(sorted({holding.post for holding in holdings})),
        branch_path=holdings[0].branch.path if holdings else "",
        staff_id=staff.pk,
        portfolio_id=(principal or staff).pk,
    )


def actor_by_token(secret: str) -> Actor | None:
    """Of a program: the person's rights, narrowed to those of the token. None for a token that does not count."""
    day = clock.today()
    rows = Token.objects.filter(
        digest=sha256(secret.encode()).hexdigest(), revoked_at=None, since__lte=day, until__gt=day
    )
    token = rows.filter(staff__state__in=CAN_SIGN_IN).select_related("staff").first()
    if token is None:
        return None
    whole = actor_for(token.staff, channel=Channel.API)
    return replace(
        whole, grants=frozenset(grant for grant in whole.grants if grant.right in token.rights)
    )


def language_of(actor: Actor) -> str:
    """That in which the person reads."""
    found = Staff.objects.filter(number=actor.key).values_list("language", flat=True).first()
    return found or "zh-hans"


def rule_actor(name: str) -> Actor:
    """A named rule of the bank. It may do what actions say that it may, and reads what it asks unscoped."""
    return Actor(key=f"rule:{name}", name=name, channel=Channel.RULE)


def _holdings(staff: Staff, day: date) -> list[Holding]:
    return list(
        staff.holdings.filter(Holding.on(day)).select_related("branch").order_by("since", "pk")
    )


def _grants(holdings: Iterable[Holding]) -> Iterable[Grant]:
    for holding in holdings:
        yield from grants_of(holding.post, holding.branch.path)


def _stands_in(staff: Staff, principal: Staff, day: date) -> bool:
    return Deputy.objects.filter(Deputy.on(day), principal=principal, deputy=staff).exists()


def own_page(staff: Staff) -> dict[str, Any]:
    """Sessions, tokens, posts, for whom he may stand in today."""
    day = clock.today()
    return {
        "person": staff,
        "sessions": list(staff.sessions.order_by("-seen_at")),
        "tokens": list(staff.tokens.order_by("-since", "-pk")),
        "holdings": list(
            staff.holdings.filter(Holding.on(day)).select_related("branch").order_by("since", "pk")
        ),
        "principals": list(_principals(staff, day)),
        "authorities": list(
            staff.authorities.filter(since__lte=day, until__gt=day).select_related("branch")
        ),
        "password_until": password_until(staff),
    }


def principal_of(actor: Actor, number: str) -> Staff:
    """Of whom he is the deputy today. Raises `NotFoundError` for anybody else."""
    rows = Deputy.objects.filter(Deputy.on(clock.today()), deputy__number=actor.key)
    found = rows.filter(principal__number=number).select_related("principal__branch").first()
    if found is None:
        raise NotFoundError("deputy")
    return found.principal


def own_token(actor: Actor, pk: int) -> Token:
    found = Token.objects.filter(pk=pk, staff__number=actor.key).select_related("staff__branch")
    if (token := found.first()) is None:
        raise NotFoundError("token")
    return token


def own_rights(actor: Actor) -> list[tuple[str, Any]]:
    """Name and label of each right that he has by his posts."""
    names = sorted({grant.right for grant in actor.grants - OWN})
    return [(name, RIGHTS[name].label) for name in names]


def _principals(staff: Staff, day: date) -> Iterable[Deputy]:
    return staff.stands_in_for.filter(Deputy.on(day)).select_related("principal").order_by("until")


def password_until(staff: Staff) -> date | None:
    changed = staff.password_changed_at
    return (changed + PASSWORD_AGE).astimezone(clock.CHINA).date() if changed else None


def staff_seen(actor: Actor, right: str = "staff.read") -> QuerySet[Staff]:
    """People who belong to branches that he reaches."""
    return Staff.objects.filter(_within("branch__path", actor, right))


def posts_seen(actor: Actor, right: str = "staff.read") -> QuerySet[Holding]:
    return Holding.objects.filter(_within("branch__path", actor, right))


def deputies_seen(actor: Actor, right: str = "staff.read") -> QuerySet[Deputy]:
    return Deputy.objects.filter(_within("principal__branch__path", actor, right))


def authorities_seen(actor: Actor, right: str = "staff.read") -> QuerySet[Authority]:
    return Authority.objects.filter(_within("branch__path", actor, right))


def branches_within(actor: Actor, right: str) -> QuerySet[Branch]:
    """Open branches at which he has a right."""
    return Branch.objects.filter(_within("path", actor, right), closed_on=None)


def one(rows: QuerySet[M], **what: Any) -> M:
    """The one row of a scoped set, or `NotFoundError`."""
    found = rows.filter(**what).first()
    if found is None:
        raise NotFoundError(rows.model.__name__)
    return found


def _within(path: str, actor: Actor, right: str) -> Q:
    return below(path, Scope(actor.scope(right).branches))
