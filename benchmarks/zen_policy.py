"""The class policy as a decision of zen-engine (a JDM graph), written for speed in that engine's own idiom.

zen's logic has two values: a comparison with a missing fact is an error, a missing flag too. So a fact is asked for in a way that
a missing one does not meet (``x == true``, ``(x ?? 0) >= 10``): the customer gets nothing for evidence that is not there.

Membership of the reference lists is handed in as flags, worked out beforehand. zen would compare a code with every entry.
"""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

AT_LEAST_ASSOCIATE = "['associate', 'bachelor', 'postgraduate_class', 'master', 'doctor']"
DEPUTY_SECTION = [
    "deputy_section", "section", "deputy_division", "division", "deputy_bureau", "bureau",
    "deputy_ministry", "ministry", "deputy_national", "national",
]  # fmt: skip
SECTION_RANK_4 = [
    "section_rank_4", "section_rank_3", "section_rank_2", "section_rank_1", "division_rank_4",
    "division_rank_3", "division_rank_2", "division_rank_1", "bureau_rank_2", "bureau_rank_1",
]  # fmt: skip
DEPUTY_BATTALION = [
    "deputy_battalion", "battalion", "deputy_regiment", "regiment", "deputy_division_command",
    "division_command", "deputy_corps", "corps", "deputy_theatre", "theatre",
]  # fmt: skip
QUALIFICATIONS = [
    "certified_accountant", "auditor", "cost_engineer", "asset_appraiser", "architect", "structural_engineer",
    "civil_engineer", "consulting_engineer", "real_estate_appraiser", "lawyer", "financial_analyst", "financial_planner",
]  # fmt: skip

#: industry -> (employees, revenue, assets) of the large, medium and small class of the 2011 size standard; 0 asks nothing
_INDUSTRY = ((1000, 400_000_000, 0), (300, 20_000_000, 0), (20, 3_000_000, 0))
_WHOLESALE = ((200, 400_000_000, 0), (20, 50_000_000, 0), (5, 10_000_000, 0))
_TRANSPORT = ((1000, 300_000_000, 0), (300, 30_000_000, 0), (20, 2_000_000, 0))
_GUESTS = ((300, 100_000_000, 0), (100, 20_000_000, 0), (10, 1_000_000, 0))
_TELECOM = ((2000, 1_000_000_000, 0), (100, 10_000_000, 0), (10, 1_000_000, 0))
_SERVICES = ((300, 0, 1_200_000_000), (100, 0, 80_000_000), (10, 0, 1_000_000))
_OTHER = ((300, 0, 0), (100, 0, 0), (10, 0, 0))
SIZES: dict[tuple[str, ...], tuple[tuple[int, int, int], ...]] = {
    ("manufacturing", "salt", "tobacco", "refining", "power"): _INDUSTRY,
    ("other_industry", "finance"): _OTHER,
    ("software",): ((300, 100_000_000, 0), (100, 10_000_000, 0), (10, 500_000, 0)),
    ("wholesale", "tobacco_trade"): _WHOLESALE,
    ("retail",): ((300, 200_000_000, 0), (50, 5_000_000, 0), (10, 1_000_000, 0)),
    ("construction",): (
        (0, 800_000_000, 800_000_000),
        (0, 60_000_000, 50_000_000),
        (0, 3_000_000, 3_000_000),
    ),
    ("business_services", "law_firm", "accounting_firm"): _SERVICES,
    ("transport", "port"): _TRANSPORT,
    ("catering", "accommodation"): _GUESTS,
    ("telecom", "information"): _TELECOM,
    ("property_development",): (
        (0, 2_000_000_000, 100_000_000),
        (0, 10_000_000, 50_000_000),
        (0, 1_000_000, 20_000_000),
    ),
    ("property_management",): ((1000, 50_000_000, 0), (300, 10_000_000, 0), (100, 5_000_000, 0)),
    ("storage",): ((200, 300_000_000, 0), (100, 10_000_000, 0), (20, 1_000_000, 0)),
    ("post",): ((1000, 300_000_000, 0), (300, 20_000_000, 0), (20, 1_000_000, 0)),
    ("agriculture",): ((0, 200_000_000, 0), (0, 5_000_000, 0), (0, 500_000, 0)),
}

