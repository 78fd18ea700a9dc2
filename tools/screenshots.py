"""Pictures of the main screens: `python tools/screenshots.py [ADDRESS]` while `make run` runs (http://127.0.0.1:8000).

Signs in to the demo bank as some of its posts, follows each one's menu and the first customer's tabs, and writes
`docs/screens/NAME.zh.png`, `NAME.en.png` and a page that shows them. Nobody's password but the demo's is known here.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
SCREENS = ROOT / "docs/screens"
LANGUAGES = {"zh": "zh-hans", "en": "en"}
POSTS = (
    "account_manager",
    "reviewer",
    "department_head",
    "class_officer",
    "policy_owner",
    "auditor",
)
COLOURS = 96


def main(address: str) -> int:
    chromium = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if chromium is None:
        print("no Chromium on this machine: install the package chromium", file=sys.stderr)
        return 1
    SCREENS.mkdir(parents=True, exist_ok=True)
    for old in SCREENS.glob("*.png"):
        old.unlink()
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        names = [name for post in POSTS for name in _of_post(browser, address, post)]
    (SCREENS / "README.md").write_text(_page(sorted(set(names))), encoding="utf-8")
    print(f"{len(set(names))} screens in {len(LANGUAGES)} languages: {SCREENS}")
    return 0


def _of_post(browser: Browser, address: str, post: str) -> Iterator[str]:
    number, password = _sign_in_of(post)
    context = browser.new_context(viewport={"width": 1366, "height": 768}, base_url=address)
    page = context.new_page()
    page.goto("/sign-in/")
    page.fill("[name=number]", number)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_selector("nav.menu")
    for suffix, language in LANGUAGES.items():
        _choose(page, language)
        yield from _screens(page, post, suffix)
    _choose(page, LANGUAGES["zh"])
    context.close()


def _screens(page: Page, post: str, suffix: str) -> Iterator[str]:
    """Home as this post sees it; what its menu leads to and is not pictured yet; the first customer's tabs."""
    page.goto("/")
    yield _picture(page, f"home-{post.replace('_', '-')}", suffix)
    hrefs = [link.get_attribute("href") or "" for link in page.locator("nav.menu a").all()]
    for href in hrefs:
        if href != "/" and not (SCREENS / f"{_name(href)}.{suffix}.png").exists():
            page.goto(href)
            yield _picture(page, _name(href), suffix)
    if post == "account_manager" and "/customers/" in hrefs:
        yield from _customer(page, suffix)


def _customer(page: Page, suffix: str) -> Iterator[str]:
    page.goto("/customers/")
    first = page.locator("table tbody a[href^='/customers/']").first
    page.goto(first.get_attribute("href") or "/customers/")
    tabs = [link.get_attribute("href") or "" for link in page.locator("main nav.tabs a").all()]
    for tab in tabs:
        page.goto(tab)
        yield _picture(page, "customer-" + tab.rpartition("tab=")[2], suffix)


def _choose(page: Page, language: str) -> None:
    page.goto("/")
    button = page.locator(f"form.language button[value={language}]")
    if button.count():
        button.click()
        page.wait_for_load_state()


def _picture(page: Page, name: str, suffix: str) -> str:
    """Few colours keep it small."""
    page.wait_for_load_state("networkidle")
    picture = Image.open(BytesIO(page.screenshot()))
    picture.convert("RGB").quantize(COLOURS).save(SCREENS / f"{name}.{suffix}.png", optimize=True)
    return name


def _name(href: str) -> str:
    return re.sub(r"\W+", "-", urlsplit(href).path.strip("/"))


def _sign_in_of(post: str) -> tuple[str, str]:
    from workbench.demo.tree import PASSWORD, demo_plan, sign_ins

    return next(one.number for one in sign_ins(demo_plan()) if one.post == post), PASSWORD


def _page(names: list[str]) -> str:
    rows = "".join(
        f"\n## {name}\n\n![{name}]({name}.zh.png)\n![{name}]({name}.en.png)\n" for name in names
    )
    return f"# Screens\n\nWritten by `tools/screenshots.py` from the demo bank.\n{rows}"


if __name__ == "__main__":
    import os

    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.workbench.settings")
    import django

    django.setup()
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"))
