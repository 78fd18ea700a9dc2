"""What is decided of whom: each pack's scale under its own name, and what its subject is in the workbench."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Subject(StrEnum):
    """Of what a pack decides."""

    PERSON = "person"
    COMPANY = "company"
    LOAN = "loan"
    APPLICATION = "application"  # lives in the core
    STAFF = "staff"
    INSTITUTION = "institution"


@dataclass(frozen=True)
class Scale:
    """A pack whose answers are kept. `column` is where the list of customers shows it, "" where it does not."""

    pack: str
    subject: Subject
    column: str = ""


CUSTOMER_CLASS = "psbc-customer-class"

#: in the order in which they are decided and shown; a scale that reads another stands after it
SCALES = (
    Scale(CUSTOMER_CLASS, Subject.PERSON, "class_found"),
    Scale("credit-grade", Subject.PERSON, "credit_grade"),
    Scale("risk-tier", Subject.PERSON, "risk_tier"),
    Scale("value-tier", Subject.PERSON, "value_tier"),
    Scale("consumer-standing", Subject.PERSON, "consumer_standing"),
    Scale("customer-rating", Subject.PERSON),
    Scale("service-standard", Subject.PERSON),
    Scale("marketing-duty", Subject.PERSON),
    Scale("class-maintenance", Subject.PERSON),
    Scale("corporate-rating", Subject.COMPANY),
    Scale("loan-risk-category", Subject.LOAN),
)
#: packs whose result stands within another scale, or that decide of nothing the workbench keeps
NOT_KEPT = {
    "abc-consumer-loan": Subject.APPLICATION,
    "abc-credit-score": Subject.APPLICATION,
    "housing-loan-admission": Subject.APPLICATION,
    "product-entitlement": Subject.APPLICATION,
    "loan-provision": Subject.INSTITUTION,
    "post-separation": Subject.STAFF,
    "risk-assessment": Subject.PERSON,  # told within risk-tier
}


def scales_of(subject: Subject) -> tuple[Scale, ...]:
    """The scales of a kind of subject."""
    return tuple(scale for scale in SCALES if scale.subject is subject)


def scale_of(pack: str) -> Scale | None:
    """The scale of a pack; None for one that is not kept."""
    return next((scale for scale in SCALES if scale.pack == pack), None)