_PUBLIC = "employer_kind in ['public_institution', 'public_school', 'public_hospital']"
_ENTERPRISE = "employer_kind == 'enterprise'"
_CITIZEN = "nationality == 'mainland' and full_capacity == true"


def _years(fact: str, given: str) -> str:
    """Full years up to the as-of day; a number the bank supplies is taken."""
    return f"{given} ?? ({fact} == null ? -1 : d(as_of).diff(d({fact}), 'year'))"


def _in(fact: str, words: list[str]) -> str:
    return f"{fact} in {words}"


def _reaches(numbers: tuple[int, int, int]) -> str:
    names = ("employees", "revenue", "assets")
    tests = [f"(employer.{name} ?? 0) >= {n}" for name, n in zip(names, numbers, strict=True) if n]
    return " and ".join(tests)


def _size() -> str:
    """The table of sizes as one expression: its industry is found first, then at most three comparisons."""
    text = "''"
    for industries, (large, medium, small) in reversed(SIZES.items()):
        sizes = f"({_reaches(large)}) ? 'large' : ({_reaches(medium)}) ? 'medium' : ({_reaches(small)}) ? 'small' : 'micro'"
        test = (
            f"employer.industry == '{industries[0]}'"
            if len(industries) == 1
            else f"employer.industry in {list(industries)}"
        )
        text = f"({test}) ? ({sizes}) : ({text})"
    return f"employer.size ?? ({text})"


