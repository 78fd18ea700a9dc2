"""The terms of the shared vocabulary that a book writes.

Inside the generator a word is its place in the list; a test compares the lists with the vocabulary.
"""

from __future__ import annotations

from collections.abc import Sequence


class Terms:
    """A scale or choice of the vocabulary: its name there and its terms in order."""

    def __init__(self, domain: str, terms: str) -> None:
        self.domain = domain
        self.terms = tuple(terms.split())
        self._places = {term: place for place, term in enumerate(self.terms)}

    def __getitem__(self, term: str) -> int:
        """The place of a term."""
        return self._places[term]

    def __len__(self) -> int:
        return len(self.terms)

    def places(self, *terms: str) -> list[int]:
        """The places of several terms."""
        return [self._places[term] for term in terms]

    def spread(self, shares: dict[str, float]) -> Sequence[float]:
        """Shares given by term as a list in the order of the terms; the others have none."""
        return [shares.get(term, 0.0) for term in self.terms]


SEX = Terms("sex", "male female")
NATIONALITY = Terms("nationality", "mainland hk_macao_taiwan foreigner")
MARITAL_STATUS = Terms("marital_status", "single married_status widowed divorced")
EDUCATION = Terms(
    "education",
    "primary junior_secondary senior_secondary vocational_secondary unfinished_higher associate "
    "bachelor postgraduate_class master doctor",
)
EMPLOYER_KIND = Terms(
    "employer_kind",
    "government public_institution public_school private_school public_hospital "
    "private_hospital army enterprise other_organisation own_business no_employer",
)
ADMINISTRATIVE_LEVEL = Terms(
    "administrative_level",
    "no_level deputy_section section deputy_division division deputy_bureau bureau "
    "deputy_ministry ministry deputy_national national",
)
CIVIL_RANK = Terms(
    "civil_rank",
    "no_rank clerk_2 clerk_1 section_rank_4 section_rank_3 section_rank_2 section_rank_1 "
    "division_rank_4 division_rank_3 division_rank_2 division_rank_1 bureau_rank_2 "
    "bureau_rank_1",
)
MILITARY_POST = Terms(
    "military_post",
    "not_officer platoon deputy_company company deputy_battalion battalion deputy_regiment "
    "regiment deputy_division_command division_command deputy_corps corps deputy_theatre "
    "theatre",
)
TEACHING_TITLE = Terms(
    "teaching_title",
    "no_teaching_title junior_teaching middle_teaching associate_senior_teaching senior_teaching",
)
MEDICAL_TITLE = Terms(
    "medical_title", "no_medical_title assistant_level practitioner attending associate_chief chief"
)
HOSPITAL_GRADE = Terms(
    "hospital_grade",
    "ungraded grade_1c grade_1b grade_1a grade_2c grade_2b grade_2a grade_3c grade_3b grade_3a "
    "grade_3s",
)
MANAGEMENT_LEVEL = Terms(
    "management_level", "not_manager junior_manager middle_manager senior_manager"
)
TECHNICAL_LEVEL = Terms(
    "technical_level", "not_technical junior_technical middle_technical senior_technical"
)
UNIT_LEVEL = Terms("unit_level", "below_province provincial headquarters")
ENTERPRISE_SIZE = Terms("enterprise_size", "micro small medium large")
SCHOOL_POST = Terms("school_post", "no_school_post college_leader school_leader vice_chair chair")
HOSPITAL_POST = Terms("hospital_post", "no_hospital_post department_head hospital_leader")
QUALIFICATION = Terms(
    "qualification",
    "certified_accountant auditor cost_engineer asset_appraiser architect structural_engineer "
    "civil_engineer consulting_engineer real_estate_appraiser lawyer financial_analyst "
    "financial_planner other_qualification",
)
INDUSTRY = Terms(
    "industry",
    "agriculture manufacturing salt tobacco tobacco_trade refining power construction wholesale "
    "retail transport port storage post accommodation catering telecom information software "
    "finance property_development property_management business_services law_firm "
    "accounting_firm other_industry",
)
LISTING = Terms("listing", "unlisted main_board chinext star beijing overseas")
CREDIT_GRADE = Terms("credit_grade", "NORMAL BLEMISHED SUBSTANDARD BANNED")
ACCOUNT_KIND = Terms("account_kind", "loan credit_card semi_credit_card")
ACCOUNT_STATE = Terms(
    "account_state",
    "active not_activated settled closed transferred overdue frozen payment_stopped bad_debt "
    "other_abnormal",
)
REPAYMENT_STATUS = Terms("repayment_status", "/ * N 1 2 3 4 5 6 7 D Z C G B")

DOMAINS = {w.domain: w for w in list(globals().values()) if isinstance(w, Terms)}
"""Every list by its name in the vocabulary."""
