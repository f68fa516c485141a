"""Being idle, and what the page says and offers then."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta

from playwright.sync_api import Browser, Locator, Page

from portal import clock
from portal.models.sign_in import ABSOLUTE_LIMIT, hash_token
from portal.web.entry.session_page import WARNING
from tests.support import browser as chromium
from tests.support import cast
from tests.support.server import Server

LIMIT = timedelta(minutes=5)
SIGNED_IN = {"staff": cast.DANA, "client": cast.ROSA}
PAGES = {"staff": "/staff/clients/new", "client": "/details"}
Live = tuple[Server, Callable[[str], str]]


@contextmanager
def signed_in(browser: Browser, live: Live, realm: str, **kwargs: bool) -> Iterator[Page]:
    """A page of theirs whose clock the test moves."""
    server, cookie = live
    with chromium.person(browser, server.url, **kwargs) as page:
        page.context.add_cookies([{"name": realm, "value": cookie(realm), "url": server.url}])
        page.clock.install()
        page.goto(PAGES[realm])
        yield page


def be_idle(live: Live, page: Page, realm: str, spent: timedelta, since_sign_in: timedelta = timedelta()) -> None:
    """As if the last thing had been done so long ago, for the server and for the page."""
    now = clock.now()
    with closing(sqlite3.connect(live[0].folder / "portal.sqlite3", timeout=5)) as connection, connection:
        (token,) = [cookie["value"] for cookie in page.context.cookies() if cookie["name"] == realm]
        change = "UPDATE sign_in SET {} = ? WHERE token_hash = ?"
        ends = now + ABSOLUTE_LIMIT - since_sign_in
        for column, moment in (("last_seen_at", now - spent), ("expires_at", ends)):
            connection.execute(change.format(column), (_kept(moment), hash_token(token)))
    page.clock.fast_forward(int((LIMIT - WARNING).total_seconds()) * 1000 + 1000)


def _kept(moment: datetime) -> str:
    """As it stands in the database."""
    return moment.strftime("%Y-%m-%d %H:%M:%S.%f")


def type_in(page: Page, realm: str, text: str) -> Locator:
    field = page.get_by_label("Last name" if realm == "staff" else "City", exact=True)
    field.fill(text)
    if realm == "staff":
        page.get_by_label("First name", exact=True).fill("Una")
    else:
        page.get_by_label("Phone", exact=True).fill("(212) 555-0142")
        page.get_by_label("Phone call").check()
    return field


def send(page: Page, realm: str) -> None:
    page.get_by_role("button", name="Save client" if realm == "staff" else "Save details").click()


def warning(page: Page) -> Locator:
    return page.get_by_role("alertdialog")


def sign_in(page: Page, realm: str, password: str = cast.PASSWORD, username: str | None = None) -> None:
    dialog = page.get_by_role("dialog", name="You were signed out")
    dialog.get_by_label("Username").fill(username or SIGNED_IN[realm].username or "")
    dialog.get_by_label("Password", exact=True).fill(password)
    dialog.get_by_role("button", name="Sign in").click()


def is_kept_nowhere(page: Page) -> None:
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