def expressions() -> dict[str, str]:
    """The facts derived, every criterion of the policy, then the class before and after the downgrade."""
    return {
        "age": _years("birth_date", "age"),
        "married": "marital_status == 'married_status'",
        "single": "marital_status != null and marital_status != 'married_status'",
        "grade": _grade(),
        "spouse_grade": _grade("spouse."),
        "educated": f"education in {AT_LEAST_ASSOCIATE}",
        "size": f"{_ENTERPRISE} ? ({_size()}) : ''",
        "c6_3_1": "good_social_record == true and ($.single or $.married and spouse.good_social_record == true)",
        "c6_3_2": "$.grade in ['NORMAL', 'BLEMISHED', 'SUBSTANDARD']",
        "c6_3_3": "$.single or $.married and $.spouse_grade in ['NORMAL', 'BLEMISHED', 'SUBSTANDARD']",
        "c6_3_4": "arrears_here == false and arrears_elsewhere == false and ($.single or $.married and spouse.arrears_here == false and spouse.arrears_elsewhere == false)",
        "c6_3": "$.c6_3_1 and $.c6_3_2 and $.c6_3_3 and $.c6_3_4",
        "c6_4_3": f"{_ENTERPRISE} and employer.on_sasac_list == true",
        "c6_4_4": f"{_ENTERPRISE} and employer.listing != null and employer.listing != 'unlisted' and employer.listing != 'chinext' and (employer.profit_years ?? 0) >= 3 and (employer.parent_holding ?? 0) >= 0.25 and employer.parent_on_sasac_list == true",
        "c6_4_5": f"{_ENTERPRISE} and (employer.industry == 'finance' and employer.licensed_financial == true or employer.industry in ['telecom', 'power', 'tobacco', 'tobacco_trade', 'refining', 'port', 'salt'] or employer.industry in ['law_firm', 'accounting_firm'] and employer.cross_province == true)",
        "premium": "$.c6_4_3 or $.c6_4_4 or $.c6_4_5",
        "c6_1": f"$.age >= 30 and $.age <= 55 and {_CITIZEN}",
        "c6_2_1": f"employer_kind == 'government' and established_post == true and ({_in('administrative_level', DEPUTY_SECTION[2:])} or {_in('civil_rank', SECTION_RANK_4[4:])}) or employer_kind == 'army' and {_in('military_post', DEPUTY_BATTALION[2:])}",
        "c6_2_2": f"{_PUBLIC} and established_post == true and {_in('administrative_level', DEPUTY_SECTION[2:])}",
        "c6_2_3": "(employer_kind == 'public_school' or employer_kind == 'private_school' and employer.on_known_private_schools == true) and (school_post in ['school_leader', 'vice_chair', 'chair'] or school_post == 'college_leader' and employer.on_ministry_universities == true)",
        "c6_2_4": "employer_kind in ['public_hospital', 'private_hospital'] and employer.hospital_grade in ['grade_2a', 'grade_3c', 'grade_3b', 'grade_3a', 'grade_3s'] and (established_post == true and medical_title in ['associate_chief', 'chief'] or hospital_post in ['hospital_leader', 'department_head'])",
        "c6_2_5": "$.premium and (management_level == 'senior_manager' or technical_level == 'senior_technical' or unit_level in ['provincial', 'headquarters'] and management_level == 'middle_manager')",
        "c6_2": "$.educated and stable_income == true and ($.c6_2_1 or $.c6_2_2 or $.c6_2_3 or $.c6_2_4 or $.c6_2_5)",
        "c7_1": f"$.age >= 25 and $.age <= 55 and {_CITIZEN}",
        "c7_2_1": f"employer_kind == 'government' and established_post == true and ({_in('administrative_level', DEPUTY_SECTION)} or {_in('civil_rank', SECTION_RANK_4)}) or employer_kind == 'army' and {_in('military_post', DEPUTY_BATTALION)}",
        "c7_2_2": f"{_PUBLIC} and established_post == true and {_in('administrative_level', DEPUTY_SECTION)}",
        "c7_2_3": "(employer_kind == 'public_school' and established_post == true or employer_kind == 'private_school' and formal_staff == true and employer.on_known_private_schools == true) and teaching_title in ['middle_teaching', 'associate_senior_teaching', 'senior_teaching']",
        "c7_2_4": "employer_kind == 'public_hospital' and established_post == true and medical_title in ['attending', 'associate_chief', 'chief']",
        "c7_4": "formal_staff == true and service_staff == false",
        "c7_2_5": "$.premium and (unit_level in ['provincial', 'headquarters'] and $.c7_4 or management_level in ['middle_manager', 'senior_manager'] or technical_level in ['middle_technical', 'senior_technical'])",
        "c7_2": "$.educated and stable_income == true and ($.c7_2_1 or $.c7_2_2 or $.c7_2_3 or $.c7_2_4 or $.c7_2_5)",
        "self_employed": "founded_organisation == true or main_income_is_business == true or (shareholding ?? 0) > 0.1 and (shareholding_in_listed == false or listed_holding_counts == true)",
        "c8_4_1": f"(employer_kind == 'government' or {_PUBLIC}) and employer.local == true",
        "c8_4_2": "employer_kind == 'private_school' and employer.on_known_private_schools == true",
        "c8_4_3": f"{_ENTERPRISE} and employer.state_owned == true and $.size in ['medium', 'large']",
        "c8_4_4": f"{_ENTERPRISE} and employer.listing != null and employer.listing != 'unlisted' and (employer.profit_years ?? 0) >= 3",
        "c8_4": "$.c7_4 and ($.c8_4_1 or $.c8_4_2 or $.premium or $.c8_4_3 or $.c8_4_4)",
        "tenure": _years("hire_date", "tenure_years"),
        "c8_2_1_2": "education in ['bachelor', 'postgraduate_class', 'master', 'doctor'] and $.tenure >= 2",
        "c8_2_1_3": "education in ['postgraduate_class', 'master', 'doctor']",
        "c8_2_1_4": f"qualifications != null and some(qualifications, # in {QUALIFICATIONS})",
        "c8_2_1": "$.c8_4 and ($.c8_2_1_2 or $.c8_2_1_3 or $.c8_2_1_4)",
        "years_in_business": _years("business_since", "business_years"),
        "c8_2_2": "$.self_employed and $.years_in_business >= 10 and (registered_capital ?? 0) >= 1000000 and owns_premises_local == true and owns_home_local == true and (profit_12m ?? 0) > 0 and (net_cash_flow_12m ?? 0) > 0 and sound_operation != false",
        "c8_2": "stable_income == true and $.educated and ($.c8_2_1 or $.c8_2_2)",
        "c9_1": f"$.age >= 22 and $.age <= 60 and ({_CITIZEN} or nationality != null and nationality != 'mainland' and full_capacity == true and {_years_at_least('residence_since', 'residence_years', 1)} and fixed_abode == true and legal_occupation == true)",
        "c9_2_2": f"{_ENTERPRISE} and $.c7_4 and $.size in ['medium', 'large'] and (employer.net_cash_flow_last_year ?? 0) > 0 and (employer.net_cash_flow_prior_year ?? 0) > 0 and employer.good_credit == true and employer.principals_clean == true and {_years_at_least('payroll_since', 'payroll_years', 2)}",
        "c9_2_3": "$.self_employed and $.years_in_business >= 5 and (owns_home_local == true or owns_premises_local == true) and (profit_6m ?? 0) > 0 and (net_cash_flow_6m ?? 0) > 0 and sound_operation != false",
        "c9_2": "stable_income == true and $.educated and ($.c8_4 or $.c9_2_2 or $.c9_2_3)",
        "c10_1": f"$.age >= 18 and $.age <= 60 and ({_CITIZEN} or nationality != null and nationality != 'mainland' and full_capacity == true and {_years_at_least('work_in_china_since', 'work_in_china_years', 1)})",
        "c10_2": f"legal_occupation == true and stable_income == true and (not $.self_employed or operates_normally == true and {_years_at_least('business_local_since', 'business_local_years', 1)})",
        "graded": "not $.c6_3 ? 0 : $.c6_1 and $.c6_2 ? 1 : $.c7_1 and $.c7_2 ? 2 : $.c7_1 and $.c8_2 ? 3 : $.c9_1 and $.c9_2 ? 4 : $.c10_1 and $.c10_2 ? 5 : 0",
        "class": "$.grade == 'SUBSTANDARD' and $.graded >= 1 and $.graded <= 3 ? $.graded + 1 : $.graded",
    }


