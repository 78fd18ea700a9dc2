"""Random customers of the small car-loan policy, with gaps everywhere."""

from datetime import date

from hypothesis import strategies as st

DATES = st.dates(date(1960, 1, 1), date(2025, 12, 31)).map(date.isoformat)
FLAGS = st.none() | st.booleans()


def car_rows() -> st.SearchStrategy[dict]:
    """Facts as a bank might send them; ``None`` where it knows nothing."""
    return st.fixed_dictionaries(
        {
            "customer_no": st.just("c1"),
            "birth_date": st.none() | DATES,
            "citizen": FLAGS,
            "education": st.none() | st.sampled_from(["school", "college", "bachelor"]),
            "stable_income": FLAGS,
            "registered_capital": st.none() | st.sampled_from([0, 999_999, 1_000_000, 5_000_000]),
            "founded_on": st.none() | DATES,
            "married": FLAGS,
            "partner_agrees": FLAGS,
            "overdue_months": st.none() | st.integers(0, 4),
            "in_arrears": FLAGS,
            "suspected_laundering": FLAGS,
            "annual_income": st.none() | st.sampled_from([0, 100_000]),
        }
    )
