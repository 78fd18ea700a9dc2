"""A folder to a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from kefen.diagnostics import Diagnostics, did_you_mean, nearest
from kefen.reading.draft import Document, Draft
from kefen.reading.folders import is_path, library_of, policies_folder, version_files
from kefen.reading.keys import check_keys
from kefen.reading.markdown import read_document
from kefen.reading.strays import case_files, check_files
from kefen.reading.yaml_text import NOTHING, Entry, read_yaml
from kefen.source import Source, Span

_UTF8 = ("utf-8-sig",)
CASE_KEYS = (
    "case", "as_of", "facts", "expect", "like", "assumptions", "parameters", "lists", "note", "version",
)  # fmt: skip


def read_text(
    path: Path, shown: str, found: Diagnostics, encodings: Sequence[str] = _UTF8
) -> Source:
    """A text file in the first encoding that fits; a BOM and Windows line ends are left out."""
    empty = Source(shown, "")
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        near = nearest(path.name, (file.name for file in path.parent.glob("*")))
        advice = f"`{near}` lies there: make the two names alike" if near else ""
        found.error("R001", "there is no such file", Span(empty, 0, 0), advice)
        return empty
    except OSError:
        found.error("R001", "the file cannot be read", Span(empty, 0, 0))
        return empty
    for encoding in encodings:
        try:
            return Source(shown, data.decode(encoding).replace("\r\n", "\n"))
        except UnicodeDecodeError:
            continue
    advice = "save it as UTF-8" if encodings == _UTF8 else "save it as UTF-8 or GB18030"
    found.error("R001", "the file is not UTF-8", Span(empty, 0, 0), advice)
    return empty


def read_pack(folder: Path, *, cases: bool = True) -> Draft:
    """Everything in a pack's folder, with the vocabularies its versions name.

    Deciding needs no ``cases``, and many they are.
    """
    found = Diagnostics()
    name = folder.resolve().name
    documents = [_document(path, found) for path in version_files(folder)]
    if not documents:
        here = Span(Source(_shown(folder), ""), 0, 0)
        advice = "a version is a Markdown file with front matter"
        found.error("R007", f"the folder `{name}` holds no policy", here, advice)
    cases_found = Diagnostics()
    read_cases = [_cases(path, cases_found) for path in (case_files(folder) if cases else ())]
    if folder.is_dir():
        check_files(folder, found, cases_found)
    shared = _shared_files(folder, documents, "vocabulary", found)
    cited = [path.with_name("sources.yaml") for path in shared.values()]
    cited += _shared_files(folder, documents, "sources", found).values()
    vocabularies = {word: _shared(path, found) for word, path in shared.items()}
    if (folder / "vocabulary.yaml").exists():
        vocabularies[""] = _optional(folder / "vocabulary.yaml", found)
    changelog = folder / "CHANGELOG.md"
    return Draft(
        name,
        str(folder),
        tuple(documents),
        vocabularies,
        _optional(folder / "sources.yaml", found),
        tuple(read_cases),
        read_text(changelog, _shown(changelog), found).text if changelog.exists() else "",
        found,
        cases_found,
        tuple(_shared(path, found) for path in dict.fromkeys(cited)),
    )


def _document(path: Path, found: Diagnostics) -> Document:
    """A version; of one that cannot be read nothing more is told."""
    before = len(found.items)
    source = read_text(path, _shown(path), found)
    if len(found.items) > before:
        return Document(source, NOTHING, (), ())
    return read_document(source, found)


def _cases(path: Path, found: Diagnostics) -> tuple[Source, Entry]:
    """The cases of a file, each a mapping, with what is wrong with their keys."""
    source, before = read_text(path, _shown(path), found), len(found.items)
    entry = read_yaml(source, found)
    no_list = isinstance(entry.value, Mapping) and "case" not in entry.value
    if (entry.value is None and len(found.items) == before) or no_list:
        found.error("R003", "the file holds no case", entry.span, "write `- case: NAME`")
        return source, Entry(None, entry.span)
    known = [check_keys(case, CASE_KEYS, "a key of a case", found) for case in entry.each()]
    _check_cases(known, found)
    return source, Entry(known, entry.span)


def _check_cases(cases: list[Entry], found: Diagnostics) -> None:
    """Each case has a name of its own in its file, and expects something."""
    named: dict[str, Entry] = {}
    for case in cases:
        name, expected = case.get("case"), case.get("expect").value
        if not isinstance(case.value, Mapping):
            continue
        if not name.text:
            found.error("R003", "the case has no name", case.span, "write `- case: NAME`")
        elif name.text in named:
            message = f"two cases are called `{name.text}`"
            found.error("N003", message, name.span, other=named[name.text].span)
        if expected is None or expected == {}:
            advice = "add `expect: {status: …, result: …}`"
            found.error("R003", "the case expects nothing: it would always hold", case.span, advice)
        named.setdefault(name.text, name)


def _shared_files(
    folder: Path, documents: list[Document], key: str, found: Diagnostics
) -> dict[str, Path]:
    """The files of vocabulary or sources the versions name: beside the pack, or among the shipped ones."""
    result: dict[str, Path] = {}
    for document in documents:
        for named in document.front.get(key).each():
            paths = _files_of(folder, named.text, f"{key}.yaml")
            if len(paths) > 1:
                message = f"`{named.text}` is a shipped vocabulary and a folder here"
                advice = f"write `../{named.text}` for the folder"
                found.error("N002", message, named.span, advice)
            elif not paths:
                advice = _nearly(folder, named.text, f"{key}.yaml")
                message = f"no vocabulary `{named.text}`"
                if key == "sources":
                    message = f"no sources `{named.text}`"
                found.error("N001", message, named.span, advice)
            for path in paths[:1]:
                result.setdefault(named.text, path)
    return result


def _files_of(folder: Path, name: str, file: str) -> list[Path]:
    """The files a name may mean: one at a path, or the one beside the pack and the shipped one."""
    paths = (base / name / file for base in _bases(folder, name))
    return list({path.resolve(): path for path in paths if path.exists()}.values())


def _bases(folder: Path, name: str) -> list[Path]:
    return [folder.resolve()] if is_path(name) else [folder.resolve().parent, library_of(folder)]


def _nearly(folder: Path, name: str, wanted: str) -> str:
    """What to do about a file that is not there: it, or its folder, is called otherwise."""
    bases = _bases(folder, name)
    for base in bases:
        near = nearest(wanted, (file.name for file in (base / name).glob("*")))
        if near:
            return f"`{near}` lies there: make the two names alike"
    return did_you_mean(name, (p.parent.name for b in bases for p in b.glob(f"*/{wanted}")))


def _shared(path: Path, found: Diagnostics) -> Entry:
    """A file that several packs name. Its text is read once; one with errors is read again by each."""
    if not path.exists():
        return NOTHING
    source = read_text(path, _shown(path), found)
    return _sound(source) or _mapping(source, found)


@lru_cache(maxsize=8)
def _sound(source: Source) -> Entry | None:
    found = Diagnostics()
    entry = _mapping(source, found)
    return None if found.items else entry


def _optional(path: Path, found: Diagnostics) -> Entry:
    if not path.exists():
        return NOTHING
    return _mapping(read_text(path, _shown(path), found), found)


def _mapping(source: Source, found: Diagnostics) -> Entry:
    entry = read_yaml(source, found)
    if entry.value is not None and not isinstance(entry.value, Mapping):
        message = f"`{Path(source.path).name}` lists names, each with its properties"
        found.error("R003", message, entry.span, "write `NAME:` and its properties below it")
        return Entry(None, entry.span)
    return entry


def _shown(path: Path) -> str:
    """The path as people know it: from the packs' folder, or as given."""
    resolved = path.resolve()
    base = policies_folder().resolve().parent
    return str(resolved.relative_to(base)) if resolved.is_relative_to(base) else str(path)
