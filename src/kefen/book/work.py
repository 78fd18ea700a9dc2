"""Where the customers work and as what: employer by education and age, post by employer and age."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kefen.book.dating import days_ago
from kefen.book.draws import (
    Array,
    Block,
    Codes,
    Days,
    Draws,
    Facts,
    Flags,
    Reals,
    band,
    codes,
    days,
    known_where,
    table_of,
)
from kefen.book.employers import Employers
from kefen.book.people import People
from kefen.book.words import (
    ADMINISTRATIVE_LEVEL,
    CIVIL_RANK,
    EMPLOYER_KIND,
    HOSPITAL_POST,
    INDUSTRY,
    MANAGEMENT_LEVEL,
    MEDICAL_TITLE,
    MILITARY_POST,
    QUALIFICATION,
    SCHOOL_POST,
    TEACHING_TITLE,
    TECHNICAL_LEVEL,
)

# government, institution, public school, private school, public hospital, private hospital, army,
# enterprise, other organisation, own business, no employer: a row for each level of schooling
_KINDS = (
    (0.014, 0.016, 0.007, 0.003, 0.009, 0.005, 0.003, 0.590, 0.012, 0.326, 0.015),
    (0.072, 0.062, 0.058, 0.013, 0.058, 0.010, 0.009, 0.540, 0.013, 0.158, 0.007),
    (0.120, 0.092, 0.120, 0.014, 0.063, 0.009, 0.013, 0.462, 0.012, 0.090, 0.005),
    (0.135, 0.135, 0.145, 0.018, 0.130, 0.010, 0.014, 0.368, 0.011, 0.032, 0.002),
)
# How each kind grows or shrinks below 25, 45, 60 and above.
_BY_AGE = (
    (0.55, 0.60, 0.65, 1.2, 0.7, 1.2, 1.2, 1.10, 1.0, 0.35, 2.8),
    (1.00, 1.00, 1.00, 1.0, 1.0, 1.0, 1.0, 1.00, 1.0, 1.00, 0.8),
    (1.15, 1.15, 1.15, 0.8, 1.1, 0.8, 0.6, 0.92, 1.0, 1.10, 1.1),
    (0.10, 0.15, 0.10, 0.5, 0.3, 0.8, 0.0, 0.40, 1.0, 1.50, 16.0),
)
_KIND_OF = table_of(
    *([k * a for k, a in zip(kinds, ages, strict=True)] for kinds in _KINDS for ages in _BY_AGE)
)

# In the order of the employer kinds.
_FORMAL = (0.97, 0.96, 0.97, 0.94, 0.96, 0.93, 0.97, 0.94, 0.88, 0.0, 0.0)
_ESTABLISHED = (0.91, 0.87, 0.90, 0.0, 0.83, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
_SERVICE = (0.13, 0.13, 0.16, 0.16, 0.18, 0.18, 0.06, 0.13, 0.10, 0.0, 0.0)  # without a degree
_PAYROLL = (0.32, 0.36, 0.38, 0.30, 0.30, 0.30, 0.10, 0.84, 0.30, 0.0, 0.0)
_STABLE = (0.999, 0.998, 0.999, 0.996, 0.999, 0.996, 0.999, 0.995, 0.992, 0.993, 0.62)
_LAWFUL = (1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.999, 0.998, 0.998, 0.60)

# Levels and titles by age: below 28, 35, 42, 50 and above.
_AGE_EDGES = (28, 35, 42, 50)
_LEVEL_OF_OFFICIALS = table_of(
    (0.955, 0.035, 0.010),
    (0.660, 0.200, 0.110, 0.025, 0.005),
    (0.420, 0.205, 0.205, 0.115, 0.050, 0.005),
    (0.290, 0.160, 0.240, 0.175, 0.110, 0.020, 0.0045, 0.0005),
    (0.250, 0.130, 0.240, 0.195, 0.140, 0.035, 0.0085, 0.0015),
)
_LEVEL_IN_INSTITUTIONS = table_of(
    (0.985, 0.012, 0.003),
    (0.890, 0.075, 0.030, 0.004, 0.001),
    (0.760, 0.110, 0.090, 0.030, 0.010),
    (0.660, 0.120, 0.130, 0.055, 0.030, 0.005),
    (0.620, 0.120, 0.140, 0.070, 0.042, 0.008),
)
# no rank, clerks 2 and 1, section ranks 4 to 1, division ranks 4 to 1
_RANK_OF_OFFICIALS = table_of(
    (0.06, 0.40, 0.50, 0.03, 0.01),
    (0.05, 0.12, 0.50, 0.20, 0.09, 0.03, 0.01),
    (0.04, 0.04, 0.22, 0.26, 0.22, 0.13, 0.07, 0.015, 0.005),
    (0.04, 0.02, 0.10, 0.19, 0.22, 0.19, 0.15, 0.055, 0.025, 0.008, 0.002),
    (0.04, 0.01, 0.07, 0.14, 0.20, 0.20, 0.20, 0.080, 0.040, 0.015, 0.005),
)
_POST_IN_ARMY = table_of(
    (0.55, 0.20, 0.15, 0.08, 0.02),
    (0.42, 0.04, 0.08, 0.18, 0.16, 0.09, 0.03),
    (0.28, 0.00, 0.01, 0.05, 0.17, 0.21, 0.17, 0.08, 0.03),
    (0.22, 0.00, 0.00, 0.01, 0.06, 0.15, 0.22, 0.20, 0.09, 0.04, 0.01),
    (0.20, 0.00, 0.00, 0.00, 0.03, 0.08, 0.18, 0.24, 0.15, 0.08, 0.03, 0.01),
)
_TEACHING_AT = table_of(
    (0.16, 0.78, 0.06, 0.00, 0.000),
    (0.07, 0.42, 0.48, 0.03, 0.000),
    (0.06, 0.13, 0.60, 0.20, 0.010),
    (0.06, 0.07, 0.45, 0.38, 0.040),
    (0.07, 0.05, 0.36, 0.44, 0.080),
)
_MEDICAL_AT = table_of(
    (0.18, 0.24, 0.56, 0.02, 0.000, 0.000),
    (0.17, 0.06, 0.42, 0.33, 0.020, 0.000),
    (0.18, 0.03, 0.19, 0.43, 0.150, 0.020),
    (0.20, 0.02, 0.10, 0.34, 0.250, 0.090),
    (0.22, 0.02, 0.07, 0.29, 0.260, 0.140),
)
_MANAGER_AT = table_of(
    (0.920, 0.070, 0.010, 0.000),
    (0.770, 0.150, 0.072, 0.008),
    (0.630, 0.180, 0.155, 0.035),
    (0.580, 0.170, 0.190, 0.060),
    (0.590, 0.155, 0.190, 0.065),
)
_TECHNICAL_AT = table_of(
    (0.74, 0.22, 0.04, 0.00),
    (0.66, 0.17, 0.15, 0.02),
    (0.62, 0.11, 0.19, 0.08),
    (0.63, 0.09, 0.16, 0.12),
    (0.66, 0.08, 0.14, 0.12),
)
# below the province, provincial, headquarters: small and middle enterprises have but one house
_UNIT_OF = table_of((0.74, 0.17, 0.09), (0.40, 0.26, 0.34), (0.08, 0.02, 0.90))

# The sets of qualifications that occur; index 0 is none.
QUALIFICATION_SETS: tuple[tuple[str, ...], ...] = (
    (),
    *((term,) for term in QUALIFICATION.terms),
    ("certified_accountant", "auditor"),
    ("cost_engineer", "consulting_engineer"),
    ("architect", "structural_engineer"),
    ("financial_analyst", "certified_accountant"),
    ("lawyer", "certified_accountant"),
)


def _qualified(share: float, **shares: float) -> list[float]:
    """Shares of the sets for a trade: ``share`` has one of the named, the rest none."""
    row = [0.0] * len(QUALIFICATION_SETS)
    total = sum(shares.values())
    for term, part in shares.items():
        row[1 + QUALIFICATION[term]] = share * part / total
    if share > 0.02:
        row[len(QUALIFICATION) + 1] = row[1 + QUALIFICATION["auditor"]] * 0.2
        row[len(QUALIFICATION) + 2] = row[1 + QUALIFICATION["cost_engineer"]] * 0.1
    row[0] = 1 - sum(row)
    return row


_TRADES = ("law_firm", "accounting_firm", "finance", "construction", "property_development")
_QUALIFIED_IN = table_of(
    _qualified(0.030, certified_accountant=4, auditor=1, lawyer=2, other_qualification=5),
    _qualified(0.720, lawyer=30, other_qualification=1),
    _qualified(0.560, certified_accountant=10, auditor=3, asset_appraiser=2, cost_engineer=1),
    _qualified(0.130, certified_accountant=3, financial_analyst=2, financial_planner=6),
    _qualified(0.120, cost_engineer=5, structural_engineer=2, civil_engineer=2, architect=2),
    _qualified(0.110, cost_engineer=3, real_estate_appraiser=3, consulting_engineer=2),
)


@dataclass(frozen=True)
class Employment:
    """What later topics need to know of the customers' work, and the facts written so far."""

    facts: Facts
    kind: Codes
    tenure: Reals

    def at(self, *kinds: str) -> Flags:
        """Who works for one of these kinds of employer."""
        return np.isin(self.kind, EMPLOYER_KIND.places(*kinds))


