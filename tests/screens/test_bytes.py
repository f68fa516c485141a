"""What an old phone on a slow network has to fetch."""

from pathlib import Path

import pytest

import portal
from portal.web.assets import Assets
from tests.screens.conftest import Gallery, expect_nothing
from tests.screens.registry import CLIENT, STAFF, VISITOR
from tests.screens.screens import SCREENS, Screen

MOST = {VISITOR: 40_000, CLIENT: 40_000, STAFF: 60_000}  # bytes, with headers, style, scripts and icons
MOST_STYLE, MOST_SCRIPT = 15_000, 4_000


# fails where pages and files go out as they are
@pytest.mark.browser
@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_the_first_load_is_small(screen: Screen, gallery: Gallery) -> None:
    assert 0 < gallery[screen].bytes <= MOST[screen.audience]


# fails with a picture from elsewhere
@pytest.mark.browser
@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_a_page_asks_nobody_else_and_has_nothing_refused(screen: Screen, gallery: Gallery) -> None:
    # what the browser says of requests that a screen makes fail by intent
    meant = ("console: Failed to load resource", "console: htmx: htmx:error: Failed to fetch")
    expect_nothing([problem for problem in gallery[screen].problems if not problem.startswith(meant)])


def test_style_and_script_of_our_own_are_small_together() -> None:
    sizes: dict[str, list[int]] = {"css": [], "js": []}
    for path, asset in Assets(Path(portal.__file__).parent / "static", {}).by_path.items():
        folder = path.partition("/")[0]
        if folder in sizes:
            sizes[folder].append(len(asset.compressed or asset.content))
    assert 0 < sum(sizes["css"]) < MOST_STYLE
    assert 0 < sum(sizes["js"]) < MOST_SCRIPT
