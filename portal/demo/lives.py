"""What happens to the clients of the demo, through the verbs of the portal, each step at its moment."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from portal import clock
from portal.authentication import sessions
from portal.authentication.audiences import CLIENT
from portal.authentication.sessions import Browser
from portal.clients import email_addresses, records
from portal.clients.records import Details
from portal.contract.option import Value
from portal.credentials import (
    birth_date_check,
    forgotten_passwords,
    invitations,
    links,
    passwords,
    portal_access,
    registration,
)
from portal.database import writing
from portal.demo import answers
from portal.demo.people import PEOPLE, Person
from portal.errors import BirthDateWrong, LinkDead
from portal.extensions import db
from portal.intake.answers import answer
from portal.intake.steps import skip_for_now
from portal.models import Client, Link, PortalAccount, Practice, Staff, link_secret
from portal.models.account import username_key
from portal.models.event import Actor, record
from portal.models.link import LinkKind
from portal.options import resolve
from portal.practice import particulars
from portal.practice.particulars import Founding

ZONE = ZoneInfo("America/New_York")
USERNAME = "dana.w"
FOUNDED = 41  # days ago, before the first client
OFFICE = Browser("192.0.2.10", "Firefox on Windows")  # RFC 5737: nobody's address
PHONE = Browser("192.0.2.77", "Safari on iPhone")
NONCE = "a browser of the demo"
CHOSEN: dict[str, Value | None] = {"step_details": "optional", "task_details": True}


def fill(password: str) -> None:
    """Let everything happen in its order, each step at its moment. Raises AlreadySetUp where there is a practice."""
    today = clock.now()
    with clock.at(_moment(today, FOUNDED, 0, 0)):
        particulars.create(
            Founding("Maple Street Counseling", "(212) 555-0100", ZONE.key, "Dana Whitfield", "dana@example.org",
                     USERNAME, password), OFFICE,
        )  # fmt: skip
        dana = db.session.scalars(select(Staff)).one()
        resolve.change(Practice.one(), CHOSEN, Actor("staff", staff_id=dana.id, ip=OFFICE.ip))
    acts: list[tuple[datetime, Life, str]] = []
    for place, person in enumerate(PEOPLE):
        life = Life(person, place, dana)
        for number, (verb, days) in enumerate(person.steps):
            acts.append((_moment(today, days, place, number), life, verb))
    for moment, life, verb in sorted(acts, key=lambda act: act[0]):
        with clock.at(moment):
            getattr(life, verb)()


def _moment(today: datetime, days: int, place: int, step: int) -> datetime:
    """In the practice's office hours of that day; 0 is within the last hour."""
    if days == 0:
        return today - timedelta(minutes=58 - place % 8 * 4 - step * 3)
    day = today.astimezone(ZONE).date() - timedelta(days=days)
    start = datetime.combine(day, time(9, 2), ZONE) + timedelta(minutes=place * 9 + step * 7)
    return start.astimezone(today.tzinfo)


class Life:
    """What happens to one client: each method is a step of ``Person.steps``."""

    def __init__(self, person: Person, place: int, dana: Staff) -> None:
        self.person, self.place = person, place
        self.staff_id, self.password_hash = dana.id, dana.password_hash  # one hash for all: hashing is slow by design
        self.office = Actor("staff", staff_id=dana.id, ip=OFFICE.ip)
        self.number = 0

    @property
    def client(self) -> Client:
        return db.session.get_one(Client, self.number)

    @property
    def own(self) -> Actor:
        return Actor("client", client_id=self.number, ip=PHONE.ip)

    @property
    def account(self) -> PortalAccount:
        account = self.client.account
        assert account is not None
        return account

    def add(self) -> None:
        born = date.fromisoformat(self.person.birth_date) if self.person.birth_date else None
        phone = f"(212) 555-01{self.place + 10}" if self.place % 6 else None
        provider_id = self.staff_id if self.place % 3 else None
        first, last, preferred = self.person.first_name, self.person.last_name, self.person.preferred_name
        details = Details(first, last, preferred, born, phone, provider_id)
        self.number = records.add(details, self.person.email, self.office).id

    def second_email(self) -> None:
        email_addresses.add(self.client, f"client{self.place + 10}@example.org", self.office)

    def switch_default(self) -> None:
        email_addresses.make_default(self.client.emails[1], self.office)

    def delete_default(self) -> None:
        email_addresses.delete(self.client.emails[0], self.office)

    def invite(self) -> None:
        invitations.send_invitation(self.client, self.office)

    def withdraw(self) -> None:
        invitations.withdraw_invitation(self.client, self.office)

    def fetch(self) -> None:
        links.fetched(self._link_text(), LinkKind.INVITATION, Actor("link", ip=PHONE.ip))

    def wrong_birth_date(self) -> None:
        with suppress(BirthDateWrong, LinkDead):
            self._answer(date(1970, 1, 1))

    def register(self) -> None:
        """As registration.create_account, but with the hash there is."""
        link = self._invitation()
        if born := self.client.birth_date:
            self._answer(born)
        username = registration.suggested_username(self.client)
        with writing():
            links.spend(link, NONCE)
            account = PortalAccount(
                client_id=self.number, username=username, username_key=username_key(username),
                password_hash=self.password_hash, registered_at=clock.now(),
            )  # fmt: skip
            db.session.add(account)
            db.session.flush()
            self.client.refresh_search()
            record("registered", self.own, client_id=self.number)
            sessions.start(account, PHONE)

    def visit(self) -> None:
        with writing():
            sessions.start(self.account, PHONE)

    def fill_in(self) -> None:
        """The details, as the step asks for them, or changed under the task."""
        given = answers.details(self.client.preferred_name, self.client.phone, self.place)
        answer(self.client, "details", given, self.own)

    def leave_for_later(self) -> None:
        skip_for_now(self.client, "details", self.own)

    def reset(self) -> None:
        passwords.send_reset(self.client, self.office)

    def forget_password(self) -> None:
        forgotten_passwords.ask(CLIENT, self.account.username, self.person.email, PHONE.ip)
        forgotten_passwords.answer_all()

    def turn_off(self) -> None:
        portal_access.set_access(self.client, False, self.office)

    def turn_on(self) -> None:
        portal_access.set_access(self.client, True, self.office)

    def _invitation(self) -> Link:
        mine = select(Link).where(Link.client_id == self.number, Link.kind == LinkKind.INVITATION)
        return db.session.scalars(mine.order_by(Link.id.desc()).limit(1)).one()

    def _link_text(self) -> str:
        return link_secret.token(self._invitation())

    def _answer(self, day: date) -> None:
        birth_date_check.confirm_birth_date(
            self._link_text(), LinkKind.INVITATION, NONCE, day, Actor("link", ip=PHONE.ip)
        )