def _grade(whose: str = "") -> str:
    kept = ("adjustment_basis", "adjustment_approver", "adjusted_on")
    recorded = " and ".join(f"{whose}credit_{name} != null" for name in kept)
    first = f"{whose}credit_grade ?? ''"
    return f"({recorded}) ? ({whose}adjusted_credit_grade ?? {first}) : ({first})"


def _years_at_least(fact: str, given: str, years: int) -> str:
    return f"({_years(fact, given)}) >= {years}"


def one_expression_node() -> dict[str, Any]:
    """The first shape: one node with an expression for every criterion. Its trace shows each of them."""
    return _graph([_expressions("policy", expressions())])


def _expressions(name: str, values: dict[str, str]) -> dict[str, Any]:
    listed = [
        {"id": f"{name}{i}", "key": key, "value": value}
        for i, (key, value) in enumerate(values.items())
    ]
    content = {"expressions": listed, "passThrough": False}
    return {"id": name, "type": "expressionNode", "name": name, "content": content}


#: the columns of the table of classes, and for each row the cells that ask something
_COLUMNS = (
    "sound_credit", "learned", "person_1", "person_2", "person_4", "person_5", "employer_kind", "established_post",
    "administrative_level", "civil_rank", "military_post", "school_post", "employer.on_known_private_schools",
    "employer.on_ministry_universities", "teaching_title", "medical_title", "hospital_post", "employer.hospital_grade",
    "premium", "unit_level", "management_level", "technical_level", "staff", "named_employer", "education", "tenure",
    "qualified", "size", "self_employed", "years_in_business", "in_business_here", "legal_occupation", "stable_income",
)  # fmt: skip


