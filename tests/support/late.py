"""Answers that come late: the server has acted and answered, and the browser does not hear of it until it may."""

from collections.abc import Callable

from playwright.sync_api import APIResponse, Page, Request, Route

from tests.support.server import wait_until

TWO_FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


class Late:
    """Keeps back the answer to the first request that is ``wanted``: it tells how things stood then."""

    def __init__(self, page: Page, wanted: Callable[[Request], bool]) -> None:
        self.page, self.wanted = page, wanted
        self.request: Request | None = None
        self._held: tuple[Route, APIResponse] | None = None
        page.route("**/*", self._meet)

    def wait(self) -> None:
        """Until the server has answered."""
        wait_until(lambda: self.page.evaluate("1") and self._held, "the answer to keep back is there")

    def come(self) -> None:
        """Lets it through, and waits until the page has taken it in, or has not wanted it any more."""
        assert self._held
        route, answer = self._held
        route.fulfill(response=answer)
        self.page.evaluate(TWO_FRAMES)

    def _meet(self, route: Route) -> None:
        if self.request is None and self.wanted(route.request):
            self.request = route.request
            self._held = (route, route.fetch())
        else:
            route.continue_()
