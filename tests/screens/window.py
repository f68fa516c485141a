"""One browser window that shows screen after screen, each as to somebody who has never been there.

A new browser for each screen would take twice as long: its program parts start cold. So cookies are emptied instead,
and what is in the cache counts for what it weighed when it was fetched (wire.py).
"""

import base64
from contextlib import suppress

from playwright.sync_api import Browser

from tests.screens.places import Place
from tests.screens.registry import Screen
from tests.screens.wire import Wire
from tests.support import browser as chromium

# width, height, device pixel ratio, whether a phone
SIZES = {
    "phone of 320": (320, 640, 1, True),
    "phone of 390": (390, 844, 1, True),
    "phone on its side": (844, 390, 1, True),
    "desktop at 200 %": (640, 400, 2, False),
    "desktop of 1280": (1280, 800, 1, False),
    "desktop of 2560": (2560, 1440, 1, False),
}
SMALL_PHONE, PHONE, DESKTOP = "phone of 320", "phone of 390", "desktop of 1280"


class Window:
    """``problems`` are what the console, the policy and the network said since the last screen was opened."""

    def __init__(self, browser: Browser, place: Place) -> None:
        context = browser.new_context(base_url=place.server.url, locale="en-US", reduced_motion="reduce")
        context.set_default_timeout(10_000)
        self.place, self.context, self.page = place, context, context.new_page()
        self.problems: list[str] = []
        self._is_touched = False
        chromium.watch(self.page, place.server.url, self.problems)
        self.wire = Wire(self.page)

    def show(self, screen: Screen) -> None:
        """Raises what playwright does where the screen cannot be brought about."""
        self.page.unroute_all()
        self.context.clear_cookies()
        self.wire.forget()
        who = screen.who or screen.audience
        if screen.is_signed_in and who in self.place.cookies:
            cookie = self.place.cookies[who]
            self.context.add_cookies([{"name": screen.audience.value, "value": cookie, "url": self.place.server.url}])
        self.resize(PHONE if screen.phone else DESKTOP)
        self.colour("light")
        self.problems.clear()
        screen.open(self.page, self.place)

    def resize(self, size: str, least_height: int = 0) -> None:
        width, height, ratio, is_phone = SIZES[size]
        metrics = {
            "width": width, "height": max(height, least_height), "deviceScaleFactor": ratio, "mobile": is_phone,
        }  # fmt: skip
        self.wire.session.send("Emulation.setDeviceMetricsOverride", metrics)
        if is_phone != self._is_touched:
            self.wire.session.send("Emulation.setTouchEmulationEnabled", {"enabled": is_phone})
            self._is_touched = is_phone

    def colour(self, scheme: str) -> None:
        self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]

    def picture(self, size: str, *, whole: bool = True) -> bytes:
        """PNG. Where it is of the whole page, the window is made as tall as that, so that bars stand at its end.

        Playwright's own way would go back to the size that it knows of.
        """
        self.resize(size)
        if whole:
            height = self.wire.session.send("Page.getLayoutMetrics")["cssContentSize"]["height"]
            self.resize(size, round(height))
        return base64.b64decode(self.wire.session.send("Page.captureScreenshot", {"format": "png"})["data"])

    def close(self) -> None:
        with suppress(Exception):
            self.context.close()
