"""One set of servers and one look at each screen for all tests of the screens."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser

from tests.screens import looks, places
from tests.screens.looks import Look, Seen
from tests.screens.places import Places
from tests.screens.registry import Screen
from tests.screens.window import Window


@dataclass
class Gallery:
    browser: Browser
    places: Places
    windows: dict[str, Window] = field(default_factory=dict)
    seen: Seen = field(default_factory=Seen)
    _looks: dict[str, Look] = field(default_factory=dict)

    def __getitem__(self, screen: Screen) -> Look:
        """What was found on it. Raises what its opening raises."""
        if screen.name not in self._looks:
            self._looks[screen.name] = looks.look(self._window(screen.place), screen, self.seen)
        return self._looks[screen.name]

    def _window(self, place: str) -> Window:
        if place not in self.windows:
            self.windows[place] = Window(self.browser, self.places[place])
            self.windows[place].context.add_init_script(looks.judges())
        return self.windows[place]


def expect_nothing(found: list[str]) -> None:
    """Fails with what was found, and no more."""
    if found:
        pytest.fail("\n".join(found), pytrace=False)


@pytest.fixture(scope="session")
def all_places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    with places.places(tmp_path_factory.mktemp("places")) as running:
        yield running


@pytest.fixture(scope="session")
def gallery(browser: Browser, all_places: Places) -> Iterator[Gallery]:
    gallery = Gallery(browser, all_places)
    yield gallery
    for window in gallery.windows.values():
        window.close()
