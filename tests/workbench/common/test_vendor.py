"""What browsers get of others is what was fetched, named with its licence."""

import hashlib
import json
import re
from pathlib import Path

import workbench.common
from workbench.common.context import MENU
from workbench.config import urls

STATIC = Path(workbench.common.__file__).parent / "static"
VENDOR = STATIC / "vendor"
ROWS = json.loads((VENDOR / "vendor.json").read_text())


def test_every_file_has_the_hash_that_was_recorded_and_its_licence() -> None:
    for row in ROWS:
        assert hashlib.sha256((VENDOR / row["file"]).read_bytes()).hexdigest() == row["sha256"]
        assert (VENDOR / row["licence_file"]).stat().st_size > 500


def test_nothing_lies_there_that_is_not_recorded() -> None:
    known = {row["file"] for row in ROWS} | {row["licence_file"] for row in ROWS}
    assert {file.name for file in VENDOR.iterdir()} == known | {"vendor.json", "README.md"}


def test_no_file_names_another_place() -> None:
    for name in ("tabler.min.css", "workbench.css", "parts.css", "print.css"):
        text = next(STATIC.rglob(name)).read_text()
        assert not re.search(r"@import|url\(['\"]?(?!['\"]?data:)|sourceMappingURL", text)


def test_every_icon_that_a_template_draws_is_in_the_file() -> None:
    symbols = set(re.findall(r'symbol id="([^"]+)"', (VENDOR / "icons.svg").read_text()))
    package = STATIC.parents[1]
    drawn = {
        name
        for page in package.rglob("*.html")
        for name in re.findall(r'{% icon "([^"]+)"', page.read_text())
    }
    declared = {item.icon for item in MENU}
    assert len(declared) > 3
    assert urls.urlpatterns  # importing them declares the menu
    assert drawn | declared <= symbols
