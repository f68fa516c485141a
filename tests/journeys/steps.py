"""What people do, step by step, through forms and links only."""

import re

from playwright.sync_api import Page, expect

from tests.support import cast
from tests.support.cast import Person
from tests.support.catalogue import ENGLISH, Say
from tests.support.server import Server

OWNER_PASSWORD = "eleven green boats in may"


def set_up(page: Page, server: Server) -> None:
    """The owner opens the one-time address and makes the practice."""
    page.goto(server.setup_address())
    page.get_by_label("Practice name").fill(cast.PRACTICE)
    page.get_by_label("Phone").fill(cast.PHONE)
    page.get_by_label("Time zone").select_option(cast.TIME_ZONE)
    page.get_by_label("Your name").fill(cast.DANA.name)
    page.get_by_label("Email").fill(cast.DANA.email or "")
    page.get_by_label("Username").fill(cast.DANA.username or "")
    page.get_by_label("Password", exact=True).fill(OWNER_PASSWORD)
    page.get_by_role("button", name="Create practice").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Checklist")


def add_client(page: Page, person: Person) -> None:
    page.goto("/staff/clients")
    page.get_by_role("link", name="Add client").click()
    page.get_by_label("First name").fill(person.first_name)
    page.get_by_label("Last name").fill(person.last_name)
    if person.birth_date:
        page.get_by_label("Date of birth").fill(person.birth_date.isoformat())
    page.get_by_label("Email").fill(person.email or "")
    page.get_by_role("button", name="Save client").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(person.name)


def open_profile(page: Page, person: Person) -> None:
    page.goto("/staff/clients")
    page.get_by_role("link", name=person.name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(person.name)


def confirm_birth_date(page: Page, person: Person, say: Say = ENGLISH) -> None:
    assert person.birth_date
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Confirm it's you"))
    page.get_by_label(say("Month")).fill(say.month(person.birth_date.month))
    page.get_by_label(say("Day")).fill(str(person.birth_date.day))
    page.get_by_label(say("Year")).fill(str(person.birth_date.year))
    page.get_by_role("button", name=say("Continue")).click()


def create_account(page: Page, username: str, password: str, say: Say = ENGLISH) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Create your portal account"))
    page.get_by_label(say("Username")).fill(username)
    page.get_by_label(say("Password"), exact=True).fill(password)
    page.get_by_label(say("Confirm password")).fill(password)
    page.get_by_role("button", name=say("Create account")).click()


def sign_in(page: Page, username: str, password: str, where: str = "/sign-in", say: Say = ENGLISH) -> None:
    page.goto(where)
    page.get_by_label(re.compile(f"^{say('Username')}")).fill(username)
    page.get_by_label(say("Password"), exact=True).fill(password)
    page.get_by_role("button", name=say("Sign in")).click()


def choose_password(page: Page, password: str, say: Say = ENGLISH) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Choose a new password"))
    page.get_by_label(say("New password"), exact=True).fill(password)
    page.get_by_label(say("Confirm new password")).fill(password)
    page.get_by_role("button", name=say("Save new password")).click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(say("Choose a new password"))
