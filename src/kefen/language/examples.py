"""What the examples of the operator table speak of; read by the reference page and the tests."""

from __future__ import annotations

from typing import Any

_FIELDS = """
    label: {label}
    fields:
      days: {{label: Days past due, kind: integer}}
      balance: {{label: Balance, kind: money}}
      opened: {{label: Opened on, kind: date}}
      grade: {{label: Quality of the account, kind: scale quality}}
      months: {{label: Status by month, kind: history of status}}"""

#: as a pack would write it
EXAMPLE_VOCABULARY = f"""
scales:
  quality:
    label: Quality
    best: first
    values: [good, fair, poor]
choices:
  skill: {{label: Skill, values: [law, audit, tax]}}
  status: {{label: Status of a month, values: [N, "1", "2", "3"]}}
reference_lists:
  loaded_list: {{label: A list the bank loaded}}
  empty_list: {{label: A loaded list without entries}}
  list_not_loaded: {{label: A list nobody loaded}}
lists:
  accounts:{_FIELDS.format(label="Accounts")}
  no_accounts:{_FIELDS.format(label="No accounts")}
  accounts_unknown:{_FIELDS.format(label="Accounts nobody knows")}
facts:
  subject: {{label: Subject, kind: text, key: true}}
  grade: {{label: Quality of the subject, kind: scale quality}}
  skills: {{label: Skills, kind: set of skill}}
  no_skills: {{label: No skills, kind: set of skill}}
  skills_unknown: {{label: Skills nobody knows, kind: set of skill}}
  history: {{label: History, kind: history of status}}
  clean_history: {{label: Clean history, kind: history of status}}
  no_history: {{label: History nobody knows, kind: history of status}}
"""

#: what is known; a fact or list that is not here is unknown, and so is a month written ``?``
EXAMPLE_FACTS: dict[str, Any] = {
    "grade": "fair",
    "skills": ["law", "audit"],
    "no_skills": [],
    "history": "12?" + "N" * 21,
    "clean_history": "N" * 24,
    "accounts": [
        {
            "days": 0,
            "balance": 100,
            "opened": "2020-01-15",
            "grade": "good",
            "months": "11" + "N" * 22,
        },
        {
            "balance": 50,
            "opened": "2024-02-29",
            "grade": "fair",
            "months": "?" + "N" * 23,
        },
        {
            "days": 95,
            "balance": 200,
            "opened": "2023-05-01",
            "grade": "poor",
            "months": "N" * 24,
        },
    ],
    "no_accounts": [],
}

#: the codes on the reference lists that are loaded
EXAMPLE_LISTS: dict[str, tuple[str, ...]] = {"loaded_list": ("A1", "B2"), "empty_list": ()}
