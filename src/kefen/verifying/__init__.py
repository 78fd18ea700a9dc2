"""Cases, what they cover, and what they leave untouched."""

from kefen.verifying.cases import Case, CaseResult, CaseRunner, read_cases, run_cases
from kefen.verifying.coverage import Coverage, cover
from kefen.verifying.thresholds import Threshold

__all__ = [
    "Case",
    "CaseResult",
    "CaseRunner",
    "Coverage",
    "Threshold",
    "cover",
    "read_cases",
    "run_cases",
]
