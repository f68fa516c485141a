"""What somebody with a mail in hand does: open the link, answer the question, choose a password."""

from datetime import date

from sqlalchemy import func, select
from werkzeug.test import TestResponse

from portal.extensions import db
from portal.models import Client, Event, Link, PortalAccount
from portal.models.link import LinkKind
from tests.support import factories
from tests.support.at_once import at_once
from tests.support.cast import PASSWORD
from tests.support.visitor import Visitor

PAGES = {
    LinkKind.INVITATION: "/register",
    LinkKind.PASSWORD_RESET: "/reset-password",
    LinkKind.STAFF_INVITATION: "/staff/register",
    LinkKind.STAFF_PASSWORD_RESET: "/staff/reset-password",
}
NEW_PASSWORD = "eleven paper boats at dusk"


def page_of(link: Link) -> str:
    return PAGES[LinkKind(link.kind)]


def address_of(link: Link) -> str:
    return f"{page_of(link)}/{factories.text_of(link)}"


def open_link(visitor: Visitor, link: Link) -> TestResponse:
    """GET as the mail has it; what follows the link is the next page's business."""
    return visitor.get(address_of(link))


def answer(visitor: Visitor, link: Link, born: date) -> TestResponse:
    """Give this date of birth in the form of this link."""
    fields = {"month": born.month, "day": born.day, "year": born.year, "link": link.selector}
    return visitor.post(f"{page_of(link)}/birth-date", fields)


def confirm(visitor: Visitor, link: Link) -> None:
    """Open the link and answer rightly, so that the next POST may spend it."""
    assert open_link(visitor, link).status_code == 303
    if link.client is not None and link.client.birth_date is not None:
        assert answer(visitor, link, link.client.birth_date).status_code == 303


def account_form(link: Link, username: str, password: str = PASSWORD) -> dict[str, str]:
    return {"username": username, "password": password, "confirm": password, "link": link.selector}


def create_account(
    visitor: Visitor, link: Link, username: str = "chosen.name", password: str = PASSWORD
) -> TestResponse:
    return visitor.post(page_of(link), account_form(link, username, password))


def save_password(visitor: Visitor, link: Link, password: str = NEW_PASSWORD, again: str | None = None) -> TestResponse:
    confirm = password if again is None else again
    return visitor.post(page_of(link), {"password": password, "confirm": confirm, "link": link.selector})


def spend(visitor: Visitor, link: Link) -> TestResponse:
    """POST the form that uses the link up."""
    is_invitation = link.kind in (LinkKind.INVITATION, LinkKind.STAFF_INVITATION)
    return create_account(visitor, link) if is_invitation else save_password(visitor, link)


def twin_of(visitor: Visitor) -> Visitor:
    """The same browser once more: what it sends before the first answer has come."""
    twin = Visitor(visitor.http.application)
    for audience in ("staff", "client"):
        visitor.csrf_token(audience)
    twin.tokens = dict(visitor.tokens)
    for name in ("link", "session"):
        twin.set_cookie(name, visitor.cookie(name) or "")
    return twin


def press_together(browsers: list[Visitor], address: str, form: dict[str, str]) -> list[TestResponse]:
    """Each posts the form at the same moment."""
    return at_once(lambda browser: browser.post(address, form), browsers)


def client_of(link: Link) -> Client:
    db.session.rollback()
    assert link.client is not None
    return link.client


def fresh(link: Link) -> Link:
    """The row as it is now in the database."""
    db.session.rollback()
    db.session.refresh(link)
    return link


def accounts() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(PortalAccount)) or 0


def kinds_since(number: int = 0) -> list[str]:
    """The kinds of the events after this one, in order."""
    db.session.rollback()
    return list(db.session.scalars(select(Event.kind).where(Event.id > number).order_by(Event.id)))


def last_event() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.max(Event.id))) or 0
