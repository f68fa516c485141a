"""axe-core and a thumb's measure, on every screen and state."""

import pytest

from tests.screens.conftest import Gallery, expect_nothing
from tests.screens.screens import SCREENS, Screen

pytestmark = pytest.mark.browser


# fails with the grey of small print paler by half, in light and in the dark
@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_axe_finds_nothing_on_desktop_and_phone_in_light_and_dark(screen: Screen, gallery: Gallery) -> None:
    expect_nothing(gallery[screen].axe)


# fails with --tap below 44 px
@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_on_a_phone_whatever_can_be_pressed_is_at_least_44_pixels_each_way(screen: Screen, gallery: Gallery) -> None:
    expect_nothing(gallery[screen].small)
