"""Rows as the verbs would have left them, without their cost. Journeys never use these."""

from dataclasses import replace
from datetime import timedelta

from portal import clock
from portal.authentication import sessions
from portal.authentication.sessions import Browser
from portal.clients import records
from portal.credentials import passwords
from portal.credentials.invitations import send_invitation
from portal.database import writing
from portal.email_address import address_key
from portal.extensions import db
from portal.images.remaking import Remade
from portal.models import Client, EmailAddress, Link, Picture, PortalAccount, Practice, Staff, link_secret
from portal.models.account import username_key
from portal.models.event import Actor
from portal.options import resolve
from portal.practice import particulars, staff_accounts
from portal.practice.particulars import Particulars
from portal.practice.staff_accounts import Position
from tests.support import cast, photos
from tests.support.cast import Person

HERE = Browser("127.0.0.1", "A browser")
LOGO = Remade("image/png", 120, 40, photos.file(photos.picture(120, 40), "PNG"))


def make_practice() -> None:
    """The practice with Dana as its owner."""
    with writing():
        now = clock.now()
        maple = Practice(name=cast.PRACTICE, phone=cast.PHONE, time_zone=cast.TIME_ZONE, created_at=now)
        db.session.add_all([maple, _staff(cast.DANA, "owner", sees_clients=True)])


def put_logo(remade: Remade | None = None) -> Picture:
    """Over what the practice had."""
    row = Practice.one()
    now = Particulars(row.name, row.phone, row.reply_to, row.time_zone, row.address)
    particulars.change(now, dana(), remade or LOGO)
    logo = Practice.one().logo
    assert logo is not None
    return logo


def make_sam() -> Staff:
    """At the front desk."""
    return make_staff(cast.SAM, "staff")


def make_lena() -> Staff:
    return make_staff(cast.LENA, "manager")


def make_otto() -> Staff:
    """Deactivated by Dana just now."""
    otto = make_staff(cast.OTTO, "staff")
    staff_accounts.set_active(otto, False, dana())
    return otto


def invite_priya(role: str = "staff") -> Staff:
    """She sees clients, and has not registered yet."""
    return staff_accounts.add(Position(cast.PRIYA.name, role, sees_clients=True), cast.PRIYA.email or "", dana())


def make_staff(person: Person, role: str, *, sees_clients: bool = False) -> Staff:
    """Registered, with the password of the cast."""
    with writing():
        made = _staff(person, role, sees_clients)
        db.session.add(made)
    return made


def make_client(person: Person, *, registered: bool = False, disabled: bool = False) -> Client:
    with writing():
        now = clock.now()
        client = Client(
            first_name=person.first_name, last_name=person.last_name, preferred_name=person.preferred_name,
            birth_date=person.birth_date, created_at=now,
        )  # fmt: skip
        if person.email:
            client.emails.append(
                EmailAddress(address=person.email, address_key=address_key(person.email), is_default=True)
            )
        if registered or disabled:
            assert person.username
            client.account = PortalAccount(
                username=person.username, username_key=username_key(person.username),
                password_hash=cast.PASSWORD_HASH, registered_at=now, disabled_at=now if disabled else None,
            )  # fmt: skip
        client.refresh_search()
        db.session.add(client)
    return client


def rosa() -> Client:
    return make_client(cast.ROSA, registered=True)


def ines() -> Client:
    return make_client(cast.INES, disabled=True)


def nora() -> Client:
    return make_client(cast.NORA)


def milo() -> Client:
    return make_client(cast.MILO)


def rosa_to_be() -> Client:
    """Rosa before she has registered."""
    return make_client(cast.ROSA)


def milo_with_email() -> Client:
    """Milo once an address is on file; still no date of birth."""
    return make_client(replace(cast.MILO, email="milo@example.com"))


def theo() -> Client:
    """Invited just now."""
    client = make_client(cast.THEO)
    send_invitation(client, dana())
    return client


def ezra() -> Client:
    """His invite ran out an hour ago."""
    client = make_client(cast.EZRA)
    with clock.at(clock.now() - resolve.link_lifetime() - timedelta(hours=1)):
        send_invitation(client, dana())
    return client


def dana() -> Actor:
    person = Staff.by_sign_in_name(cast.DANA.username or "")
    assert person is not None
    return by(person)


def by(person: Staff) -> Actor:
    """Whoever acts, on staff."""
    return Actor("staff", staff_id=person.id, ip="127.0.0.1")


def move_practice(zone: str) -> None:
    with writing():
        Practice.one().time_zone = zone


def invite(client: Client) -> Link:
    return send_invitation(client, dana())


def invite_many(people: list[Client]) -> list[Link]:
    """Each three minutes after the one before, the last just now: more than thirty an hour may nobody send."""
    last, found = clock.now(), []
    for number, client in enumerate(people, 1):
        with clock.at(last - timedelta(minutes=3 * (len(people) - number))):
            found.append(invite(client))
    return found


def send_reset(client: Client) -> Link:
    return passwords.send_reset(client, dana())


def text_of(link: Link) -> str:
    """The link as it stands in the mail."""
    return link_secret.token(link)


def sign_in(credential: PortalAccount | Staff) -> str:
    """A signed-in browser's cookie."""
    with writing():
        cookie = sessions.start(credential, HERE)
    return cookie


def _staff(person: Person, role: str, sees_clients: bool) -> Staff:
    made = Staff(password_hash=cast.PASSWORD_HASH, role=role, sees_clients=sees_clients,
                 created_at=clock.now(), registered_at=clock.now())  # fmt: skip
    made.rename(person.name, person.email or "", person.username or "")
    return made


def change(client: Client, **other: object) -> None:
    """The details of this client as Dana changes them."""
    details = records.Details(**{**records.on_file(client), **other})
    records.change(client, details, dana())
