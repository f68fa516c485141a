"""axe-core and a thumb's measure, on every screen and state."""

import pytest

from tests.screens.conftest import Gallery, expect_nothing
from tests.screens.screens import SCREENS, Screen

pytestmark = pytest.mark.browser


# fails with the help text of the fields in a paler grey
@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_axe_finds_nothing_on_desktop_and_phone_in_light_and_dark(screen: Screen, gallery: Gallery) -> None:
    expect_nothing(gallery[screen].axe)


# fails with a link on a line of its own that has the height of its text
@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_on_a_phone_whatever_can_be_pressed_is_at_least_44_pixels_each_way(screen: Screen, gallery: Gallery) -> None:
    expect_nothing(gallery[screen].small)
