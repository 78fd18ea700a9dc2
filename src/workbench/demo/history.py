"""Two years of the demo bank, set by set: customers, loans, what they signed, classes, decisions."""

from __future__ import annotations

import random
from datetime import date

from workbench.demo.deciding import Deciding, Register, Shown, name_decisions, persons
from workbench.demo.lending import Lending
from workbench.demo.papers import Papers
from workbench.demo.people import People, load_people


def load_customers(customers: int, seed: int, opens_on: date) -> None:
    """Writes so many customers with all that belongs to them, up to today. Inside an action."""
    draw, shown = random.Random(seed + 1), Shown()
    people = load_people(customers, seed)
    _lend(people, draw, shown)
    _sign(people, draw, shown)
    people.show(shown.rows)
    found = Deciding().first()
    register = Register(draw, opens_on)
    for party in persons(list(people.opened)):
        if party.number in found:
            register.add(party, found[party.number], people.opened[party.pk])
    register.write()
    name_decisions()


def _lend(people: People, draw: random.Random, shown: Shown) -> None:
    lending = Lending()
    for key, history in people.histories.items():
        shown.rows[key] |= lending.add(draw, key, history, people.opened[key])
    lending.write()


def _sign(people: People, draw: random.Random, shown: Shown) -> None:
    papers = Papers(people, draw)
    for key in people.opened:
        shown.rows[key] |= papers.add(key)
    papers.write()
