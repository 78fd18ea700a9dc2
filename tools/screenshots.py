"""Pictures of the main screens: `python tools/screenshots.py [ADDRESS]` while `make run` runs (http://127.0.0.1:8000).

Signs in to the demo bank as some of its posts and writes `docs/screens/NAME.zh.png`, a few also as `NAME.en.png`, and
the page that shows them. Nobody's password but the demo's is known here.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
SCREENS = ROOT / "docs/screens"
LANGUAGES = {"zh": "zh-hans", "en": "en"}
COLOURS = 160
PATIENCE_MS = 180_000  # a fresh server compiles its policies
VALID = "/customers/?state=valid"
OPEN = "/customers/?category=&gaps_from=1"
CLASS = "decisions/psbc-customer-class/"
#: neither a class nor a risk tier is found
UNKNOWN = "tr:has(td:nth-child(6) .text-unknown):has(td:nth-child(7) .text-unknown)"

Way = Callable[[Page], None]


def at(address: str) -> Way:
    """The page at an address."""
    return lambda page: _open(page, address)


def first_of(listing: str, then: str = "", *, row: str = "tr") -> Way:
    """The page of the first row of a list (of those that a selector finds), and what lies below or beside it."""

    def go(page: Page) -> None:
        _open(page, listing)
        link = page.locator(f".listing tbody {row} a").first
        href = link.get_attribute("href") or "/"
        _open(page, href + then)

    return go


@dataclass(frozen=True)
class Screen:
    """A picture: who sees it, how he comes there, what it shows in both languages."""

    name: str
    post: str
    way: Way
    english: str
    chinese: str
    in_english: bool = False


MANAGER, REVIEWER, AUDITOR = "account_manager", "reviewer", "auditor"
SHOWN = (
    Screen("home", MANAGER, at("/"), "Home: what waits, in numbers that open their lists", "首页：待办数字，点数字进清单", True),
    Screen("customers", MANAGER, at("/customers/"), "Customers of an account manager", "客户经理的客户清单"),
    Screen("customer", MANAGER, first_of(VALID), "A customer: what one asks first, and every scale under its own name", "客户页：先问的都在上方，各尺度分列", True),
    Screen("facts", MANAGER, first_of(VALID, "?tab=facts"), "Facts by source, with their day and age", "按来源列示的事实及其日期"),
    Screen("decision", MANAGER, first_of(VALID, CLASS), "A decision: the clause, its article, the values that it read", "认定页：条款、条文、所用的值", True),
    Screen("question", MANAGER, first_of(OPEN, CLASS, row=UNKNOWN), "A decision that is still open, and the question that settles most", "尚未定论：最能定结论的问题"),
    Screen("what-if", MANAGER, first_of(VALID, CLASS + "what-if/"), "What if: the decision follows as one types", "试算：边填边认定，不保存"),
    Screen("to-do", REVIEWER, at("/reviews/"), "What waits for a reviewer", "审查岗的待办"),
    Screen("review", REVIEWER, first_of("/reviews/"), "A proposal: before, after, clause, values, opinion on one page", "审查页：前后、条款、依据、意见同页"),
    Screen("classes", REVIEWER, at("/classes/"), "The register of valid classes", "有效类别台账"),
    Screen("watched", "risk_manager", at("/classes/watched/"), "Watch before a fall", "降级观察"),
    Screen("policy", MANAGER, at("/policies/psbc-customer-class/"), "A policy: clause beside article", "制度：条文与条款并列"),
    Screen("run-sheet", "risk_manager", at("/run-sheet/"), "The run sheet of a business date", "数据日期的运行单"),
    Screen("journal", AUDITOR, at("/journal/"), "The journal", "操作日志"),
)  # fmt: skip


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
        browser = started.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--lang=zh-CN"]
        )
        for post in dict.fromkeys(screen.post for screen in SHOWN):
            _of_post(browser, address, post)
    (SCREENS / "README.md").write_text(_page(), encoding="utf-8")
    size = sum(picture.stat().st_size for picture in SCREENS.glob("*.png"))
    print(f"{len(list(SCREENS.glob('*.png')))} pictures, {size // 1000} kB: {SCREENS}")
    return 0


def _of_post(browser: Browser, address: str, post: str) -> None:
    number, password = _sign_in_of(post)
    context = browser.new_context(viewport={"width": 1366, "height": 768}, base_url=address)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    _open(page, "/sign-in/")
    page.fill("[name=number]", number)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_selector("nav.menu")
    for suffix, language in LANGUAGES.items():
        _choose(page, language)
        for screen in _in(post, suffix):
            screen.way(page)
            _picture(page, f"{screen.name}.{suffix}.png")
    _choose(page, LANGUAGES["zh"])
    context.close()


def _in(post: str, suffix: str) -> Iterator[Screen]:
    for screen in SHOWN:
        if screen.post == post and (suffix == "zh" or screen.in_english):
            yield screen


def _open(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")


def _choose(page: Page, language: str) -> None:
    _open(page, "/")
    button = page.locator(f"form.language button[value={language}]")
    if button.count():
        button.click()
        page.wait_for_load_state("networkidle")


def _picture(page: Page, name: str) -> None:
    """Few colours keep it small."""
    picture = Image.open(BytesIO(page.screenshot()))
    picture.convert("RGB").quantize(COLOURS).save(SCREENS / name, optimize=True)


def _sign_in_of(post: str) -> tuple[str, str]:
    from workbench.demo.tree import PASSWORD, demo_plan, sign_ins

    return next(one.number for one in sign_ins(demo_plan()) if one.post == post), PASSWORD


def _page() -> str:
    rows = "".join(
        f"\n## {screen.english}\n\n{screen.chinese}。\n\n"
        + "".join(
            f"![{told}]({screen.name}.{suffix}.png)\n"
            for suffix, told in (("zh", screen.chinese), ("en", screen.english))
            if suffix == "zh" or screen.in_english
        )
        for screen in SHOWN
    )
    head = "Of the demo bank, written by `python tools/screenshots.py`. 演示行的主要屏幕。"
    return f"# Screens\n\n{head}\n{rows}"


if __name__ == "__main__":
    import os

    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.workbench.settings")
    import django

    django.setup()
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"))