def draw_work(block: Block, people: People, employers: Employers) -> Employment:
    """Employers, posts and titles of a block of customers."""
    draws = block.draws("work")
    kind = draws.pick_by(_KIND_OF, people.schooling * 4 + band(people.age, 25, 45, 60))
    number = employers.draw(draws, kind)
    tenure = _tenure(draws, kind, people)
    work = Employment({}, kind, tenure)
    employed = ~work.at("own_business", "no_employer")
    formal = draws.chance(_of(_FORMAL, kind))
    established = formal & draws.chance(_of(_ESTABLISHED, kind))
    unschooled = np.where(people.schooling == 0, 1.0, 0.08)
    service = draws.chance(_of(_SERVICE, kind) * unschooled) & ~established
    lawful = draws.chance(_of(_LAWFUL, kind))
    tier = employers.enterprise_tier[number]
    facts: Facts = {
        "stable_income": (draws.chance(_of(_STABLE, kind)) & lawful).astype(np.int8),
        "legal_occupation": lawful.astype(np.int8),
        "qualifications": _qualifications(
            draws, people, employers.facts["employer.industry"][number]
        ),
        "employer_kind": kind,
        "hire_date": known_where(employed, days_ago(block.as_of_day, tenure)),
        "formal_staff": known_where(employed, formal),
        "established_post": known_where(work.at(*_WITH_POSTS), established),
        "service_staff": known_where(employed, service),
        **_public_posts(draws, work, people, established),
        **_professional_titles(draws, work, people),
        **_enterprise_posts(draws, work, people, tier),
        **_payroll(draws, block, kind, tenure),
        **employers.of(number),
        "employer.local": known_where(employed, draws.chance(0.95)),
    }
    return Employment(facts, kind, tenure)


