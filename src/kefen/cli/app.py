"""The commands with their arguments. Each loads what it needs when it runs, so that `decide` starts fast."""

from __future__ import annotations

from typing import Annotated, Any

import click

from kefen.cli.commands import Commands, Declared
from kefen.cli.helps import help_of
from kefen.cli.inputs import Request, WrongUsageError, read_audience, read_day
from kefen.cli.screen import Screen, screen_for
from kefen.cli.words import LANGUAGES, chosen_language, say


def _argument(key: str, metavar: str) -> Any:
    return Declared(help_of(key), metavar)


def _option(names: str, key: str, metavar: str | None = None) -> Any:
    return Declared(help_of(key), metavar, tuple(names.split()))


Packs = Annotated[list[str] | None, _argument("packs", "PACK")]
Pack = Annotated[str, _argument("pack", "PACK")]
AsOf = Annotated[str, _option("--as-of", "as of", "DAY")]
With = Annotated[list[str] | None, _option("--with", "with", "FOLDER")]
For = Annotated[str, _option("--audience", "audience", "customer|restricted|staff")]
Json = Annotated[bool, _option("--json", "json")]
Lang = Annotated[str, _option("--lang", "lang", "zh|en")]


def _screen(lang: str) -> Screen:
    if lang and lang not in LANGUAGES:
        raise WrongUsageError(say(chosen_language(()), "not a language", text=lang))
    return screen_for(lang or chosen_language(()))


def _request(
    pack: str, as_of: str, overlay: list[str] | None, screen: Screen, audience: str = "restricted"
) -> Request:
    day, reader = read_day(as_of, screen.lang), read_audience(audience, screen.lang)
    return Request(pack, day, tuple(overlay or ()), reader, screen.lang)


