"""Somebody in every status: filled in once in a process, then copied, since the passwords that lock an account out
take their time to hash.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask

from portal import clock, config
from portal.clients import email_addresses
from portal.config import Settings
from portal.credentials import invitations, passwords
from portal.database import writing
from portal.extensions import db
from portal.images.remaking import Remade
from portal.intake import pending_changes, pictures
from portal.models import Client, Link, OutgoingMail, SignIn, Staff
from portal.models.outgoing_mail import MailState
from portal.practice import staff_invitations, test_mails
from tests.support import calls, cast, factories, reviewing
from tests.support.addresses import World
from tests.support.cast import Person
from tests.support.choices import choose
from tests.support.database import Snapshot

STAYS_FRESH = timedelta(seconds=20)  # somebody in it has to wait for a minute


@dataclass
class _Made:
    """What the first test of a process has made, for those after it."""

    at: datetime
    settings: Settings
    rows: Snapshot
    world: World


_made: _Made | None = None


def make(app: Flask) -> World:
    """To be called while there is nothing but the practice. Needs no mail server, so that a mail is kept."""
    global _made
    assert not db.session.query(SignIn).count(), "whoever is signed in already would not be any more"
    settings = replace(config.current(), data_dir=Path(), database_url="")
    if _made and _made.settings == settings and timedelta() <= clock.now() - _made.at < STAYS_FRESH:
        _made.rows.restore(config.current())
        return replace(_made.world, app=app)
    world = World(app)
    _fill(world)
    _made = _Made(clock.now(), settings, Snapshot(config.current()), world)
    return world


def _fill(world: World) -> None:
    people: dict[str, Client] = {"rosa": factories.rosa(), "theo": factories.theo(), "nora": factories.nora()}
    world.staff_ids = _staff(world)
    choose(step_details="optional", task_details=True)
    people["milo"] = _delayed()
    people["waiting"] = factories.make_client(
        Person("Wanda", "Zimmer", "wanda@example.com", "wanda.z"), registered=True
    )
    people["vera"] = factories.make_client(Person("Vera", "Quist", "vera@example.com", "vera.q"), registered=True)
    reviewing.fill_in(people["vera"])
    reviewing.fill_in(people["vera"], phone="(212) 555-0150", city="Albany")
    world.seen = pending_changes.seen(reviewing.waiting(people["vera"]))
    calls.mistype_password(people["waiting"], 5)
    world.links["locked"] = factories.text_of(_locked_link())
    world.links["expired"] = factories.text_of(_open_link(factories.ezra()))
    world.links["invitation"] = factories.text_of(_open_link(people["theo"]))
    world.code = invitations.show(people["theo"], factories.dana()).code
    world.links["reset"] = factories.text_of(factories.send_reset(people["rosa"]))
    world.links["staff_reset"] = passwords.staff_link(dana())
    world.picture_id = pictures.keep(people["rosa"], Remade("image/jpeg", 1, 1, b"a picture"))
    email_addresses.add(people["nora"], "nora.second@example.com", factories.dana())
    world.client_ids = {name: person.public_id for name, person in people.items()}
    world.email_ids = {name: person.emails[0].public_id for name, person in people.items()}
    world.email_ids["spare"] = next(email.public_id for email in people["nora"].emails if not email.is_default)
    mails = db.session.query(OutgoingMail).filter_by(kind="invitation", client_id=people["theo"].id)
    world.mail_id = mails.one().public_id
    world.logo_id = factories.put_logo().public_id
    world.sample_id = test_mails.send(dana(), "password_changed", factories.dana()).public_id
    db.session.rollback()


def _staff(world: World) -> dict[str, str]:
    """Sam has a reset link, Priya an invite, each sent a while ago, so that another may be sent at once."""
    sam = factories.make_sam()
    with clock.at(clock.now() - timedelta(minutes=2)):
        priya = factories.invite_priya()
        staff_invitations.send_reset(sam, factories.dana())
    invitation = db.session.query(Link).filter_by(staff_id=priya.id).one()
    world.links["staff_invitation"] = factories.text_of(invitation)
    people = {
        "dana": dana(), "sam": sam, "lena": factories.make_lena(), "otto": factories.make_otto(), "priya": priya,
    }  # fmt: skip
    return {name: person.public_id for name, person in people.items()}


def dana() -> Staff:
    staff = Staff.by_sign_in_name("dana.w")
    assert staff is not None
    return staff


def _locked_link() -> Link:
    """A line in Needs attention: Ezra's invite, locked by wrong birth dates."""
    link = factories.invite(factories.make_client(cast.EZRA))
    with writing():
        link.wrong_birth_dates = 5
    return link


def _delayed() -> Client:
    """Milo, whose invite waits for its next try; no mail server is needed to wait."""
    milo = factories.milo_with_email()
    link = factories.invite(milo)
    with writing():
        db.session.query(OutgoingMail).filter_by(link_id=link.id).one().state = MailState.WAITING
    return milo


def _open_link(client: Client) -> Link:
    return db.session.query(Link).filter_by(client_id=client.id).one()
