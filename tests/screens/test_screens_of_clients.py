"""Every other screen, judged as those of staff are.

Two files, since the tests of one file stay in one process.
"""

from pathlib import Path

import pytest

from tests.screens import checker
from tests.screens.conftest import Gallery, expect_nothing
from tests.screens.screens import SCREENS, Screen

pytestmark = pytest.mark.browser
OURS = [screen for screen in SCREENS if not screen.is_of_staff_at_the_portal]


@pytest.mark.parametrize("screen", OURS, ids=lambda screen: screen.name)
def test_no_judge_finds_anything_on_a_screen(screen: Screen, gallery: Gallery) -> None:
    expect_nothing(gallery[screen].found)


@checker.needs_checker
def test_the_nu_html_checker_finds_no_error_in_any_page_or_fragment(gallery: Gallery, tmp_path: Path) -> None:
    for screen in OURS:
        checker.write(tmp_path, screen.name, gallery[screen].texts)
    expect_nothing(checker.errors(tmp_path))
