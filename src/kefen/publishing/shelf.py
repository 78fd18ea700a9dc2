"""The versions of several packs beside each other: which speaks on a day, and which reads which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import quote

from kefen.checking.statements import CutSource
from kefen.policy import Policy
from kefen.publishing.woven import Weaving

#: by which a page of a site is known, near its beginning
MARK = '<meta name="generator" content="kefen weave --all">\n'
#: groups of subjects, each known by the last word of its English name
FAMILIES = {
    "customers": ("customer", "person", "borrower", "household"),
    "loans": ("loan", "account", "contract"),
    "applications": ("application", "applicant"),
    "staff": ("staff", "employee", "employer", "manager"),
    "institutions": ("institution", "bank", "branch"),
}
OTHERS = "others"


def file_of(policy: Policy) -> str:
    """Where the page of a version lies in the site."""
    named = (policy.name, policy.version)
    pack, version = ("".join(c if c.isalnum() or c in "-_." else "-" for c in n) for n in named)
    return f"{pack}/{version}.html"


def address(policy: Policy) -> str:
    """The same as a link from the root of the site."""
    return quote(file_of(policy))


def family_of(policy: Policy) -> str:
    """The group of what a policy decides on."""
    subject = policy.subject.en.split(" ")[-1].lower()
    return next((name for name, words in FAMILIES.items() if subject in words), OTHERS)


@dataclass(frozen=True)
class Shelf:
    """Sound versions of packs, ready to be woven. ``day`` says which of them are in force."""

    weavings: Sequence[Weaving]
    day: date
    sources: Sequence[CutSource] = ()

    @cached_property
    def packs(self) -> dict[str, list[Weaving]]:
        """The versions of each pack, the newest first."""
        found: dict[str, list[Weaving]] = {}
        for one in sorted(self.weavings, key=lambda one: one.policy.since, reverse=True):
            found.setdefault(one.policy.name, []).append(one)
        return found

    def speaking(self, name: str) -> Policy | None:
        """The version of a pack in force on the day."""
        return next((v.policy for v in self.packs[name] if v.policy.in_force(self.day)), None)

    def shown(self, name: str) -> Policy:
        """The version that stands for a pack: the one in force, else the newest."""
        return self.speaking(name) or self.packs[name][0].policy

    def read_by(self, policy: Policy) -> list[Policy]:
        """The very versions that a version reads and that are on the shelf, each once."""
        used = {(use.policy.name, use.policy.version) for use in policy.uses}
        return [p for p in self.policies if (p.name, p.version) in used]

    def readers_of(self, policy: Policy) -> list[Policy]:
        """The versions that read this very version."""
        return [p for p in self.policies if policy in self.read_by(p)]

    @cached_property
    def policies(self) -> list[Policy]:
        """Every version, by pack, the newest first."""
        return [one.policy for name in sorted(self.packs) for one in self.packs[name]]

    @cached_property
    def groups(self) -> dict[str, list[str]]:
        """The packs of each family, those that read nothing before those that read them."""
        names = sorted(self.packs, key=lambda name: (self.depth(self.shown(name)), name))
        ordered: dict[str, list[str]] = {family: [] for family in (*FAMILIES, OTHERS)}
        for name in names:
            ordered[family_of(self.shown(name))].append(name)
        return {family: names for family, names in ordered.items() if names}

    def depth(self, policy: Policy) -> int:
        """How many policies stand below one."""
        return max((1 + self.depth(use.policy) for use in policy.uses), default=0)
