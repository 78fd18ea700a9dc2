"""How long and how often."""

from __future__ import annotations

from datetime import timedelta

FAILURES = 5  # wrong passwords or codes in a row
LOCKED = timedelta(minutes=15)
IDLE = timedelta(minutes=30)
SESSIONS_AT_ONCE = 2
SEEN_EVERY = timedelta(minutes=1)  # how exactly it is kept when a session was last seen
PASSWORD_LENGTH = 10
PASSWORD_AGE = timedelta(days=90)
TOKEN_LIFE = timedelta(days=366)
AUTHORITY_LIFE = timedelta(days=366)
DEPUTY_LIFE = timedelta(days=184)
AUDITED_DAYS = 90  # of reveals and exports of a suspended person
