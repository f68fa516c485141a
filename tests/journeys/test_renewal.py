"""The link ran out before the client opened it: a new one is asked for on a phone, and leads all the way in."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from portal import clock
from tests.journeys import steps
from tests.support import browser as chromium
from tests.support import cast, factories
from tests.support.cast import Person
from tests.support.catalogue import Say
from tests.support.links import address_of
from tests.support.live import desk, prepared
from tests.support.mails import link_in
from tests.support.smtp import Receiver

pytestmark = pytest.mark.browser
PASSWORD = "nine small clouds at dusk"
TRIES = "Le quedan 4 intentos."


def test_a_client_whose_invite_ran_out_asks_for_a_new_link_and_registers(
    tmp_path: Path, smtp: Receiver, browser: Browser
) -> None:
    old: list[str] = []
    say = Say("es")

    def fill() -> None:
        with clock.at(clock.now() - timedelta(hours=49)):
            link = factories.invite(factories.make_client(cast.THEO))
        old.append(address_of(link))

    with prepared(tmp_path / "live", fill, smtp.port) as (server, cookie):
        with chromium.person(browser, server.url, phone=True, javascript=False, language="es") as theo:
            answer = theo.goto(old[0])
            assert answer is not None and answer.status == 410
            expect(theo.get_by_text(say("This link has expired."))).to_be_visible()
            ask(theo, cast.ROSA, say)
            expect(theo.get_by_role("alert")).to_contain_text(TRIES)
            ask(theo, cast.THEO, say)
            sent = say("A new link is on its way to your email address. It works until %(end)s.", end="")
            expect(theo.get_by_role("status")).to_contain_text(sent.rstrip(". "))
            (mail,) = smtp.wait_for(1)
            assert mail["To"] == cast.THEO.email
            theo.goto(link_in(mail))
            steps.confirm_birth_date(theo, cast.THEO, say)
            steps.create_account(theo, "theo.n", PASSWORD, say)
            expect(theo.get_by_role("heading", level=1)).to_have_text(say("Home", "page"))
        with desk(browser, server, cookie) as dana:
            steps.open_profile(dana, cast.THEO)
            dana.get_by_role("link", name="History", exact=True).click()
            expect(dana.get_by_text(f"New link asked for; portal invite for {cast.THEO.email}")).to_be_visible()


def ask(page: Page, person: Person, say: Say) -> None:
    assert person.birth_date
    page.get_by_label(say("Month")).fill(str(person.birth_date.month))
    page.get_by_label(say("Day")).fill(str(person.birth_date.day))
    page.get_by_label(say("Year")).fill(str(person.birth_date.year))
    page.get_by_role("button", name=say("Send me a new link")).click()
