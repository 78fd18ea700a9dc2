"""J10 看不见的事实: one of two is suspected; for everybody else both are customers in a routine refresh, byte for byte."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import zip_longest

from tests.journeys.desk import Desk
from tests.journeys.given import a_doctor
from tests.journeys.papers import issued
from tests.journeys.people import Person
from tests.workbench.customers.conftest import numbered
from workbench.customers.models import Party, PartyLink, Restriction
from workbench.decisions.actions import decide
from workbench.pages.models import Export

PACKS = ("psbc-customer-class", "risk-tier")
TABS = ("", "decisions", "class", "facts", "evidence", "allowed", "loans", "people", "timeline")
_STEP = r'<strong><a href="/journal/JOURNAL/">([^<]*)</a></strong> <span>([^<]*)</span>'
REFUSED = b"You do not have the right"
#: what differs between any two customers and says nothing: numbers, keys of rows, tokens
_OWN = (
    (r"[0-9A-F]{12}-\d\d", "DECISION"),
    (r"\bA[12]\b", "APPLICATION"),
    (r"\d\d:\d\d(:\d\d(\.\d+)?)?", "TIME"),
    (r"\d{8}-[0-9A-F]{8}", "PAPER"),
    (r"SQ\d{16}", "AUTHORISATION"),
    (r"\*{4}\d{4}|\*{4}\d{3}X", "IDENTITY"),
    (
        r"(recompute|decisions|decision=|decision|evidence|partylink|fact|query|authorisation|reviews|event|application|request|rightsrequest)/?(=?)\d+",
        r"\1\2KEY",
    ),
    (r'(name="csrfmiddlewaretoken" value=|"X-CSRFToken": )"\w+"', "TOKEN"),
    (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "JOURNAL"),
    (r'"instance": "\w+"', "INSTANCE"),
    (r"\"(id|pk|key)\": ?\"?\d+\"?", r"\1 KEY"),
)


def same(body: bytes | str, party: Party) -> str:
    """What is told, without what belongs to this very customer."""
    text = body if isinstance(body, str) else body.decode()
    text = text.replace(party.number, "NUMBER").replace(f"R{party.number}", "REPORT")
    for link in PartyLink.objects.unscoped("a test").filter(party=party).select_related("other"):
        text = text.replace(link.other.number, "OTHER")
    for pattern, word in _OWN:
        text = re.sub(pattern, word, text)
    return text


def differing(first: str, second: str) -> list[str]:
    """The lines in which two texts are not the same; all of them are compared, and their number."""
    lines = list(zip_longest(first.splitlines(), second.splitlines(), fillvalue=""))
    return [f"{one} | {other}" for one, other in lines if one != other]


def rows_of(text: str, party: Party) -> list[str]:
    """The rows of a list in which he stands."""
    rows = re.findall(r"<tr.*?</tr>", text, re.DOTALL)
    return [same(row, party) for row in rows if party.number in row]


def twins(desk: Desk) -> tuple[Party, Party]:
    """Of one name and one life; the second will be suspected."""
    pair = (
        a_doctor(desk, name="双生", identity=numbered(1)),
        a_doctor(desk, name="双生", identity=numbered(3)),
    )
    for party in pair:
        desk.does("3003", decide, party)
    return pair


def pages_of(party: Party) -> list[str]:
    page = f"/customers/{party.number}/"
    told = [f"{page}?tab={tab}" if tab else page for tab in TABS]
    told += [f"{page}decisions/"]
    for pack in PACKS:
        one = f"{page}decisions/{pack}/"
        told += [one, f"{one}?told=customer", f"{one}?told=auditor", f"{one}what-if/"]
    return [*told, f"{page}facts/suspected_laundering/", f"{page}facts/education/"]


def acts_of(auditor: Person, party: Party) -> Counter[str]:
    """The journal of a file without who looked at which page: the officer of this story looked more at the one."""
    page = same(auditor.fetches(f"/customers/{party.number}/?tab=journal"), party)
    told = re.findall(_STEP, page)
    assert told
    return Counter(f"{words} {who}" for words, who in told if "looked at" not in words)


def assert_alike(who: Person, pair: tuple[Party, Party]) -> None:
    """Every page of the two, and every list, tells the same of both."""
    full = 0
    for mine, other in zip(*map(pages_of, pair), strict=True):
        first, second = who.fetches(mine), who.fetches(other)
        found = differing(same(first, pair[0]), same(second, pair[1]))
        assert found == [], (who.number, mine, found[:3])
        full += len(first) > 3000 and REFUSED not in first
    assert full > 8, "there was something to compare"
    for path in (
        "/customers/",
        "/restrictions/",
        "/classes/",
        "/queries/",
        "/applications/",
        "/requests/",
    ):
        text = who.fetches(path).decode()
        assert rows_of(text, pair[0]) == rows_of(text, pair[1]), (who.number, path)


def assert_alike_by_programs(desk: Desk, number: str, pair: tuple[Party, Party]) -> None:
    """Every read of the API, and what it refuses."""
    program = desk.api(number)
    for rest in (
        "",
        "/facts",
        "/decisions",
        "/decisions/risk-tier",
        "/gaps",
        "/evidence",
        "/authorisations",
        "/standings",
        "/class",
    ):
        told = [program.get(f"/customers/{one.number}{rest}") for one in pair]
        bodies = [same(json.dumps(one.body), party) for one, party in zip(told, pair, strict=True)]
        assert told[0].status == told[1].status
        found = differing(*bodies)
        assert found == [], (number, rest, found)
    values = {"values": {"suspected_laundering": True}, "true_on": "2026-11-30"}
    for act in ("record-facts", "record-secrets"):
        told = [program.post(f"/party/{one.number}/{act}", **values) for one in pair]
        assert told[0].status == told[1].status
        assert told[0].status in (403, 404, 409, 422)
        assert same(json.dumps(told[0].body), pair[0]) == same(json.dumps(told[1].body), pair[1])
    for act in ("begin-restriction", "end-restriction"):
        assert [program.post(f"/party/{one.number}/{act}").status for one in pair] == [403, 403]


def exported(desk: Desk, who: Person, path: str) -> list[str]:
    """The lines of a list as the file that is taken away."""
    who.opens(path).page.locator("summary").filter(has_text="Export").click()
    who.fills("What for", "monthly").fills("File", "CSV").presses("Export")
    desk.works_until(lambda: not Export.objects.unscoped("a test").exclude(state="ready").exists())
    export = Export.objects.unscoped("a test").latest("pk")
    return who.fetches(f"/exports/{export.key}/").decode("utf-8-sig").splitlines()


def suspects(officer: Person, party: Party, value: str) -> None:
    officer.opens(party, tab="facts").follows("Record a confidential fact")
    officer.fills("Suspected money laundering", value).fills("Reason", "monitoring")
    officer.presses("Record a confidential fact").reads("Recorded.")


def test_the_suspected_and_his_twin_are_one_to_everybody_else(desk: Desk) -> None:
    pair = twins(desk)
    officer, auditor = desk.signs_in("2004"), desk.signs_in("1004")
    before = [acts_of(auditor, one) for one in pair]
    # both come under continued identification: one for a refresh, one for a suspicion
    officer.opens(pair[0], tab="people").follows("Begin continued identification")
    officer.fills("Why (sealed)", "refresh of the year").presses("Begin continued identification")
    suspects(officer, pair[1], "yes")
    for party in pair:
        desk.does("3003", decide, party)
    assert Restriction.objects.unscoped("a test").filter(until=None).count() == 2

    # the officer sees what it does: another tier, on all facts
    page = f"/customers/{pair[1].number}/"
    officer.opens(f"{page}decisions/risk-tier/").reads("Special treatment")
    officer.opens(pair[1], tab="facts").follows("See confidential facts")
    officer.fills("Reason", "the case").presses("See confidential facts")
    officer.reads("Suspected money laundering")

    # the auditor reads of both that their identification began, and of neither why
    steps = [acts_of(auditor, one) - held for one, held in zip(pair, before, strict=True)]
    assert steps[0] == steps[1]
    assert any("continued identification" in one for one in steps[1])
    assert not any("onfidential" in one for one in steps[1])

    # everybody else: the same pages, lists, files, papers, answers of programs
    for who in ("3003", "2002", "1004"):
        person = desk.signs_in(who)
        person.opens(pair[1]).reads("Under continued identification")
        person.reads_nothing_of("laundering", "monitoring", "refresh of the year")
        assert_alike(person, pair)
        assert_alike_by_programs(desk, who, pair)
        assert person.forces(f"{page}secrets/", reason="x") in (403, 404)
    letters = [issued(desk, "3003", one, "说明函", pack="risk-tier") for one in pair]
    assert differing(*(same(one, party) for one, party in zip(letters, pair, strict=True))) == []
    she = desk.signs_in("3003")
    for path in ("/customers/", "/restrictions/"):
        lines = exported(desk, she, path)
        told = [[same(line, one) for line in lines if one.number in line] for one in pair]
        assert told[0] == told[1] != []

    # what is asked of the bank waits, and both object with a clock, alike
    for party, number in zip(pair, ("A1", "A2"), strict=True):
        desk.api("3003").does(
            f"/party/{party.number}/register-application",
            number=number,
            product="consumer",
            stage="investigation",
            accepted_on="2026-11-30",
        )
        desk.api("3003").does(
            f"/party/{party.number}/take-request",
            kind="objection",
            asked_on="2026-11-30",
            reason="why",
        )
        she.opens(party, tab="class").reads("continued identification", "Objection")
    assert_alike(she, pair)

    # it is withdrawn: as before
    suspects(officer, pair[1], "no")
    for party in pair:
        officer.opens(party, tab="people").follows("End continued identification")
        officer.presses("End continued identification").reads("Recorded.")
        desk.does("3003", decide, party)
    she.opens(pair[1]).reads_nothing_of("Under continued identification")
    assert_alike(she, pair)
