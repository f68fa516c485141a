"""Every screen and state, opened once and judged once: by axe-core in light and dark, a thumb's measure, every width
from a phone of 320 pixels to a desktop of 2560, the bytes of a first load, what the browser refuses, and the HTML
checker."""

from pathlib import Path

import pytest

from tests.screens import checker
from tests.screens.conftest import Gallery, expect_nothing
from tests.screens.registry import HALVES
from tests.screens.screens import SCREENS, Screen

pytestmark = pytest.mark.browser
TOGETHER = {half: pytest.mark.xdist_group(half) for half in HALVES}
EACH = [pytest.param(screen, id=screen.name, marks=TOGETHER[screen.half]) for screen in SCREENS]
OF_EACH_HALF = [pytest.param(half, marks=together) for half, together in TOGETHER.items()]


@pytest.mark.parametrize("screen", EACH)
def test_no_judge_finds_anything_on_a_screen(screen: Screen, gallery: Gallery) -> None:
    expect_nothing(gallery[screen].found)


@checker.needs_checker
@pytest.mark.parametrize("half", OF_EACH_HALF)
def test_the_nu_html_checker_finds_no_error_in_any_page_or_fragment(
    half: str, gallery: Gallery, tmp_path: Path
) -> None:
    for screen in SCREENS:
        if screen.half == half:
            checker.write(tmp_path, screen.name, gallery[screen].texts)
    expect_nothing(checker.errors(tmp_path))
