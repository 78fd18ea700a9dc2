"""The class policy as a careful programmer writes it in Python: three values, no engine, no trace. The floor.

It reads words and dates as they stand in the row and checks nothing. ``None`` is unknown. The credit grades are given.
Switches, parameters and reference lists are those of the pack on the day; another day or another reading means other code.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

Flag = bool | None

EDUCATION = {word: place for place, word in enumerate((
    "primary", "junior_secondary", "senior_secondary", "vocational_secondary", "unfinished_higher",
    "associate", "bachelor", "postgraduate_class", "master", "doctor"))}  # fmt: skip
LEVEL = {word: place for place, word in enumerate((
    "no_level", "deputy_section", "section", "deputy_division", "division", "deputy_bureau", "bureau",
    "deputy_ministry", "ministry", "deputy_national", "national"))}  # fmt: skip
RANK = {word: place for place, word in enumerate((
    "no_rank", "clerk_2", "clerk_1", "section_rank_4", "section_rank_3", "section_rank_2", "section_rank_1",
    "division_rank_4", "division_rank_3", "division_rank_2", "division_rank_1", "bureau_rank_2", "bureau_rank_1"))}  # fmt: skip
POST = {word: place for place, word in enumerate((
    "not_officer", "platoon", "deputy_company", "company", "deputy_battalion", "battalion", "deputy_regiment",
    "regiment", "deputy_division_command", "division_command", "deputy_corps", "corps", "deputy_theatre", "theatre"))}  # fmt: skip
TEACHING = {word: place for place, word in enumerate((
    "no_teaching_title", "junior_teaching", "middle_teaching", "associate_senior_teaching", "senior_teaching"))}  # fmt: skip
MEDICAL = {word: place for place, word in enumerate((
    "no_medical_title", "assistant_level", "practitioner", "attending", "associate_chief", "chief"))}  # fmt: skip
HOSPITAL = {word: place for place, word in enumerate((
    "ungraded", "grade_1c", "grade_1b", "grade_1a", "grade_2c", "grade_2b", "grade_2a", "grade_3c", "grade_3b",
    "grade_3a", "grade_3s"))}  # fmt: skip
MANAGEMENT = {"not_manager": 0, "junior_manager": 1, "middle_manager": 2, "senior_manager": 3}
TECHNICAL = {
    "not_technical": 0,
    "junior_technical": 1,
    "middle_technical": 2,
    "senior_technical": 3,
}
UNIT = {"below_province": 0, "provincial": 1, "headquarters": 2}
SIZE = {"micro": 0, "small": 1, "medium": 2, "large": 3}
QUALIFIED = frozenset((
    "certified_accountant", "auditor", "cost_engineer", "asset_appraiser", "architect", "structural_engineer",
    "civil_engineer", "consulting_engineer", "real_estate_appraiser", "lawyer", "financial_analyst", "financial_planner"))  # fmt: skip
NAMED_INDUSTRIES = ("telecom", "power", "tobacco", "tobacco_trade", "refining", "port", "salt")

_PLANTS = ((1000, 4e8, 0), (300, 2e7, 0), (20, 3e6, 0))
_OTHERS = ((300, 0, 0), (100, 0, 0), (10, 0, 0))
_TRADE = ((200, 4e8, 0), (20, 5e7, 0), (5, 1e7, 0))
_OFFICES = ((300, 0, 1.2e9), (100, 0, 8e7), (10, 0, 1e6))
_TRANSPORT = ((1000, 3e8, 0), (300, 3e7, 0), (20, 2e6, 0))
_GUESTS = ((300, 1e8, 0), (100, 2e7, 0), (10, 1e6, 0))
_NETWORKS = ((2000, 1e9, 0), (100, 1e7, 0), (10, 1e6, 0))
#: employees, revenue, assets a large, medium and small enterprise reaches; 0 asks nothing
SIZES = {
    "agriculture": ((0, 2e8, 0), (0, 5e6, 0), (0, 5e5, 0)),
    "manufacturing": _PLANTS, "salt": _PLANTS, "tobacco": _PLANTS, "refining": _PLANTS, "power": _PLANTS,
    "construction": ((0, 8e8, 8e8), (0, 6e7, 5e7), (0, 3e6, 3e6)),
    "wholesale": _TRADE, "tobacco_trade": _TRADE,
    "retail": ((300, 2e8, 0), (50, 5e6, 0), (10, 1e6, 0)),
    "transport": _TRANSPORT, "port": _TRANSPORT,
    "storage": ((200, 3e8, 0), (100, 1e7, 0), (20, 1e6, 0)),
    "post": ((1000, 3e8, 0), (300, 2e7, 0), (20, 1e6, 0)),
    "accommodation": _GUESTS, "catering": _GUESTS, "telecom": _NETWORKS, "information": _NETWORKS,
    "software": ((300, 1e8, 0), (100, 1e7, 0), (10, 5e5, 0)),
    "property_development": ((0, 2e9, 1e8), (0, 1e7, 5e7), (0, 1e6, 2e7)),
    "property_management": ((1000, 5e7, 0), (300, 1e7, 0), (100, 5e6, 0)),
    "business_services": _OFFICES, "law_firm": _OFFICES, "accounting_firm": _OFFICES,
    "finance": _OTHERS, "other_industry": _OTHERS,
}  # fmt: skip


def every(*flags: Flag) -> Flag:
    """All true; one false settles it."""
    return False if False in flags else None if None in flags else True


def some(*flags: Flag) -> Flag:
    """One true settles it."""
    return True if True in flags else None if None in flags else False


def reaches(value: Any, least: Any) -> Flag:
    """``value >= least``."""
    return None if value is None else value >= least


def exceeds(value: Any, limit: Any) -> Flag:
    """``value > limit``."""
    return None if value is None else value > limit


def among(value: Any, words: Collection[Any]) -> Flag:
    """``value in words``."""
    return None if value is None else value in words


def negated(flag: Flag) -> Flag:
    """The other of the two, or still unknown."""
    return None if flag is None else not flag


class Lists:
    """The reference lists the policy reads."""

    def __init__(
        self, central: Collection[str], schools: Collection[str], universities: Collection[str]
    ) -> None:
        self.central, self.schools, self.universities = central, schools, universities


def is_medium(get: Any) -> Flag:
    """Whether an enterprise is medium or large: one number that misses settles it."""
    given = get("employer.size")
    if given is not None:
        return SIZE[given] >= 2
    numbers = get("employer.employees"), get("employer.revenue"), get("employer.assets")
    industry = get("employer.industry")
    if industry is not None:
        return _reached(numbers, SIZES[industry][1])
    mediums = (_reached(numbers, medium) for _, medium, _ in SIZES.values())
    return False if all(flag is False for flag in mediums) else None


def grade_used(get: Any, whose: str = "") -> Any:
    """The adjusted grade where its basis, approver and day are on record, else the first one."""
    kept = (
        f"{whose}credit_{name}"
        for name in ("adjustment_basis", "adjustment_approver", "adjusted_on")
    )
    adjusted = get(f"{whose}adjusted_credit_grade") if all(map(get, kept)) else None
    return adjusted or get(f"{whose}credit_grade")


def _reached(numbers: tuple[Any, ...], least: tuple[float, ...]) -> Flag:
    unknown = False
    for number, bound in zip(numbers, least, strict=True):
        if bound:
            if number is None:
                unknown = True
            elif number < bound:
                return False
    return None if unknown else True


class ByHand:
    """The policy on a day: ``decide(row)`` gives status and class."""

    def __init__(self, as_of: date, lists: Lists) -> None:
        self.lists = lists
        self.as_of = as_of.year, as_of.month, as_of.day

    def years(self, get: Any, since: str, given: str) -> int | None:
        """Full years from a date to the day, or the number the bank supplies."""
        years = get(given)
        if years is not None:
            return int(years)
        day = get(since)
        if day is None:
            return None
        year, month, last = self.as_of
        return year - int(day[:4]) - ((month, last) < (int(day[5:7]), int(day[8:])))

    def decide(self, row: Mapping[str, Any]) -> tuple[str, str | None]:
        """Status and class of a customer."""
        get = row.get
        age = self.years(get, "birth_date", "age")
        nationality = get("nationality")
        citizen = None if nationality is None else nationality == "mainland"
        person = every(citizen, get("full_capacity"))
        credit = self.credit(get)
        income = get("stable_income")
        education = EDUCATION.get(get("education"))
        learned = every(reaches(education, 5), income)
        self_employed = self.self_employed(get)
        business_years = self.years(get, "business_since", "business_years")
        if credit is False:
            return self.conclude(False, False, False, False, False, None)
        work_1, work_2, named, payroll = self.employment(get, education)
        until_55 = None if age is None else age <= 55
        until_60 = None if age is None else age <= 60
        grown = every(reaches(age, 25), until_55, person)
        class_1 = every(reaches(age, 30), until_55, person, credit, learned, work_1)
        class_2 = every(grown, credit, learned, work_2)
        qualified = every(named, self.qualified(get, education))
        class_3 = every(
            grown,
            credit,
            learned,
            some(qualified, self.business_10(get, self_employed, business_years)),
        )
        resident = some(person, every(
            negated(citizen), get("full_capacity"), reaches(self.years(get, "residence_since", "residence_years"), 1),
            get("fixed_abode"), get("legal_occupation")))  # fmt: skip
        class_4 = every(
            reaches(age, 22), until_60, resident, credit, learned,
            some(named, payroll, self.business_5(get, self_employed, business_years)))  # fmt: skip
        worker = some(person, every(
            negated(citizen), get("full_capacity"),
            reaches(self.years(get, "work_in_china_since", "work_in_china_years"), 1)))  # fmt: skip
        class_5 = every(
            reaches(age, 18), until_60, worker, credit, get("legal_occupation"), income,
            some(negated(self_employed), every(
                get("operates_normally"), reaches(self.years(get, "business_local_since", "business_local_years"), 1))))  # fmt: skip
        grade = grade_used(get)
        substandard = None if grade is None else grade == "SUBSTANDARD"
        return self.conclude(class_1, class_2, class_3, class_4, class_5, substandard)

    def credit(self, get: Any) -> Flag:
        """第六条(三), the same for every class: record, grades and arrears of both spouses."""
        grade = grade_used(get)
        own = every(
            get("good_social_record"), None if grade is None else grade != "BANNED",
            negated(get("arrears_here")), negated(get("arrears_elsewhere")))  # fmt: skip
        status = get("marital_status")
        if status is None:
            return False if own is False else None
        if status != "married_status":
            return own
        grade = grade_used(get, "spouse.")
        return every(
            own, get("spouse.good_social_record"), None if grade is None else grade != "BANNED",
            negated(get("spouse.arrears_here")), negated(get("spouse.arrears_elsewhere")))  # fmt: skip

    def employment(self, get: Any, education: int | None) -> tuple[Flag, Flag, Flag, Flag]:
        """The work conditions of class 1, of class 2, a named employer's formal staff, a payroll customer."""
        kind = get("employer_kind")
        if kind is None:
            return self.unknown_employment(get)
        established = get("established_post")
        staff = every(get("formal_staff"), negated(get("service_staff")))
        level = LEVEL.get(get("administrative_level"))
        if kind == "government":
            rank = RANK.get(get("civil_rank"))
            return (
                every(established, some(reaches(level, 3), reaches(rank, 7))),
                every(established, some(reaches(level, 1), reaches(rank, 3))),
                every(staff, get("employer.local")), False)  # fmt: skip
        if kind == "army":
            post = POST.get(get("military_post"))
            return reaches(post, 6), reaches(post, 4), False, False
        if kind == "enterprise":
            return self.enterprise(get, staff)
        if kind == "private_school":
            known = among(get("employer.code"), self.lists.schools)
            teacher = every(get("formal_staff"), reaches(TEACHING.get(get("teaching_title")), 2))
            return (
                every(known, self.leads_school(get)),
                every(known, teacher),
                every(staff, known),
                False,
            )
        if kind == "private_hospital":
            return self.leads_hospital(get, established), False, False, False
        if kind not in ("public_institution", "public_school", "public_hospital"):
            return False, False, False, False
        first = every(established, reaches(level, 3))
        second = every(established, reaches(level, 1))
        if kind == "public_school":
            first = some(first, self.leads_school(get))
            second = some(
                second, every(established, reaches(TEACHING.get(get("teaching_title")), 2))
            )
        elif kind == "public_hospital":
            first = some(first, self.leads_hospital(get, established))
            second = some(second, every(established, reaches(MEDICAL.get(get("medical_title")), 3)))
        return first, second, every(staff, get("employer.local")), False

    def unknown_employment(self, get: Any) -> tuple[Flag, Flag, Flag, Flag]:
        """With the kind of employer unknown, each condition is open unless all its other limbs are closed."""
        lists, code = self.lists, get("employer.code")
        established, formal = get("established_post"), get("formal_staff")
        staff = every(formal, negated(get("service_staff")))
        level, rank = LEVEL.get(get("administrative_level")), RANK.get(get("civil_rank"))
        post = POST.get(get("military_post"))
        known = among(code, lists.schools)
        title, medical = (
            reaches(TEACHING.get(get("teaching_title")), 2),
            reaches(MEDICAL.get(get("medical_title")), 3),
        )
        premium = self.premium(get, None)
        unit, management, technical = self.levels(get)
        size, years = is_medium(get), reaches(get("employer.profit_years"), 3)
        listing = get("employer.listing")
        listed = None if listing is None else listing != "unlisted"
        first = some(
            every(None, established, some(reaches(level, 3), reaches(rank, 7))), every(None, reaches(post, 6)),
            every(None, established, reaches(level, 3)), every(some(None, every(None, known)), self.leads_school(get)),
            every(None, self.leads_hospital(get, established)),
            every(premium, some(reaches(management, 3), reaches(technical, 3), every(unit, reaches(management, 2)))))  # fmt: skip
        second = some(
            every(None, established, some(reaches(level, 1), reaches(rank, 3))), every(None, reaches(post, 4)),
            every(None, established, reaches(level, 1)),
            every(some(every(None, established), every(None, formal, known)), title), every(None, established, medical),
            every(premium, some(every(unit, staff), reaches(management, 2), reaches(technical, 2))))  # fmt: skip
        named = every(staff, some(
            every(None, get("employer.local")), every(None, known), premium,
            every(None, get("employer.state_owned"), size), every(None, listed, years)))  # fmt: skip
        return first, second, named, every(None, staff, self.payroll(get))

    def enterprise(self, get: Any, staff: Flag) -> tuple[Flag, Flag, Flag, Flag]:
        """The same for the staff of an enterprise."""
        premium = self.premium(get, True)
        unit, management, technical = self.levels(get)
        first = every(premium, some(
            reaches(management, 3), reaches(technical, 3), every(unit, reaches(management, 2))))  # fmt: skip
        second = every(
            premium, some(every(unit, staff), reaches(management, 2), reaches(technical, 2))
        )
        state = every(get("employer.state_owned"), is_medium(get))
        listing = get("employer.listing")
        listed = every(
            None if listing is None else listing != "unlisted",
            reaches(get("employer.profit_years"), 3),
        )
        return (
            first,
            second,
            every(staff, some(premium, state, listed)),
            every(staff, self.payroll(get)),
        )

    def premium(self, get: Any, enterprise: Flag) -> Flag:
        """优质企业: on the list of central enterprises, a listed subsidiary of one, or in a named industry."""
        central = self.lists.central
        listing, industry = get("employer.listing"), get("employer.industry")
        listed = None if listing is None else listing not in ("unlisted", "chinext")
        subsidiary = every(
            listed, reaches(get("employer.profit_years"), 3), reaches(get("employer.parent_holding"), 0.25),
            among(get("employer.parent_code"), central))  # fmt: skip
        if industry is None:
            trade = None
        elif industry == "finance":
            trade = get("employer.licensed_financial")
        elif industry in ("law_firm", "accounting_firm"):
            trade = get("employer.cross_province")
        else:
            trade = industry in NAMED_INDUSTRIES
        owned = among(get("employer.code"), central)
        return every(enterprise, some(owned, subsidiary, trade))

    def levels(self, get: Any) -> tuple[Flag, int | None, int | None]:
        """Whether the unit is provincial or above, the management level, the technical level."""
        unit = reaches(UNIT.get(get("unit_level")), 1)
        return unit, MANAGEMENT.get(get("management_level")), TECHNICAL.get(get("technical_level"))

    def leads_school(self, get: Any) -> Flag:
        """第六条(二)3."""
        post = get("school_post")
        dean = None if post is None else post == "college_leader"
        return some(
            among(post, ("school_leader", "vice_chair", "chair")),
            every(dean, among(get("employer.code"), self.lists.universities)))  # fmt: skip

    def leads_hospital(self, get: Any, established: Flag) -> Flag:
        """第六条(二)4."""
        return every(reaches(HOSPITAL.get(get("employer.hospital_grade")), 6), some(
            every(established, reaches(MEDICAL.get(get("medical_title")), 4)),
            among(get("hospital_post"), ("hospital_leader", "department_head"))))  # fmt: skip

    def payroll(self, get: Any) -> Flag:
        """第九条(二)2, but for being formal staff of an enterprise."""
        return every(
            is_medium(get), exceeds(get("employer.net_cash_flow_last_year"), 0),
            exceeds(get("employer.net_cash_flow_prior_year"), 0), get("employer.good_credit"),
            get("employer.principals_clean"), reaches(self.years(get, "payroll_since", "payroll_years"), 2))  # fmt: skip

    def qualified(self, get: Any, education: int | None) -> Flag:
        """第八条(二)1(2)-(4)."""
        held = get("qualifications")
        return some(
            every(reaches(education, 6), reaches(self.years(get, "hire_date", "tenure_years"), 2)),
            reaches(education, 7), None if held is None else not QUALIFIED.isdisjoint(held))  # fmt: skip

    def self_employed(self, get: Any) -> Flag:
        """自雇人士."""
        listed = get("shareholding_in_listed")
        counts = None if listed is None else get("listed_holding_counts") if listed else True
        return some(
            get("founded_organisation"), get("main_income_is_business"),
            every(exceeds(get("shareholding"), 0.1), counts))  # fmt: skip

    def business_10(self, get: Any, self_employed: Flag, years: int | None) -> Flag:
        """第八条(二)2."""
        return every(
            self_employed, reaches(years, 10), reaches(get("registered_capital"), 1_000_000),
            get("owns_premises_local"), get("owns_home_local"),
            exceeds(get("profit_12m"), 0), exceeds(get("net_cash_flow_12m"), 0), get("sound_operation") is not False)  # fmt: skip

    def business_5(self, get: Any, self_employed: Flag, years: int | None) -> Flag:
        """第九条(二)3."""
        return every(
            self_employed, reaches(years, 5), some(get("owns_home_local"), get("owns_premises_local")),
            exceeds(get("profit_6m"), 0), exceeds(get("net_cash_flow_6m"), 0), get("sound_operation") is not False)  # fmt: skip

    def conclude(self, *flags: Flag) -> tuple[str, str | None]:
        """Status and class from the five flags and whether the record is substandard."""
        *classes, substandard = flags
        possible: set[int] = set()
        proven = False
        for place, flag in enumerate(classes, 1):
            if flag is False:
                continue
            if place > 3 or substandard is not True:
                possible.add(place)
            if place <= 3 and substandard is not False:
                possible.add(place + 1)
            if flag:
                proven = True
                break
        if not possible:
            return "refused", None
        if not proven:
            return "undetermined", None
        return ("decided" if len(possible) == 1 else "provisional"), str(max(possible))
