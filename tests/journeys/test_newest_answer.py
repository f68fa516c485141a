"""What is shown is what the newest press has led to, whichever answer comes late: of the poll, or of an earlier press.

The buttons are those that a page has, not those of a list; each is tried on a client of its own.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, expect
from sqlalchemy import update

from portal import clock
from portal.clients import email_addresses
from portal.config_values import MailServer
from portal.database import writing
from portal.extensions import db
from portal.models import OutgoingMail
from tests.support import cast, factories
from tests.support.cast import Person
from tests.support.choices import choose
from tests.support.hanging import HangingServer
from tests.support.late import Late
from tests.support.live import desk, prepared
from tests.support.post import use
from tests.support.presses import (
    assert_it_shows_how_things_are,
    is_act,
    is_press,
    name_of,
    press_behind,
    presses,
)
from tests.support.reviewing import fill_in
from tests.support.server import Server

pytestmark = pytest.mark.browser
Live = tuple[Server, str]
MOST_PRESSES = {"Invited": 12, "Active": 20}


def invited(person: Person) -> None:
    client = factories.make_client(person)
    email_addresses.add(client, f"other.{person.email}", factories.dana())
    factories.invite(client)


def active(person: Person) -> None:
    client = factories.make_client(person, registered=True)
    email_addresses.add(client, f"other.{person.email}", factories.dana())
    fill_in(client)
    fill_in(client, city="Albany", phone="(212) 555-0150")
    factories.send_reset(client)


KINDS: dict[str, Callable[[Person], None]] = {"Invited": invited, "Active": active}


def someone(kind: str, number: int) -> Person:
    name = f"{kind}{number}"
    return Person("Client", name, f"{name}@example.com".lower(), f"c.{name}".lower(), cast.ROSA.birth_date)


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """Their mails wait for an hour, so that each menu with one on its way asks for itself again and again."""
    with HangingServer() as silent:

        def fill() -> None:
            use(MailServer("127.0.0.1", silent.port, "none"))
            choose(task_details=True)
            people = [
                (make, someone(kind, number)) for kind, make in KINDS.items() for number in range(MOST_PRESSES[kind])
            ]
            for number, (make, person) in enumerate(people):
                with clock.at(
                    clock.now() - timedelta(minutes=60 + 5 * (len(people) - number))
                ):  # below the limit of an hour
                    make(person)
            with writing():
                db.session.execute(update(OutgoingMail).values(next_try_at=clock.now() + timedelta(hours=1)))

        folder: Path = tmp_path_factory.mktemp("late") / "data"
        with prepared(folder, fill, silent.port) as running:
            yield running


@pytest.fixture
def dana(browser: Browser, live: Live) -> Iterator[Page]:
    with desk(browser, *live) as page:
        yield page


def profiles(page: Page, kind: str) -> list[str]:
    """The addresses of those of a kind."""
    page.goto(f"/staff/clients?q={kind}")
    return [str(link.get_attribute("href")) for link in page.locator(".client-list a").all()]


def test_an_answer_of_the_poll_that_comes_after_a_press_changes_nothing(dana: Page) -> None:
    addresses = profiles(dana, "Active")
    for number in range(len(presses(dana, addresses[0]))):
        button = presses(dana, addresses[number])[number]
        tried = f"the poll before {name_of(button)}"
        late = Late(dana, lambda request: request.method == "GET" and "/menu" in request.url)
        dana.locator("#client-menu[hx-trigger]").dispatch_event("every")
        late.wait()
        wanted = is_press(dana, button)
        with dana.expect_response(lambda response, wanted=wanted: wanted(response.request)) as pressed:
            button.click()
        opens = pressed.value.request.method == "GET"
        pressed.value.finished()
        dana.evaluate("1")
        late.come()
        dana.unroute_all()
        assert_it_shows_how_things_are(dana, tried, opens)


def test_an_answer_of_an_earlier_press_that_comes_late_hides_nothing_of_the_later_one(dana: Page) -> None:
    addresses = list(reversed(profiles(dana, "Active")))
    for number in range(0, len(presses(dana, addresses[0])), 2):
        buttons = presses(dana, addresses[number])
        button, earlier = buttons[number], [one for one in buttons[:number] + buttons[number + 1 :] if is_act(one)][-1]
        tried = f"{name_of(earlier)} before {name_of(button)}"
        late = Late(dana, is_press(dana, earlier))
        earlier.click()
        late.wait()
        answer = press_behind(dana, button, late)
        assert_it_shows_how_things_are(dana, tried, answer.request.method == "GET")


@pytest.fixture
def attention(dana: Page) -> list[Locator]:
    """The buttons of what needs attention."""
    dana.goto("/staff/activity")
    return dana.get_by_role("button", name="Dismiss").all()


def test_of_two_lines_dismissed_one_after_the_other_none_comes_back(dana: Page, attention: list[Locator]) -> None:
    first, second = (name_of(button) for button in attention[:2])
    late = Late(dana, lambda request: request.method == "POST")
    attention[0].click()
    late.wait()
    press_behind(dana, attention[1], late)
    for name in (first, second):
        expect(dana.get_by_role("button", name=name)).to_have_count(0)
    assert_it_shows_how_things_are(dana, "Dismiss", opens=False)


def test_a_press_that_waits_its_turn_shows_it_and_is_sent_once(dana: Page) -> None:
    presses(dana, profiles(dana, "Invited")[-1])
    sent: list[Request] = []
    dana.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    late = Late(dana, lambda request: request.method == "POST")
    dana.get_by_role("button", name="Resend portal invite").click()
    late.wait()
    withdraw = dana.get_by_role("button", name="Withdraw invite")
    withdraw.click()
    withdraw.click()
    expect(dana.locator("form[data-sending]", has=withdraw)).to_have_count(1)
    late.come()
    expect(dana.locator("#client-menu .status")).to_have_text("Not set up")
    assert [request.url.rpartition("/")[2] for request in sent] == ["invitations", "withdrawals"]


def test_the_list_of_clients_fits_what_was_typed_last_though_the_first_answer_comes_late(dana: Page) -> None:
    dana.goto("/staff/clients")
    field = dana.get_by_role("searchbox", name="Search clients")
    late = Late(dana, lambda request: "q=inv" in request.url)
    field.fill("inv")
    late.wait()
    for text in ("invited", "invited1", "invited11"):
        with dana.expect_request(lambda request, text=text: request.url.endswith(f"q={text}"), timeout=5_000):
            field.fill(text)
    expect(dana.locator(".client-list li")).to_have_count(1)
    late.come()
    expect(dana.locator(".client-list li")).to_have_count(1)
    expect(dana).to_have_url("/staff/clients?q=invited11")
