"""Fetches the parts that browsers need, once: `python tools/vendor.py [FOLDER OF TARBALLS]`.

Writes into the package's `static/vendor`: the files, their licences, `vendor.json` (version, source, SHA-256) and
`README.md`. Without a folder, `npm pack` fetches the tarballs. Nobody but a maintainer runs it.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[1] / "src/workbench/common/static/vendor"
_MAP = re.compile(rb"\s*(/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S+)\s*$")


@dataclass(frozen=True)
class Part:
    """A package of npm, the files of it that we serve, and the papers in which it says its licence."""

    package: str
    version: str
    licence: str
    files: tuple[str, ...]
    papers: tuple[str, ...]


PARTS = (
    Part("@tabler/core", "1.4.0", "MIT", ("dist/css/tabler.min.css",), ()),
    Part("htmx.org", "2.0.11", "0BSD", ("dist/htmx.min.js",), ("LICENSE",)),
    # the complete build: the smaller two draw no heat map
    Part(
        "echarts",
        "6.1.0",
        "Apache-2.0",
        ("dist/echarts.min.js",),
        ("LICENSE", "NOTICE", "licenses/LICENSE-d3"),
    ),
    Part("@tabler/icons", "3.52.0", "MIT", (), ("LICENSE",)),
)
# The icons that pages use, drawn from @tabler/icons into one file of symbols.
ICONS = [
    "adjustments-horizontal",
    "alert-triangle",
    "arrow-left",
    "arrows-sort",
    "bell",
    "book",
    "building-bank",
    "calendar",
    "check",
    "chevron-down",
    "chevron-right",
    "circle-check",
    "clipboard-check",
    "clock",
    "columns-3",
    "download",
    "file-description",
    "file-text",
    "files",
    "history",
    "home",
    "info-circle",
    "key",
    "list",
    "list-details",
    "lock",
    "logout",
    "menu-2",
    "notebook",
    "plus",
    "printer",
    "refresh",
    "report-analytics",
    "scale",
    "search",
    "settings",
    "shield-lock",
    "sitemap",
    "sort-ascending",
    "sort-descending",
    "table-export",
    "table-import",
    "user",
    "users",
    "x",
]
_MIT = """Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def main(folder: Path | None) -> None:
    VENDOR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        rows = [row for part in PARTS for row in _take(part, folder or Path(scratch))]
    text = json.dumps(rows, indent=1, ensure_ascii=False) + "\n"
    (VENDOR / "vendor.json").write_text(text, encoding="utf-8")
    (VENDOR / "README.md").write_text(_readme(rows), encoding="utf-8")


def _take(part: Part, folder: Path) -> list[dict[str, str]]:
    with tarfile.open(_tarball(part, folder)) as archive:
        taken = {Path(name).name: _read(archive, name) for name in part.files}
        if part.package == "@tabler/icons":
            taken["icons.svg"] = _sprite(archive)
        licence = f"{part.package.replace('@', '').replace('/', '-')}.LICENSE.txt"
        (VENDOR / licence).write_bytes(_licence(part, archive, taken))
    rows = []
    for name, content in taken.items():
        served = _MAP.sub(b"", content) + (b"" if name.endswith(".svg") else b"\n")
        (VENDOR / name).write_bytes(served)
        digest = hashlib.sha256(served).hexdigest()
        rows.append(
            {
                "file": name,
                "package": part.package,
                "version": part.version,
                "licence": part.licence,
                "licence_file": licence,
                "sha256": digest,
            }
        )
    return rows


def _tarball(part: Part, folder: Path) -> Path:
    plain = part.package.replace("@", "").replace("/", "-")
    file = folder / f"{plain}-{part.version}.tgz"
    if not file.exists():
        command = ["npm", "pack", "--silent", f"{part.package}@{part.version}"]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return file


def _read(archive: tarfile.TarFile, name: str) -> bytes:
    member = archive.extractfile(f"package/{name}")
    assert member is not None, name
    return member.read()


def _licence(part: Part, archive: tarfile.TarFile, taken: dict[str, bytes]) -> bytes:
    """Of the package; where it ships none, the copyright lines of its file above the licence that it names."""
    if part.papers:
        return b"\n\n".join(_read(archive, name) for name in part.papers)
    head = next(iter(taken.values())).decode()[:600]
    owners = re.findall(r"^ \* (Copyright .*)$", head, re.M)
    return ("MIT License\n\n" + "\n".join(owners) + "\n\n" + _MIT).encode()


def _sprite(archive: tarfile.TarFile) -> bytes:
    symbols = "".join(_symbol(archive, name) for name in ICONS)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}</svg>\n'.encode()


def _symbol(archive: tarfile.TarFile, name: str) -> str:
    drawn = _read(archive, f"icons/outline/{name}.svg").decode()
    paths = "".join(re.findall(r"<path [^>]*/>", drawn))
    return (
        f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
        f'stroke-linecap="round" stroke-linejoin="round">{paths}</symbol>\n'
    )


def _readme(rows: list[dict[str, str]]) -> str:
    lines = "".join(
        f"| `{row['file']}` | {row['package']} {row['version']} | {row['licence']} (`{row['licence_file']}`) |\n"
        for row in rows
    )
    return (
        "# Parts of others, as browsers get them\n\n"
        "Written by `tools/vendor.py`; a test compares the hashes of `vendor.json`. Changed: the comment that names a\n"
        "source map is taken out, and the icons that pages use stand in one file.\n\n"
        f"| file | from | licence |\n| --- | --- | --- |\n{lines}"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else None)
