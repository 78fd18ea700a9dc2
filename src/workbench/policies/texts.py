"""The installed packs as their newest version says: lists they look up, what is confidential, what is worked out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import kefen
from kefen.policy import Policy
from kefen.vocabulary import ReferenceList
from workbench.common.collecting import spare_what_stays, sparing


@lru_cache(maxsize=1)
def shipped_policies() -> dict[str, Policy]:
    """The newest version of each installed pack, by the pack's name."""
    return {pack: _newest(pack) for pack in kefen.packs()}


@lru_cache(maxsize=1)
def given_facts() -> dict[str, tuple[str, ...]]:
    """Every fact that some installed pack may be given and does not work out, with the packs that ask for it.

    A field of a list is LIST.FIELD.
    """
    found: dict[str, tuple[str, ...]] = {}
    for pack, policy in shipped_policies().items():
        for asked in kefen.facts(policy):
            if asked.spec is not None and not asked.derived:
                found[asked.name] = (*found.get(asked.name, ()), pack)
    return found


@lru_cache(maxsize=1)
def results() -> frozenset[str]:
    """Facts that are another pack's answer: worked out, never supplied."""
    return frozenset(use.fact for policy in shipped_policies().values() for use in policy.uses)


@lru_cache(maxsize=1)
def reference_lists() -> dict[str, ReferenceList]:
    """Every reference list that some pack looks up, by name."""
    pairs = (policy.vocabulary.reference_lists.items() for policy in shipped_policies().values())
    return {name: listed for items in pairs for name, listed in items}


@lru_cache(maxsize=1)
def confidential() -> frozenset[str]:
    """Names of facts and lists that only those with a right of their own may see."""
    return frozenset(name for policy in shipped_policies().values() for name in _secrets(policy))


@lru_cache(maxsize=64)
def shipped_versions(pack: str) -> tuple[Policy, ...]:
    """Every sound version of an installed pack."""
    with sparing():
        found = tuple(one.policy for one in kefen.load_versions(pack, cases=False) if one.policy)
    spare_what_stays()
    return found


def _newest(pack: str) -> Policy:
    return max(shipped_versions(pack), key=lambda policy: policy.since)


def _secrets(policy: Policy) -> Iterator[str]:
    facts, lists = policy.vocabulary.facts.values(), policy.vocabulary.lists.values()
    yield from (spec.name for spec in facts if spec.confidential)
    yield from (listed.name for listed in lists if listed.confidential)
