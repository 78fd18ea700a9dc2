"""What processes write to their standard error: warnings and failures, each with the number that the page told."""

from __future__ import annotations

import logging
from typing import Any

from workbench.common import acting


class RequestNumber(logging.Filter):
    """Gives a record the number of its request or job; "-" outside one."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_number = acting.request_id() or "-"
        return True


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"number": {"()": RequestNumber}},
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {request_number} {message}", "style": "{"}
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "filters": ["number"],
            "formatter": "line",
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
