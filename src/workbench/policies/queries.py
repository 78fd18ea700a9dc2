"""Which text speaks where and when: bundles, reference lists, deciders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import Count, Q

from kefen import Decider, InputError, NoVersionError, packs
from kefen.compiling.audience import Audience
from kefen.policy import Policy
from kefen.values import Words
from kefen.verifying import Case
from kefen.vocabulary import ReferenceList
from workbench.accounts.models import Branch
from workbench.common.errors import RefusedError
from workbench.policies import store
from workbench.policies.models import Bundle, ListRow, ListState, ListVersion
from workbench.policies.providers import Keeping, keeping_of, provider_of
from workbench.policies.texts import given_facts, reference_lists, shipped_policies
from workbench.policies.wording import NO_BUNDLE, version_label

Lang = Literal["zh", "en"]


def bundle_for(day: date, branch: Branch | None = None) -> Bundle:
    """The bundle in force on a day at a branch: of the nearest branch above it that has one, head office at last.

    Raises `RefusedError` where none is in force.
    """
    return _nearest(released_on(day), branch.path if branch else "")


def released_on(day: date) -> list[Bundle]:
    """The bundles that somewhere count on a day, with their branches."""
    begun = Bundle.objects.filter(Bundle.released(), runs_from__lte=day)
    lasting = begun.filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=day))
    return list(lasting.select_related("branch"))


def decider_for(
    pack: str,
    as_of: date,
    branch: Branch | None = None,
    audience: Audience = "restricted",
) -> Decider:
    """What decides by a pack on a day at a branch: bundle in force, version in it, reference lists of the day."""
    return decider_by(bundle_for(as_of, branch), pack, as_of, branch, audience)


def decider_by(
    bundle: Bundle,
    pack: str,
    as_of: date,
    branch: Branch | None = None,
    audience: Audience = "restricted",
) -> Decider:
    """The same for a bundle that is known already."""
    return store.decider(bundle.digest, pack, as_of, lists_on(as_of, branch), audience)


@dataclass(frozen=True)
class Texts:
    """What speaks at a branch on a day: its bundle, and the versions of the reference lists that count there."""

    bundle: Bundle
    versions: tuple[ListVersion, ...]

    @property
    def key(self) -> tuple[int, ...]:
        """The same where the same texts speak."""
        return (self.bundle.pk, *(one.pk for one in self.versions))

    def decider(self, pack: str, day: date, audience: Audience) -> Decider:
        """What decides by a pack of them."""
        lists = {one.list: listed(one) for one in self.versions}
        return store.decider(self.bundle.digest, pack, day, lists, audience)


def texts_of(day: date, branch: Branch) -> Texts:
    """What speaks on a day at a branch."""
    return texts_at([branch], day)[branch.pk]


def texts_at(branches: Iterable[Branch], day: date) -> dict[int, Texts]:
    """What speaks at each of many branches, by the key of the branch, in two queries.

    Raises `RefusedError` where no bundle is in force.
    """
    released, confirmed = released_on(day), _confirmed(day)
    return {
        one.pk: Texts(_nearest(released, one.path), tuple(_counting(confirmed, one.path).values()))
        for one in branches
    }


def lists_on(day: date, branch: Branch | None = None) -> dict[str, ReferenceList]:
    """The reference lists that count on a day at a branch, by name: the newest version of the nearest branch."""
    chosen = _counting(_confirmed(day), branch.path if branch else "")
    return {name: listed(version) for name, version in chosen.items()}


def _confirmed(day: date) -> list[ListVersion]:
    """The versions that somewhere count on a day, the nearest and newest last."""
    begun = ListVersion.objects.filter(state=ListState.CONFIRMED, since__lte=day)
    return list(begun.select_related("branch").order_by("branch__path", "since", "pk"))


def _counting(confirmed: Iterable[ListVersion], path: str) -> dict[str, ListVersion]:
    at = (one for one in confirmed if not one.branch.parent_id or path.startswith(one.branch.path))
    return {one.list: one for one in at}


_lists: dict[tuple[int, str], ReferenceList] = {}


def listed(version: ListVersion) -> ReferenceList:
    """A version as the library reads it. Versions that were confirmed never change, so each is read once."""
    key = (version.pk, version.digest)
    if key not in _lists:
        entries = tuple(
            (row.subject, _day(row.values.get("since")), _day(row.values.get("until")))
            for row in version.rows.order_by("subject", "pk")
        )
        _lists[key] = ReferenceList(
            version.list,
            Words("", ""),
            entries=entries,
            dated=version.since,
            cites=version.source_page,
        )
    return _lists[key]


def _nearest(released: Iterable[Bundle], path: str) -> Bundle:
    found = [
        one for one in released if not one.branch.parent_id or path.startswith(one.branch.path)
    ]
    if not found:
        raise RefusedError(NO_BUNDLE)
    return max(found, key=lambda one: (one.branch.path, one.runs_from))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


# --- rows for screens ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class PolicyLine:
    """A pack as it speaks on a day."""

    pack: str
    title: str
    version: str
    scale: str
    subject: str
    since: date
    until: date | None
    clauses: int
    assumptions: int


def policies_of(bundle: Bundle, day: date, lang: Lang) -> list[PolicyLine]:
    """Every pack of a bundle that speaks on a day, by its title."""
    found = []
    for pack in packs():
        try:
            policy = decider_by(bundle, pack, day, bundle.branch, "staff").policy
        except (InputError, NoVersionError):
            continue
        scale = policy.decides.label.said(lang) if policy.decides else "—"
        found.append(
            PolicyLine(
                pack,
                policy.title.said(lang),
                version_label(policy.version),
                scale,
                policy.subject.said(lang),
                policy.since,
                policy.until,
                len(policy.clauses),
                len(policy.assumptions),
            )
        )
    return found


@dataclass(frozen=True)
class AssumptionLine:
    """A reading that the text does not settle, both sides and the one taken."""

    title: str
    article: str
    on: str
    off: str
    holds: bool
    because: str


def assumptions_of(policy: Policy, lang: Lang) -> list[AssumptionLine]:
    """The readings of a policy, in the order of its text."""
    return [
        AssumptionLine(
            one.title.said(lang),
            one.article,
            one.on.said(lang),
            one.off.said(lang),
            one.holds,
            one.because.said(lang),
        )
        for one in policy.assumptions.values()
    ]


def cases_of(cases: Iterable[Case], lang: Lang) -> list[tuple[str, str]]:
    """Each case by its title, and what is expected of it."""
    found = []
    for case in cases:
        zh, _bar, en = (part.strip() for part in case.title.partition("|"))
        expected = ", ".join(f"{name} = {value}" for name, value in case.expect.items())
        found.append((en if lang == "en" and en else zh, expected))
    return found


@dataclass(frozen=True)
class FactRow:
    """A fact of the provider table."""

    name: str
    label: str
    source: str
    keeping: Keeping
    provider: str
    packs: tuple[str, ...]


def facts_table(lang: Lang, wanted: str = "") -> list[FactRow]:
    """Every fact that is given to some pack, where it comes from, which packs ask for it."""
    rows = []
    for name, asked_by in given_facts().items():
        keeping = keeping_of(name)
        if keeping is None or (wanted and keeping != wanted):
            continue
        spec = shipped_policies()[asked_by[0]].vocabulary.spec_of(name)
        label = spec.label.said(lang) if spec else name
        source = spec.source.said(lang) if spec else ""
        rows.append(FactRow(name, label, source, keeping, provider_of(name), asked_by))
    return rows


def facts_counts() -> dict[Keeping, int]:
    """How many facts come which way."""
    found = Counter(filter(None, map(keeping_of, given_facts())))
    return {keeping: found[keeping] for keeping in Keeping}


@dataclass(frozen=True)
class ListLineShown:
    """A version of a list with the number of its codes."""

    version: ListVersion
    label: str
    count: int


def list_rows(lang: Lang) -> list[ListLineShown]:
    """All versions, the newest first."""
    versions = ListVersion.objects.select_related("branch", "kept_by", "confirmed_by")
    # counted in a statement of its own: grouped beside all these columns, every code is sorted by them
    counts = dict(ListRow.objects.order_by().values_list("version").annotate(Count("pk")))
    known = reference_lists()
    return [
        ListLineShown(
            one,
            known[one.list].label.said(lang) if one.list in known else one.list,
            counts.get(one.pk, 0),
        )
        for one in versions.order_by("list", "-since", "-pk")
    ]
