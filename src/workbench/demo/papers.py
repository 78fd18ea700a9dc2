"""What the customers of the demo bank signed, the queries and reports under it, and why some facts are unknown."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from workbench.accounts.models import Staff
from workbench.accounts.posts import Post
from workbench.common import clock
from workbench.customers.models import (
    Authorisation,
    Evidence,
    EvidenceState,
    Gap,
    GapState,
    Purpose,
    Query,
    Relation,
    RelationKind,
    Report,
)
from workbench.demo.keeping import afternoon
from workbench.demo.people import Opened, People
from workbench.demo.rows import Rows

#: facts that a class may ask for, of which some customers' files say why they are unknown
_ASKED = ("education", "annual_income", "total_assets", "housing_fund", "net_income")
_SHARE_OF_GAPS = 0.12
_SHARE_OF_ASSISTS = 0.02
_SHARE_OF_MARKETING = 0.5


class Papers:
    """Collects consents, authorisations, queries, reports, gaps and assisting managers; `write` inserts them."""

    def __init__(self, people: People, draw: random.Random) -> None:
        self.people, self.draw = people, draw
        self.authorisations, self.queries = Rows(Authorisation), Rows(Query)
        self.reports, self.gaps = Rows(Report), Rows(Gap)
        self.evidence, self.relations = Rows(Evidence), Rows(Relation)
        self.officers = dict(_of_post(Post.QUERY_OFFICER))
        self.colleagues = _colleagues(people)

    def add(self, party: int) -> dict[str, Any]:
        """Everything of one customer; gives what the list shows of it."""
        opened = self.people.opened[party]
        self._sign(party, Purpose.PERSONAL_DATA, opened.on)
        if self.draw.random() < _SHARE_OF_MARKETING:
            self._sign(party, Purpose.MARKETING, opened.on)
        if self.people.histories[party]:
            self._report(party, opened)
        if self.draw.random() < _SHARE_OF_ASSISTS:
            self._assist(party, opened)
        return self._gap(party, opened) if self.draw.random() < _SHARE_OF_GAPS else {}

    def write(self) -> None:
        """In the order in which they name each other."""
        for rows in (
            self.evidence, self.authorisations, self.queries, self.reports, self.gaps, self.relations,
        ):  # fmt: skip
            rows.write()

    def _sign(self, party: int, purpose: Purpose, day: date) -> int:
        number = f"SQ{day:%Y%m%d}{self.authorisations.last + 1:08d}"
        return self.authorisations.add(
            party_id=party, purpose=str(purpose), number=number, signed_on=day
        )

    def _report(self, party: int, opened: Opened) -> None:
        signed = self._sign(party, Purpose.CREDIT_QUERY, opened.on)
        query = self.queries.add(
            party_id=party,
            authorisation_id=signed,
            purpose=str(Purpose.CREDIT_QUERY),
            signed_on=opened.on,
            asked_by_id=opened.manager.pk,
            asked_on=opened.reported_on,
            queried_by_id=self._officer(opened),
            queried_on=opened.reported_on,
        )
        self.reports.add(
            query_id=query,
            party_id=party,
            number=f"BG{self.reports.last + 1:010d}",
            report_on=opened.reported_on,
        )

    def _officer(self, opened: Opened) -> int:
        path = opened.outlet.path
        return next(key for where, key in self.officers.items() if path.startswith(where))

    def _assist(self, party: int, opened: Opened) -> None:
        others = [one for one in self.colleagues[opened.outlet_id] if one != opened.manager.pk]
        if others:
            self.relations.add(
                party_id=party,
                staff_id=self.draw.choice(others),
                branch_id=opened.outlet_id,
                kind=str(RelationKind.ASSIST),
                since=opened.renewed_on,
                reason="协助维护",
            )

    def _gap(self, party: int, opened: Opened) -> dict[str, Any]:
        unknown = [name for name in _ASKED if (party, name) not in self.people.known]
        if not unknown:
            return {}
        name, state = self.draw.choice(unknown), self.draw.choice(list(GapState))
        self.gaps.add(
            party_id=party,
            name=name,
            state=str(state),
            since=afternoon(opened.renewed_on),
            **self._why(party, state, opened),
        )
        return {"open_gaps": 1}

    def _why(self, party: int, state: GapState, opened: Opened) -> dict[str, Any]:
        if state == GapState.REQUESTED:
            due = clock.today() + timedelta(days=self.draw.randint(20, 60))
            return {"asked_of": "客户本人", "due_on": due}
        if state == GapState.CANNOT_FIND:
            return {"reason": "单位已注销，无法取得证明"}
        if state == GapState.REFUSED:
            return {"evidence_id": self._declaration(party, opened)}
        return {}

    def _declaration(self, party: int, opened: Opened) -> int:
        """The signed paper lies in the archive; no scan was taken then."""
        return self.evidence.add(
            party_id=party,
            title="客户不提供资料的声明",
            media_type="",
            size=0,
            sha256="",
            box=f"A-{opened.renewed_on:%Y%m}",
            state=str(EvidenceState.UNVERIFIED),
            taken_by_id=opened.manager.pk,
            taken_at=afternoon(opened.renewed_on),
        )


def _of_post(post: Post) -> Iterator[tuple[str, int]]:
    held = Staff.objects.filter(holdings__post=post).order_by("number")
    yield from held.values_list("holdings__branch__path", "pk")


def _colleagues(people: People) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for opened in people.opened.values():
        if opened.manager.pk not in found[opened.outlet_id]:
            found[opened.outlet_id].append(opened.manager.pk)
    return found
