"""``kefen sql``: the policy as one statement."""

from __future__ import annotations

from kefen.cli.inputs import Request, WrongUsageError
from kefen.cli.screen import Screen
from kefen.cli.words import say
from kefen.compiling.dialects import DIALECTS


def print_sql(request: Request, dialect: str, screen: Screen) -> int:
    """Print the statement that decides every row of a table called ``facts``; lists are tables of their own."""
    lang = screen.lang
    if dialect not in DIALECTS:
        known = ", ".join(DIALECTS)
        raise WrongUsageError(say(lang, "not a dialect", text=dialect, known=known), "kefen sql")
    from kefen.compiling.sql import FACTORS, PROBLEM, Tables, to_sql

    decider = request.decider()
    key = decider.policy.vocabulary.key
    program = decider.program
    settings = program.settings(request.as_of)
    policy, name = decider.policy, key.name if key else ""
    lists = {given.name: given.name for given in program.plan.inputs if given.is_list}
    tables = Tables(key=name, lists=lists, dialect=DIALECTS[dialect])
    script = to_sql(program, settings, tables)
    screen.line(f"-- {policy.name} {policy.version}, {request.as_of}, {policy.digest[:16]}")
    for listed in lists:
        columns = ", ".join([name, *policy.vocabulary.lists[listed].fields])
        screen.line(f"-- {say(lang, 'list table', name=listed, columns=columns)}")
    for query in script.loans():
        screen.line(
            f"-- {say(lang, 'factor table', columns=', '.join(FACTORS), types=', '.join(FACTORS.values()))}"
        )
        for line in query.splitlines():
            screen.line(f"--   {line}")
    if not tables.dialect.leaves_out:
        screen.line(f"-- {say(lang, 'problem column', column=PROBLEM)}")
    screen.line(script.formatted())
    return 0
