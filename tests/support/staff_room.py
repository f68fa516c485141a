"""Those who work at Maple Street, as the tests about roles see them."""

from collections.abc import Sequence

from flask import Flask
from sqlalchemy import select

from portal.authentication import sessions
from portal.authentication.audiences import STAFF
from portal.extensions import db
from portal.models import Event, Link, OutgoingMail, SignIn, Staff
from tests.support import cast, factories
from tests.support.visitor import Visitor

SAVED = {"name": "Sam Okafor", "role": "staff"}
KIM = {"name": "Kim Lee", "email": "kim@maple.example", "role": "staff", "current": cast.PASSWORD}
PEOPLE = "/staff/practice/staff"
NEW = f"{PEOPLE}/new"


def dana() -> Staff:
    found = Staff.by_sign_in_name("dana.w")
    assert found is not None
    return found


def fresh(person: Staff) -> Staff:
    """The row as it is now in the database."""
    db.session.rollback()
    db.session.refresh(person)
    return person


def is_registered(person: Staff) -> bool:
    return fresh(person).registered_at is not None


def named(name: str) -> Staff | None:
    db.session.rollback()
    return db.session.scalar(select(Staff).where(Staff.name == name))


def page_of(person: Staff) -> str:
    return f"{PEOPLE}/{person.public_id}"


def browser_of(app: Flask, person: Staff) -> Visitor:
    visitor = Visitor(app)
    visitor.set_cookie("staff", factories.sign_in(person))
    return visitor


def as_role(app: Flask, role: str) -> Visitor:
    """The browser of Sam, who has this role."""
    return browser_of(app, factories.make_staff(cast.SAM, role))


def sign_in(person: Staff) -> SignIn:
    row = sessions.live(STAFF, factories.sign_in(person))
    assert row is not None
    return row


def newest_link(person: Staff) -> Link:
    db.session.rollback()
    link = db.session.scalar(select(Link).where(Link.staff_id == person.id).order_by(Link.id.desc()).limit(1))
    assert link is not None
    return link


def mails_to(person: Staff) -> Sequence[OutgoingMail]:
    db.session.rollback()
    return db.session.scalars(
        select(OutgoingMail).where(OutgoingMail.staff_id == person.id).order_by(OutgoingMail.id)
    ).all()


def events_since(number: int) -> list[tuple[str, dict[str, str]]]:
    """Kind and fields of each, oldest first."""
    db.session.rollback()
    rows = db.session.scalars(select(Event).where(Event.id > number).order_by(Event.id))
    return [(event.kind, event.fields) for event in rows]
