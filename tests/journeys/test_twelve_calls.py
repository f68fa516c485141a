"""The twelve calls that a front desk gets: the cause is read out, and set right in two clicks.

The calls come on a desktop and on a phone in turn.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from portal.config_values import MailServer
from portal.models import Client
from tests.support import calls, cast, factories
from tests.support.cast import Person
from tests.support.live import desk, prepared
from tests.support.post import use
from tests.support.server import Server
from tests.support.smtp import Receiver

pytestmark = pytest.mark.browser
FILTER = "opened, perhaps by a mail filter, at"
TIME = r"\d+:\d\d [AP]M"


@dataclass
class Desk:
    """What the front desk does; clicks are counted, typing is free."""

    page: Page
    clicks: int = 0

    @property
    def menu(self) -> Locator:
        return self.page.get_by_role("complementary", name="Client menu")

    @property
    def why(self) -> Locator:
        return self.menu.get_by_role("region", name="Why they can't get in")

    def click(self, what: Locator) -> None:
        self.clicks += 1
        what.click()

    def press(self, name: str) -> None:
        self.click(self.why.get_by_role("button", name=name, exact=True))


def _press(name: str) -> Callable[[Desk], None]:
    return lambda desk: desk.press(name)


def _correct_the_address(desk: Desk) -> None:
    desk.press("Correct the address and send again")
    expect(desk.why.get_by_label("Email")).to_be_focused()
    desk.page.keyboard.type("right@example.com")
    desk.press("Save email and send again")


def _edit_the_date(desk: Desk) -> None:
    desk.press("Edit date of birth")
    field = desk.page.get_by_label("Date of birth")
    expect(field).to_be_focused()
    field.fill(calls.SWAPPED.isoformat())
    desk.click(desk.page.get_by_role("button", name="Save details"))


def _switch_on(desk: Desk) -> None:
    desk.click(desk.why.get_by_role("switch", name="Portal access"))


@dataclass(frozen=True)
class Call:
    """``cause`` is a pattern; ``then``: what the menu says afterwards."""

    bring_about: Callable[[Client], object]
    cause: str
    set_right: Callable[[Desk], None]
    then: str = ""


CALLS = {
    1: Call(calls.delayed, f"Still waiting: the mail server has not answered since {TIME}", _press("Try again now"),
            "Sent to"),
    2: Call(calls.refused, r"Not delivered to caller2@example.com: no such mailbox", _correct_the_address,
            "Invite on its way to right@example.com"),
    3: Call(calls.default_email_changed, r"The invite to caller3@example.com ended when the default email changed",
            _press("Send portal invite"), "Invite on its way to other@example.com"),
    4: Call(calls.expired, rf"The invite expired \w{{3}}, \w{{3}} \d+, {TIME}", _press("Resend portal invite"),
            "Invite on its way"),
    5: Call(calls.older_link_opened, f"The link of an older mail was {FILTER} {TIME}; the one that works was sent at "
            f"{TIME}", _press("Resend portal invite"), "Invite on its way"),
    6: Call(calls.registered_already, "Already registered: the invite's link was opened again, perhaps by a mail "
            f"filter, at {TIME}", _press("Copy sign-in address"), "The client signs in at http://127.0.0.1"),
    7: Call(calls.wrong_birth_date, r"Wrong date of birth, 3 of 5 tries \(day and month look swapped\)",
            _edit_the_date),
    9: Call(calls.sign_in_waits, f"5 wrong passwords since {TIME}; sign-in waits until {TIME}", _press("Unlock"),
            "Unlocked"),
    10: Call(calls.reset_in_vain, f"A reset was asked for at {TIME} with an email that is not on file",
             _press("Send password reset"), "Password reset on its way"),
    11: Call(calls.turned_off, r"Turned off by Dana Whitfield, \w{3}, \w{3} \d+", _switch_on, "Portal access is on"),
    12: Call(calls.stopped_in_the_middle, r"Client's details is still open \(required\)",
             _press("Skip for this client"), "Skipped"),
}  # fmt: skip


def caller(number: int) -> Person:
    return Person("Caller", f"Number {number:02}", f"caller{number}@example.com", None, cast.THEO.birth_date)


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    """Each call has a client of its own."""
    with Receiver() as receiver:

        def fill() -> None:
            use(MailServer("127.0.0.1", receiver.port, "none"))
            for number, call in CALLS.items():
                call.bring_about(factories.make_client(caller(number)))
            factories.rosa()

        folder: Path = tmp_path_factory.mktemp("live") / "data"
        with prepared(folder, fill, receiver.port) as running:
            yield running


@pytest.mark.parametrize("number", CALLS)
def test_the_cause_is_named_and_set_right_in_two_clicks_and_then_gone(
    number: int, live: tuple[Server, str], browser: Browser
) -> None:
    call = CALLS[number]
    with desk(browser, *live, phone=number % 2 == 0) as page:
        page.goto("/staff/clients?q=caller")
        page.get_by_role("link", name=caller(number).name).click()
        front = Desk(page)
        expect(front.why.locator("#why-sentence")).to_have_text(re.compile(rf"^\s*{call.cause}\s*$"))
        call.set_right(front)
        expect(front.why).to_have_count(0)
        assert front.clicks <= 2
        if call.then:
            expect(front.menu.get_by_role("status").first).to_contain_text(call.then)


# row 8: nothing stands in the way, and the username is there to be read out
def test_the_username_is_there_to_be_read_out_and_copied(live: tuple[Server, str], browser: Browser) -> None:
    with desk(browser, *live, phone=True) as page:
        page.goto("/staff/clients?q=rosa")
        page.get_by_role("link", name=cast.ROSA.name).click()
        front = Desk(page)
        expect(front.menu).to_contain_text("rosie.d")
        expect(front.why).to_have_count(0)
        front.click(front.menu.get_by_role("button", name="Copy username"))
        expect(front.menu.get_by_text("Copied", exact=True)).to_be_visible()
        assert front.clicks <= 2
