"""What the tests need of the machine beside Python, and what is left out where it is missing."""

import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

from tests.support.browser import CHROMIUM

AXE = Path(__file__).parents[1] / "screens" / "node_modules" / "axe-core" / "axe.min.js"


def no_browser() -> str:
    """Why there is none; empty where there is one."""
    if not CHROMIUM:
        return "Chromium is not installed (Debian: chromium)"
    node, _ = compute_driver_executable()
    starts = subprocess.run([node, "--version"], capture_output=True, check=False).returncode == 0
    return "" if starts else "what drives the browser does not start (Debian: libatomic1)"


def no_judges() -> str:
    return "" if AXE.exists() else "axe-core and the HTML checker are not installed (Debian: npm, then make judges)"


def no_java() -> str:
    return "" if shutil.which("java") else "a Java runtime is not installed (Debian: default-jre-headless)"


NEEDS: dict[str, Callable[[], str]] = {"browser": no_browser, "gallery": no_judges}  # by the fixture that stands for it


def leave_out(items: Iterable[pytest.Item]) -> None:
    """Skip the tests whose fixtures cannot be had here."""
    missing = {fixture: why for fixture, why_not in NEEDS.items() if (why := why_not())}
    for item in items:
        for fixture, why in missing.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(pytest.mark.skip(reason=why))


def left_out(reports: Iterable[pytest.TestReport]) -> list[str]:
    """A line for each reason: how many tests were left out, and why."""
    reasons = Counter(
        str(report.longrepr[2]).removeprefix("Skipped: ") for report in reports if isinstance(report.longrepr, tuple)
    )
    return [f"Left out, {count} tests: {why}." for why, count in sorted(reasons.items())]