_WITH_POSTS = (
    "government",
    "public_institution",
    "public_school",
    "public_hospital",
    "private_school",
    "private_hospital",
)


def _of(shares: tuple[float, ...], kind: Codes) -> Reals:
    """The share that belongs to each customer's kind of employer."""
    return np.array(shares)[kind]


def _tenure(draws: Draws, kind: Codes, people: People) -> Reals:
    """Years with the present employer: most of a career in public service, fewer elsewhere."""
    public = kind < EMPLOYER_KIND["enterprise"]
    part = np.where(public, draws.uniform() ** 0.45, draws.uniform() ** 0.85)
    return np.minimum(people.years_since_school * part + draws.uniform() * 0.4, people.age - 17)


def _grade_of_age(people: People) -> Array:
    return band(people.age, *_AGE_EDGES)


def _public_posts(draws: Draws, work: Employment, people: People, established: Flags) -> Facts:
    """Levels and ranks in government and institutions, posts in the army."""
    grade = _grade_of_age(people)
    official = work.at("government")
    institution = work.at("public_institution", "public_school", "public_hospital")
    level = np.where(
        official,
        draws.pick_by(_LEVEL_OF_OFFICIALS, grade),
        draws.pick_by(_LEVEL_IN_INSTITUTIONS, grade),
    )
    served = institution & ~work.at("public_institution") & draws.chance(0.5)
    level[~established | served] = ADMINISTRATIVE_LEVEL["no_level"]
    leads = level > ADMINISTRATIVE_LEVEL["no_level"]
    rank = draws.pick_by(_RANK_OF_OFFICIALS, grade)
    rank[leads | ~established] = CIVIL_RANK["no_rank"]
    post = draws.pick_by(_POST_IN_ARMY, grade)
    post[people.schooling == 0] = MILITARY_POST["not_officer"]
    return {
        "administrative_level": known_where(official | institution, level.astype(np.int8)),
        "civil_rank": known_where(official, rank),
        "military_post": known_where(work.at("army"), post),
    }