#: what a row gives: its class, one lower for a substandard record in the first three
_OUTCOME = {"0": "0", "4": "4", "5": "5"} | {
    str(place): f"grade == 'SUBSTANDARD' ? {place + 1} : {place}" for place in (1, 2, 3)
}


def _words(words: list[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _public_rows(
    result: str, person: str, level: int, rank: int, post: int
) -> list[dict[str, str]]:
    """Civil servants, officers and staff of public institutions, from a level upwards."""
    who = {person: "true", "learned": "true", "class": result}
    staff = who | {"established_post": "true"}
    public = "'public_institution', 'public_school', 'public_hospital'"
    return [
        staff
        | {
            "employer_kind": f"'government', {public}",
            "administrative_level": _words(DEPUTY_SECTION[level:]),
        },
        staff | {"employer_kind": "'government'", "civil_rank": _words(SECTION_RANK_4[rank:])},
        who | {"employer_kind": "'army'", "military_post": _words(DEPUTY_BATTALION[post:])},
    ]


def _rows() -> list[dict[str, str]]:
    """The classes from best to worst, an alternative a row; the first that holds decides."""
    one = {"person_1": "true", "learned": "true", "class": "1"}
    two = {"person_2": "true", "learned": "true", "class": "2"}
    three = {"person_2": "true", "learned": "true", "class": "3"}
    four = {"person_4": "true", "learned": "true", "class": "4"}
    named = three | {"named_employer": "true"}
    hospital = one | {
        "employer.hospital_grade": "'grade_2a', 'grade_3c', 'grade_3b', 'grade_3a', 'grade_3s'"
    }
    hospitals = "'public_hospital', 'private_hospital'"
    known = {"employer_kind": "'private_school'", "employer.on_known_private_schools": "true"}
    leaders = {"school_post": "'school_leader', 'vice_chair', 'chair'"}
    dean = {"school_post": "'college_leader'", "employer.on_ministry_universities": "true"}
    teacher = {
        "teaching_title": "'middle_teaching', 'associate_senior_teaching', 'senior_teaching'"
    }
    premium_1, premium_2 = one | {"premium": "true"}, two | {"premium": "true"}
    high_units = {"unit_level": "'provincial', 'headquarters'"}
    return [
        {"sound_credit": "false", "class": "0"},
        *_public_rows("1", "person_1", 2, 4, 2),
        one | {"employer_kind": "'public_school'"} | leaders,
        one | known | leaders,
        one | {"employer_kind": "'public_school'"} | dean,
        one | known | dean,
        hospital | {"employer_kind": hospitals, "established_post": "true", "medical_title": "'associate_chief', 'chief'"},
        hospital | {"employer_kind": hospitals, "hospital_post": "'hospital_leader', 'department_head'"},
        premium_1 | {"management_level": "'senior_manager'"},
        premium_1 | {"technical_level": "'senior_technical'"},
        premium_1 | {"management_level": "'middle_manager'"} | high_units,
        *_public_rows("2", "person_2", 0, 0, 0),
        two | {"employer_kind": "'public_school'", "established_post": "true"} | teacher,
        two | known | {"formal_staff": "true"} | teacher,
        two | {"employer_kind": "'public_hospital'", "established_post": "true", "medical_title": "'attending', 'associate_chief', 'chief'"},
        premium_2 | {"staff": "true"} | high_units,
        premium_2 | {"management_level": "'middle_manager', 'senior_manager'"},
        premium_2 | {"technical_level": "'middle_technical', 'senior_technical'"},
        named | {"education": "'bachelor', 'postgraduate_class', 'master', 'doctor'", "tenure": ">= 2"},
        named | {"education": "'postgraduate_class', 'master', 'doctor'"},
        named | {"qualified": "true"},
        three | {"sound_business_10": "true"},
        four | {"named_employer": "true"},
        four | {"payroll_customer": "true"},
        four | {"sound_business_5": "true"},
        {"person_5": "true", "stable_income": "true", "legal_occupation": "true", "self_employed": "false", "class": "5"},
        {"person_5": "true", "stable_income": "true", "legal_occupation": "true", "in_business_here": "true", "class": "5"},
        {"class": "0"},
    ]  # fmt: skip


def _facts_for_tables() -> dict[str, str]:
    """What the table asks for and no fact says as it stands."""
    whole = expressions()
    kept = (
        "age",
        "married",
        "single",
        "grade",
        "spouse_grade",
        "size",
        "c7_4",
        "premium",
        "self_employed",
        "years_in_business",
        "tenure",
    )
    facts = {name: whole[name] for name in kept if name != "premium"}
    facts["sound_credit"] = " and ".join(
        f"({whole[name]})" for name in ("c6_3_1", "c6_3_2", "c6_3_3", "c6_3_4")
    )
    facts["premium"] = " or ".join(f"({whole[name]})" for name in ("c6_4_3", "c6_4_4", "c6_4_5"))
    facts["named_employer"] = (
        f"$.c7_4 and (({whole['c8_4_1']}) or ({whole['c8_4_2']}) or $.premium or ({whole['c8_4_3']}) or ({whole['c8_4_4']}))"
    )
    facts["staff"] = "$.c7_4"
    facts["learned"] = "$.educated and stable_income == true"
    facts = {"educated": whole["educated"]} | facts
    facts["person_1"], facts["person_2"] = whole["c6_1"], whole["c7_1"]
    facts["person_4"], facts["person_5"] = whole["c9_1"], whole["c10_1"]
    facts["qualified"] = whole["c8_2_1_4"]
    facts["sound_business_10"], facts["sound_business_5"] = whole["c8_2_2"], whole["c9_2_3"]
    facts["payroll_customer"] = whole["c9_2_2"].replace("$.c7_4", "$.staff")
    a_year = _years_at_least("business_local_since", "business_local_years", 1)
    facts["in_business_here"] = f"operates_normally == true and {a_year}"
    return facts


def expressions_and_table() -> dict[str, Any]:
    """The second shape: a node of derived facts, a table of classes with an alternative a row."""
    rows = _rows()
    used = {name for row in rows for name in row} - {"class"}
    columns = [name for name in _COLUMNS if name in used] + sorted(used - set(_COLUMNS))
    content = {
        "hitPolicy": "first",
        "inputs": [{"id": f"i{i}", "name": name, "field": name} for i, name in enumerate(columns)],
        "outputs": [{"id": "o", "name": "class", "field": "class"}],
        "rules": [
            {"_id": f"r{place}", **{f"i{i}": row.get(name, "") for i, name in enumerate(columns)}, "o": _OUTCOME[row["class"]]}
            for place, row in enumerate(rows)
        ],
    }  # fmt: skip
    table = {"id": "table", "type": "decisionTableNode", "name": "classes", "content": content}
    graph = _graph([_expressions("facts", _facts_for_tables()), table])
    graph["edges"].append({"id": "in-table", "sourceId": "in", "targetId": "table", "type": "edge"})
    return graph


def _graph(nodes: list[dict[str, Any]]) -> dict[str, Any]:
    ends = [
        {"id": "in", "type": "inputNode", "name": "request", "content": {}},
        *nodes,
        {"id": "out", "type": "outputNode", "name": "response", "content": {}},
    ]
    for place, node in enumerate(ends):
        node["position"] = {"x": 300 * place, "y": 0}
    edges = [
        {"id": f"{a['id']}-{b['id']}", "sourceId": a["id"], "targetId": b["id"], "type": "edge"}
        for a, b in pairwise(ends)
    ]
    return {"contentType": "application/vnd.gorules.decision", "nodes": ends, "edges": edges}


def as_text(graph: dict[str, Any]) -> str:
    """The graph as the JSON that zen reads."""
    return json.dumps(graph, ensure_ascii=False)
