"""All screens, in the order in which a person might meet them."""

from tests.screens import setup_screens  # noqa: I001  the order of the lists is the order of the pictures
from tests.screens import visitor_screens, link_screens, client_screens, step_screens, error_screens
from tests.screens import spanish_screens
from tests.screens import staff_screens, staff_people_screens, profile_screens, menu_screens
from tests.screens import shown_link_screens, option_screens
from tests.screens.registry import Screen, known

__all__ = ["SCREENS", "Screen"]

LISTS = (setup_screens, visitor_screens, link_screens, client_screens, step_screens, error_screens, spanish_screens,
         staff_screens,
         staff_people_screens, profile_screens, menu_screens, shown_link_screens, option_screens)  # fmt: skip
SCREENS: list[Screen] = known