def _professional_titles(draws: Draws, work: Employment, people: People) -> Facts:
    """Posts and titles at schools and hospitals."""
    grade = _grade_of_age(people)
    school = work.at("public_school", "private_school")
    private_school = work.at("private_school")
    leading = np.where(grade > 1, 1.0, 0.1)
    roll = draws.uniform()
    post = codes(block_size := draws.size, SCHOOL_POST["no_school_post"])
    post[roll < 0.050 * leading] = SCHOOL_POST["college_leader"]
    post[roll < 0.032 * leading] = SCHOOL_POST["school_leader"]
    post[(roll < 0.010 * leading) & private_school] = SCHOOL_POST["vice_chair"]
    post[(roll < 0.004 * leading) & private_school] = SCHOOL_POST["chair"]
    hospital = work.at("public_hospital", "private_hospital")
    roll = draws.uniform()
    duty = codes(block_size, HOSPITAL_POST["no_hospital_post"])
    duty[roll < 0.060 * leading] = HOSPITAL_POST["department_head"]
    duty[roll < 0.012 * leading] = HOSPITAL_POST["hospital_leader"]
    teaching = np.minimum(draws.pick_by(_TEACHING_AT, grade), people.schooling + 2)
    medical = np.minimum(draws.pick_by(_MEDICAL_AT, grade), people.schooling + 3)
    lay = draws.chance(0.05) | (people.schooling == 0) & draws.chance(0.6)
    teaching[lay] = TEACHING_TITLE["no_teaching_title"]
    medical[lay] = MEDICAL_TITLE["no_medical_title"]
    return {
        "school_post": known_where(school, post),
        "teaching_title": known_where(school, teaching.astype(np.int8)),
        "hospital_post": known_where(hospital, duty),
        "medical_title": known_where(hospital, medical.astype(np.int8)),
    }


def _enterprise_posts(draws: Draws, work: Employment, people: People, tier: Codes) -> Facts:
    """Unit, management and technical level in enterprises."""
    grade = _grade_of_age(people)
    enterprise = work.at("enterprise")
    house = np.array([0, 1, 0, 0, 1, 1, 2, 2, 2, 2, 2])[tier]
    manager = draws.pick_by(_MANAGER_AT, grade)
    technical = draws.pick_by(_TECHNICAL_AT, grade)
    unschooled = people.schooling == 0
    manager[unschooled] = np.minimum(manager[unschooled], MANAGEMENT_LEVEL["junior_manager"])
    technical[unschooled] = np.minimum(technical[unschooled], TECHNICAL_LEVEL["junior_technical"])
    return {
        "unit_level": known_where(enterprise, draws.pick_by(_UNIT_OF, house)),
        "management_level": known_where(enterprise, manager),
        "technical_level": known_where(enterprise, technical),
    }


def _payroll(draws: Draws, block: Block, kind: Codes, tenure: Reals) -> Facts:
    """Wages through this bank: the first day, or 0 years for those who are paid elsewhere."""
    paid_here = draws.chance(_of(_PAYROLL, kind))
    since: Days = days_ago(block.as_of_day, tenure * draws.uniform() ** 0.3)
    none = days(draws.size)
    none[~paid_here] = 0
    return {"payroll_since": known_where(paid_here, since), "payroll_years": none}


def _qualifications(draws: Draws, people: People, industry: Codes) -> Codes:
    """A set of qualifications by trade, for those with some schooling."""
    trade = np.zeros(draws.size, dtype=np.int64)
    for place, name in enumerate(_TRADES, start=1):
        trade[industry == INDUSTRY[name]] = place
    held = draws.pick_by(_QUALIFIED_IN, trade)
    held[(people.schooling == 0) | (people.age < 23)] = 0
    return held