def _show_version(context: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        from kefen import __version__

        click.echo(f"kefen {__version__}")
        context.exit()


_VERSION = click.Option(
    ["--version"],
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help=help_of("version"),
)
app = Commands(name="kefen", help=help_of("kefen"), params=[_VERSION])


@app.command_of("new", help_of("new"))
def _new(
    pack: Annotated[str, _argument("new pack", "PACK")],
    lang: Lang = "",
) -> int:
    from kefen.cli.new import write_pack

    screen = _screen(lang)
    return write_pack(pack, read_day("", screen.lang), screen)


@app.command_of("check", help_of("check"))
def _check(
    packs: Packs = None,
    maps: Annotated[bool, _option("--map", "check map")] = False,
    coverage: Annotated[bool, _option("--coverage", "check coverage")] = False,
    json: Json = False,
    lang: Lang = "",
) -> int:
    from kefen.cli.check import Counted, check_packs

    return check_packs(packs or [], _screen(lang), as_json=json, counted=Counted(maps, coverage))


@app.command_of("test", help_of("test"))
def _test(packs: Packs = None, json: Json = False, lang: Lang = "") -> int:
    from kefen.cli.test import test_packs

    return test_packs(packs or [], _screen(lang), as_json=json)


@app.command_of("decide", help_of("decide"))
def _decide(  # noqa: PLR0913 - each parameter is an option a user may write
    pack: Pack,
    facts: Annotated[str, _option("--facts", "facts file", "FILE")],
    as_of: AsOf = "",
    sets: Annotated[list[str] | None, _option("--set", "set", "FACT=VALUE")] = None,
    overlay: With = None,
    audience: For = "restricted",
    json: Json = False,
    lang: Lang = "",
) -> int:
    from kefen.cli.decide import decide_subject

    screen = _screen(lang)
    request = _request(pack, as_of, overlay, screen, audience)
    return decide_subject(request, facts, sets or [], screen, as_json=json)


@app.command_of("interview", help_of("interview"))
def _interview(  # noqa: PLR0913 - each parameter is an option a user may write
    pack: Pack,
    facts: Annotated[str, _option("--facts", "interview facts", "FILE")] = "",
    as_of: AsOf = "",
    overlay: With = None,
    audience: For = "restricted",
    lang: Lang = "",
) -> int:
    from kefen.cli.interview import interview

    screen = _screen(lang)
    return interview(_request(pack, as_of, overlay, screen, audience), facts, screen)


@app.command_of("recheck", help_of("recheck"))
def _recheck(  # noqa: PLR0913 - each parameter is an option a user may write
    decision: Annotated[str, _argument("decision file", "DECISION.json")],
    pack: Annotated[str, _option("--pack", "recheck pack", "PACK")] = "",
    overlay: With = None,
    audience: For = "restricted",
    json: Json = False,
    lang: Lang = "",
) -> int:
    from kefen.cli.recheck import recheck_decision

    screen = _screen(lang)
    request = _request(pack, "", overlay, screen, audience)
    return recheck_decision(decision, request, screen, as_json=json)


@app.command_of("run", help_of("run"))
def _run(  # noqa: PLR0913 - each parameter is an option a user may write
    pack: Pack,
    table: Annotated[str, _argument("table", "INPUT")] = "",
    *,
    output: Annotated[str, _option("-o --output", "decisions", "OUTPUT")],
    packs: Annotated[str, _option("--packs", "run packs", "PACK,PACK")] = "",
    mapping: Annotated[str, _option("--map", "mapping", "FILE")] = "",
    lists: Annotated[list[str] | None, _option("--list", "list", "NAME=FILE")] = None,
    covers_more: Annotated[bool, _option("--list-covers-more", "list covers more")] = False,
    sheet: Annotated[str, _option("--sheet", "sheet", "NAME")] = "",
    skip_lines: Annotated[int, _option("--skip-lines", "skip lines", "N")] = 0,
    encoding: Annotated[str, _option("--encoding", "encoding", "NAME")] = "",
    delimiter: Annotated[str, _option("--delimiter", "delimiter", "SIGN")] = "",
    input_format: Annotated[str, _option("--input-format", "input format", "csv|…")] = "",
    output_format: Annotated[str, _option("--output-format", "output format", "csv|…")] = "",
    overlay: With = None,
    as_of: AsOf = "",
    memory: Annotated[str, _option("--memory", "memory", "SIZE")] = "",
    threads: Annotated[int, _option("--threads", "threads", "N")] = 0,
    explain: Annotated[bool, _option("--explain", "explain")] = False,
    holds: Annotated[bool, _option("--holds-until", "holds until")] = False,
    flags: Annotated[bool, _option("--flags", "flags")] = False,
    quarantine: Annotated[str, _option("--quarantine", "quarantine", "FILE")] = "",
    anew: Annotated[bool, _option("--anew", "anew")] = False,
    engine: Annotated[str, _option("--engine", "engine", "spark")] = "",
    master: Annotated[str, _option("--master", "master", "URL")] = "",
    audience: For = "restricted",
    json: Json = False,
    lang: Lang = "",
) -> int:
    from pathlib import Path

    from kefen.cli.inputs import read_delimiter
    from kefen.cli.run import (
        clusters_of,
        engine_of,
        lists_of,
        named_packs,
        run_packs_over,
        run_table,
        tables_of,
    )
    from kefen.running import Options

    screen = _screen(lang)
    names, table = named_packs(pack, table, packs, screen.lang)
    requests = [_request(name, as_of, overlay, screen, audience) for name in names]
    options = Options(
        mapping=Path(mapping) if mapping else None,
        lists={} if engine else lists_of(lists or [], table, screen.lang),
        tables={} if engine else tables_of(lists or [], table, screen.lang),
        clusters=clusters_of(lists or [], screen.lang) if engine else {},
        list_covers_more=covers_more,
        sheet=sheet,
        skip_lines=skip_lines,
        encoding=encoding,
        delimiter=read_delimiter(delimiter, screen.lang),
        input_format=input_format,
        output_format=output_format,
        memory=memory,
        threads=threads,
        explain=explain,
        flags=flags,
        holds=holds,
        anew=anew,
        engine=engine_of(engine, screen.lang),
        master=master,
        quarantine=Path(quarantine) if quarantine else None,
        lang="en" if screen.lang == "en" else "zh",
    )
    run_all = run_packs_over if packs else run_table
    return run_all(requests, (table, output), options, screen, as_json=json)


@app.command_of("runs", help_of("runs"))
def _runs(
    target: Annotated[str, _argument("target", "TARGET")],
    json: Json = False,
    lang: Lang = "",
) -> int:
    from kefen.cli.runs import show_runs

    return show_runs(target, _screen(lang), as_json=json)


@app.command_of("explain", help_of("explain run"))
def _explain(  # noqa: PLR0913 - each parameter is an option a user may write
    run: Annotated[str, _argument("run told", "RUN")],
    subject: Annotated[str, _argument("subject", "SUBJECT")],
    pack: Annotated[str, _option("--pack", "explain pack", "PACK")] = "",
    overlay: With = None,
    bundles: Annotated[str, _option("--bundles", "bundles", "FOLDER")] = "",
    audience: For = "restricted",
    json: Json = False,
    lang: Lang = "",
) -> int:
    from kefen.cli.explain import Asked, explain_later

    screen = _screen(lang)
    request = _request(pack, "", overlay, screen, audience)
    return explain_later(Asked(run, subject, bundles), request, screen, as_json=json)


@app.command_of("facts", help_of("facts"))
def _facts(  # noqa: PLR0913 - each parameter is an option a user may write
    pack: Pack,
    template: Annotated[str, _option("--template", "template", "FILE.xlsx")] = "",
    source: Annotated[str, _option("--map", "map input", "INPUT")] = "",
    sheet: Annotated[str, _option("--sheet", "sheet", "NAME")] = "",
    skip_lines: Annotated[int, _option("--skip-lines", "skip lines", "N")] = 0,
    encoding: Annotated[str, _option("--encoding", "encoding", "NAME")] = "",
    delimiter: Annotated[str, _option("--delimiter", "delimiter", "SIGN")] = "",
    as_of: AsOf = "",
    audience: For = "restricted",
    json: Json = False,
    lang: Lang = "",
) -> int:
    from kefen.cli.facts import show_facts, write_mapping, write_sheet
    from kefen.cli.inputs import read_delimiter

    screen = _screen(lang)
    request = _request(pack, as_of, None, screen, audience)
    if template:
        return write_sheet(request, template, screen)
    if source:
        sign = read_delimiter(delimiter, screen.lang)
        how = {"sheet": sheet, "skip_lines": skip_lines, "encoding": encoding, "delimiter": sign}
        return write_mapping(request, source, how, screen)
    return show_facts(request, screen, as_json=json)


@app.command_of("sql", help_of("sql"))
def _sql(  # noqa: PLR0913 - each parameter is an option a user may write
    pack: Pack,
    dialect: Annotated[str, _option("--dialect", "dialect", "duckdb|postgres|spark")] = "duckdb",
    as_of: AsOf = "",
    overlay: With = None,
    audience: For = "restricted",
    lang: Lang = "",
) -> int:
    from kefen.cli.sql import print_sql

    screen = _screen(lang)
    return print_sql(_request(pack, as_of, overlay, screen, audience), dialect, screen)


@app.command_of("weave", help_of("weave"))
def _weave(  # noqa: PLR0913 - each parameter is an option a user may write
    output: Annotated[str, _option("-o --output", "output", "FILE.html|FOLDER")],
    pack: Pack = "",
    every: Annotated[bool, _option("--all", "all")] = False,
    as_of: AsOf = "",
    overlay: With = None,
    lang: Lang = "",
) -> int:
    screen = _screen(lang)
    if bool(pack) == every:
        key = "pack and all" if every else "pack or all"
        raise WrongUsageError(say(screen.lang, key), "kefen weave")
    request = _request(pack, as_of, overlay, screen)
    if every:
        from kefen.cli.weave_all import weave_all

        return weave_all(request, output, screen)
    from kefen.cli.weave import weave_pack

    return weave_pack(request, output, screen)


@app.command_of("demo", help_of("demo"))
def _demo(
    folder: Annotated[str, _option("--folder", "folder", "FOLDER")] = "var/demo",
    customers: Annotated[int, _option("--customers", "customers", "N")] = 100_000,
    lang: Lang = "",
) -> int:
    from kefen.cli.demo import show_demo

    return show_demo(folder, customers, _screen(lang))


@app.command_of("serve", help_of("serve"))
def _serve(
    host: Annotated[str, _option("--host", "host", "HOST")] = "127.0.0.1",
    port: Annotated[int, _option("--port", "port", "PORT")] = 8000,
    demo: Annotated[bool, _option("--demo", "serve demo")] = False,
    lang: Lang = "",
) -> int:
    from kefen.cli.serve import serve

    return serve(host, port, demo=demo, screen=_screen(lang))


def _calc() -> click.Group:
    from kefen.cli.calc import calc_app

    return calc_app


app.groups["calc"] = _calc


__all__ = ["app"]
