"""A running server whose practice is there already, and browsers that are signed in to it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

from portal import config
from portal.models import Staff
from tests.support import browser as chromium
from tests.support import factories, practices
from tests.support.server import Server


@contextmanager
def prepared(
    folder: Path, fill: Callable[[], None], smtp_port: int | None = None, **environment: str
) -> Iterator[tuple[Server, str]]:
    """The server on a folder that ``fill`` has put clients into, and the text of Dana's cookie."""
    settings = config.load({"PORTAL_DATA_DIR": str(folder)})
    with practices.opened(settings):
        fill()
        dana = Staff.by_sign_in_name("dana.w")
        assert dana is not None
        cookie = factories.sign_in(dana)
    with Server(folder, smtp_port, **environment) as server:
        yield server, cookie


@contextmanager
def desk(
    browser: Browser, server: Server, cookie: str, *, phone: bool = False, tolerant: bool = False
) -> Iterator[Page]:
    """Dana's browser, signed in."""
    with chromium.person(browser, server.url, phone=phone, tolerant=tolerant) as page:
        page.context.add_cookies([{"name": "staff", "value": cookie, "url": server.url}])
        yield page
