"""The papers of a journey: issued on the page of the decision, opened as PDF, read."""

from __future__ import annotations

from tests.journeys.desk import Desk
from tests.journeys.traders import CLASS
from tests.pdf import text_of
from workbench.accounts.models import Staff
from workbench.customers.models import Party
from workbench.decisions.models import IssuedPaper


def issued(desk: Desk, number: str, party: Party, title: str, *, pack: str = CLASS) -> str:
    """The text of a paper that somebody prints just now, in Chinese, as papers speak the language of who issues them;
    without blanks.
    """
    person = desk.signs_in(number, language="zh-hans")
    rows = IssuedPaper.objects.unscoped("a journey").filter(party=party)
    before = rows.count()
    person.opens(f"/customers/{party.number}/decisions/{pack}/")
    person.page.select_option("#kind", label=title)
    person.page.locator("form.paper-form button").click(no_wait_after=True)
    for _turn in range(200):
        if rows.count() > before:
            break
        person.page.wait_for_timeout(100)
    Staff.objects.filter(number=number).update(language="en")
    paper = rows.latest("issued_at")
    assert rows.count() > before, f"{title} was not issued"
    return text_of(person.fetches(f"/customers/{party.number}/papers/{paper.number}/"))
