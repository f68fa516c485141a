"""Looks at a screen in every way while it is open once, since opening is what takes the time."""

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.screens.registry import Screen
from tests.screens.window import DESKTOP, PHONE, SIZES, SMALL_PHONE, Window
from tests.screens.wire import TextGone

HERE = Path(__file__).parent
JUDGE = HERE / "judge.js"
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}, "label-content-name-mismatch": {"enabled": True}},
    "resultTypes": ["violations"],
    "iframes": False,  # a mail in a sandbox runs no script; each is a screen of its own
}
# nothing but colours differs in the dark: these rules look at colours
DARK_OPTIONS = AXE_OPTIONS | {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
# A browser without a head leaves out what stands in tabs; what a frame fetches is told to nobody outside it.
FETCH_THE_REST = """Promise.all([...document.querySelectorAll("link[rel=icon], link[rel=manifest], iframe[src]")]
    .map((part) => fetch(part.href ?? part.src).then((answer) => answer.blob())))"""


@dataclass
class Look:
    """What was found: nothing, where all is good, but for ``texts`` and ``bytes``."""

    axe: list[str] = field(default_factory=list)
    small: list[str] = field(default_factory=list)
    wide: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    texts: list[tuple[bool, str]] = field(default_factory=list)  # whether a fragment, the HTML
    bytes: int = 0  # transferred until the screen was there, with everything
    seconds: float = 0.0


def look(window: Window, screen: Screen) -> Look:
    """Opens it once more where the text of a page was gone before it could be read."""
    try:
        return _look(window, screen)
    except TextGone:
        return _look(window, screen)


def _look(window: Window, screen: Screen) -> Look:
    began, found, page = time.perf_counter(), Look(), window.page
    window.show(screen)
    page.evaluate(FETCH_THE_REST)
    found.texts, found.bytes = window.wire.texts(), window.wire.first_load()
    for size in [PHONE] if screen.phone else [DESKTOP, PHONE]:
        window.resize(size)
        for colours in ("light", "dark"):
            window.colour(colours)
            options = AXE_OPTIONS if colours == "light" else DARK_OPTIONS
            found.axe += [f"{size}, {colours}: {line}" for line in axe(page, options)]
    found.small = page.evaluate("judge.small()")
    for size in (SMALL_PHONE, PHONE) if screen.phone else SIZES:
        window.resize(size)
        if sentence := page.evaluate("judge.wide()"):
            found.wide.append(f"{size}: {sentence}")
    found.problems = list(window.problems)
    found.seconds = time.perf_counter() - began
    return found


def axe(page: Page, options: dict[str, Any] = AXE_OPTIONS) -> list[str]:
    """A line for each element that breaks a rule."""
    found: list[dict[str, Any]] = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [
        f"{rule['id']} ({rule['impact']}) {' '.join(map(str, node['target']))}: "
        + " ".join(node["failureSummary"].split())
        for rule in found
        for node in rule["nodes"]
    ]
