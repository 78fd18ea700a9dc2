"""Who may bring a class into force: proposals, events, re-checks, adjusted grades, the day's end."""
