"""Nothing is wider than the page, from a phone of 320 pixels to a desktop of 2560, whatever people are called."""

import pytest

from tests.screens.conftest import Gallery, expect_nothing
from tests.screens.screens import SCREENS, Screen

pytestmark = pytest.mark.browser


# fails where a long name does not break in the heading
@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_no_page_scrolls_sideways_at_any_width(screen: Screen, gallery: Gallery) -> None:
    expect_nothing(gallery[screen].wide)
