"""The frame of a page, and its tables: the style stands inside, nothing comes from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files


def page(title: str, body: str, lang: str, head: str = "") -> str:
    """A whole page. ``title``, ``body`` and what else stands in the ``head`` are HTML."""
    style = files("kefen.publishing").joinpath("weave.css").read_text(encoding="utf-8")
    language = "zh-CN" if lang == "zh" else "en"
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n{head}'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )


def table(head: Sequence[str], rows: Sequence[Sequence[str]], kind: str) -> str:
    """A table of cells that are HTML; on a narrow screen it scrolls by itself."""
    return _table(head, ("".join(f"<td>{cell}</td>" for cell in row) for row in rows), kind)


def stacked(head: Sequence[str], rows: Sequence[Sequence[str]], kind: str) -> str:
    """A table whose cells stand below each other on a narrow screen, each after its head."""
    cells = (
        "".join(
            f'<td data-of="{escape(of)}">{cell}</td>' for of, cell in zip(head, row, strict=True)
        )
        for row in rows
    )
    return _table(head, cells, f"stacked {kind}")


def _table(head: Sequence[str], rows: Iterable[str], kind: str) -> str:
    heads = "".join(f"<th>{cell}</th>" for cell in head)
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return (
        f'<div class="wide"><table class="{kind}"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>\n"
    )


def described(rows: Iterable[tuple[str, str]], kind: str = "") -> str:
    """A list of terms and what is said of each; those of which nothing is said are left out."""
    listed = "".join(f"<div><dt>{term}</dt><dd>{said}</dd></div>" for term, said in rows if said)
    return f'<dl class="{kind}">{listed}</dl>' if kind else f"<dl>{listed}</dl>"


def link(address: str, text: str) -> str:
    """A link; ``text`` is HTML."""
    return f'<a href="{escape(address)}">{text}</a>'
