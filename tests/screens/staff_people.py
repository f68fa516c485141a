"""Those on staff for the screens about them, one for each state."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from portal import clock, config
from portal.credentials import links, registration
from portal.extensions import db
from portal.mail import outbox
from portal.mail.troubles import Trouble
from portal.models import Link, Staff, link_secret
from portal.models.event import Actor
from portal.models.link import LinkKind
from portal.practice import staff_accounts, staff_invitations
from portal.practice.staff_accounts import Position
from tests.support import cast, factories
from tests.support.cast import Person

LONG = Person(
    "Wolfeschlegelsteinhausenbergerdorff", "Featherstonehaugh-Cholmondeley-Marjoribanks",
    "wolfeschlegelsteinhausenbergerdorff.featherstonehaugh@a-rather-long-name-of-a-practice.example", "wolfe.long",
)  # fmt: skip
INVITED = {
    "invited": "Priya Raman", "registering": "Noor Haddad", "resent": "Yusuf Demir", "used": "Tomas Varga",
    "withdrawn": "Ines Laurent",
}  # fmt: skip


def fill() -> dict[str, str]:
    """Ids as ``member_…``, and the links of invites as ``member_…_link``."""
    lena = factories.make_lena()
    by = factories.by(lena)  # what Dana has sent within an hour is enough
    people = {
        "manager": lena, "deactivated": factories.make_otto(),
        "long": factories.make_staff(LONG, "manager", sees_clients=True),
    }  # fmt: skip
    with _ago(hours=72):
        people["expired"] = _invite("Grace Obi", by)
        _deliver()
    with _ago(hours=3):
        people |= {state: _invite(name, by) for state, name in INVITED.items()}
        people["resetting"] = factories.make_staff(Person("Bea", "Lindholm", "bea@maple.example", "bea.l"), "staff")
        staff_invitations.send_reset(people["resetting"], by)
        _deliver()
        people["refused"] = _invite("Kofi Mensah", by, "kofi@maple.exmaple")
        _refuse()
    staff_invitations.withdraw_invite(people["withdrawn"], by)
    values = {f"member_{state}_link": link_secret.token(_link(people[state])) for state in INVITED}
    used = links.find(values["member_used_link"], LinkKind.STAFF_INVITATION)
    registration.create_account(used, "nonce", "tomas.v", cast.PASSWORD, factories.HERE)
    db.session.rollback()
    dana = Staff.by_sign_in_name("dana.w")
    assert dana is not None
    people["self"] = dana
    return values | {f"member_{state}": person.public_id for state, person in people.items()}


def _invite(name: str, by: Actor, email: str | None = None) -> Staff:
    address = email or f"{name.split()[0].lower()}@maple.example"
    return staff_accounts.add(Position(name, "staff", sees_clients=True), address, by)


def _link(person: Staff) -> Link:
    return db.session.query(Link).filter_by(staff_id=person.id).one()


def _deliver() -> None:
    while mail := outbox.claim():
        outbox.sent(mail, "250 2.0.0 Ok: queued as 4GkQ9z")


def _refuse() -> None:
    mail = outbox.claim()
    if config.current().mail_server is not None and mail is not None:
        outbox.failed(mail, Trouble.NO_MAILBOX, f"550 5.1.1 <{mail.address}>: no such user here")


@contextmanager
def _ago(**duration: float) -> Iterator[None]:
    with clock.at(clock.now() - timedelta(**duration)):
        yield
