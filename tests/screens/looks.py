"""Every judgement of a screen while it is open once, since opening is what takes the time.

What depends on how the parts of a page look (contrast in the dark, all rules on a phone, every other width) is judged
where a screen shows a kind of part, or a long word in one, that no screen before it has shown in this run.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.screens.registry import CLIENT, STAFF, VISITOR, Screen
from tests.screens.window import DESKTOP, PHONE, SIZES, SMALL_PHONE, Window
from tests.screens.wire import TextGone
from tests.support import machine

HERE = Path(__file__).parent
JUDGE = HERE / "judge.js"
MOST_BYTES = {VISITOR: 40_000, CLIENT: 40_000, STAFF: 60_000}  # with headers, style, scripts and icons
# what the browser says of requests that a screen makes fail by intent
MEANT = ("console: Failed to load resource", "console: htmx: htmx:error: Failed to fetch")
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}, "label-content-name-mismatch": {"enabled": True}},
    "resultTypes": ["violations"],
    "iframes": False,  # a mail in a sandbox runs no script; each is a screen of its own
    "preload": False,  # for rules about sound and about turning a phone, of which none is asked for
}
# nothing but colours differs in the dark: these rules look at colours
DARK_OPTIONS = AXE_OPTIONS | {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
# on a smaller screen the same parts stand elsewhere, or in a bar and a sheet: these rules look at what is shown where
PLACES_OPTIONS = AXE_OPTIONS | {
    "runOnly": {
        "type": "rule",
        "values": ["target-size", "scrollable-region-focusable", "aria-hidden-focus", "color-contrast", "region"],
    }
}
# A browser without a head leaves out what stands in tabs; what a frame fetches is told to nobody outside it.
FETCH_THE_REST = """Promise.all([...document.querySelectorAll("link[rel=icon], link[rel=manifest], iframe[src]")]
    .map((part) => fetch(part.href ?? part.src).then((answer) => answer.blob())))"""


@dataclass
class Look:
    """``found`` is empty where all is good. ``texts``: whether a fragment, and the HTML, for the checker."""

    found: list[str]
    texts: list[tuple[bool, str]]


@dataclass
class Seen:
    """The kinds of parts that the screens of this run have shown, by size."""

    kinds: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def is_new(self, size: str, page: Page) -> bool:
        shown = set(page.evaluate("judge.kinds()"))
        is_new = bool(shown - self.kinds[size])
        self.kinds[size] |= shown
        return is_new


def judges() -> str:
    """For a window before it opens anything: to send this to each page when it is judged takes longer than judging."""
    scripts = "\n".join(script.read_text("utf-8") for script in (machine.AXE, JUDGE))
    return f"if (window === top) window.judges = () => {{ {scripts} }};"


def look(window: Window, screen: Screen, seen: Seen) -> Look:
    """Opens it once more where the text of a page was gone before it could be read."""
    try:
        texts = _open(window, screen)
    except TextGone:
        texts = _open(window, screen)
    found = [f"browser: {problem}" for problem in window.problems if not problem.startswith(MEANT)]
    weight, most = window.wire.first_load(), MOST_BYTES[screen.audience]
    if not 0 < weight <= most:
        found.append(f"first load: {weight:,} bytes, at most {most:,}")
    window.page.evaluate("judges()")
    return Look(found + list(_judged(window, screen, seen)), texts)


def _open(window: Window, screen: Screen) -> list[tuple[bool, str]]:
    window.show(screen)
    window.page.evaluate(FETCH_THE_REST)
    return window.wire.texts()


def _judged(window: Window, screen: Screen, seen: Seen) -> Iterator[str]:
    page, first = window.page, PHONE if screen.phone else DESKTOP
    is_new = {}
    for size in (first, SMALL_PHONE):
        window.resize(size)
        is_new[size] = seen.is_new(size, page)
        if size == first or is_new[size]:
            options = AXE_OPTIONS if size == first else PLACES_OPTIONS
            yield from (f"axe, {size}: {line}" for line in axe(page, options))
        if size == first and is_new[size]:
            window.colour("dark")
            yield from (f"axe, {size}, dark: {line}" for line in axe(page, DARK_OPTIONS))
            window.colour("light")
    yield from (f"target size, {SMALL_PHONE}: {line}" for line in page.evaluate("judge.small()"))
    for size in _widths(first, is_new[SMALL_PHONE]):
        window.resize(size)
        if sentence := page.evaluate("judge.wide()"):
            yield f"width, {size}: {sentence}"


def _widths(first: str, is_new: bool) -> list[str]:
    if first == PHONE:
        return [SMALL_PHONE, PHONE]
    return list(SIZES) if is_new else [SMALL_PHONE]


def axe(page: Page, options: dict[str, Any] = AXE_OPTIONS) -> list[str]:
    """A line for each element that breaks a rule."""
    found: list[dict[str, Any]] = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [
        f"{rule['id']} ({rule['impact']}) {' '.join(map(str, node['target']))}: "
        + " ".join(node["failureSummary"].split())
        for rule in found
        for node in rule["nodes"]
    ]
