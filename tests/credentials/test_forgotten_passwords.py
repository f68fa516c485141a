"""A password reset asked for by form: the request notes, the worker matches."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.authentication.audiences import CLIENT, STAFF
from portal.clients import email_addresses
from portal.credentials import forgotten_passwords, passwords, portal_access
from portal.database import writing
from portal.extensions import db
from portal.models import EmailAddress, Link, OutgoingMail, ResetRequest
from portal.models.link import LinkState
from tests.conftest import Clock
from tests.support import cast, factories
from tests.support.staff_room import dana
from tests.support.visitor import Visitor

ROSA_EMAIL = cast.ROSA.email or ""


def ask(username: str = "rosie.d", email: str = ROSA_EMAIL) -> None:
    """The form is sent, and the worker answers it."""
    forgotten_passwords.ask(CLIENT, username, email, "10.0.0.1")
    forgotten_passwords.answer_all()


def mailed() -> list[str]:
    db.session.rollback()
    statement = select(OutgoingMail).where(OutgoingMail.kind == "password_reset").order_by(OutgoingMail.id)
    return [mail.address for mail in db.session.scalars(statement)]


def newest_link() -> Link:
    db.session.rollback()
    link = db.session.scalars(select(Link).order_by(Link.id.desc())).first()
    assert link is not None
    return link


def test_a_reset_by_form_is_mailed_to_the_default_email(app: Flask) -> None:
    factories.rosa()
    ask()
    assert mailed() == [ROSA_EMAIL]


@pytest.mark.parametrize(
    ("on_file", "typed"),
    [
        ("rosa@müller.example", "Rosa@XN--mller-kva.example"),
        ("rosa@xn--mller-kva.example", "\u200brosa@MU\u0308LLER．example"),
    ],
)
def test_a_domain_matches_in_either_form(visitor: Visitor, staff_browser: Visitor, on_file: str, typed: str) -> None:
    rosa = factories.rosa()
    address = f"/staff/clients/{rosa.public_id}/emails/{rosa.emails[0].public_id}/edit"
    assert staff_browser.post(address, {"email": on_file}).status_code == 303
    visitor.post("/forgot-password", {"username": "rosie.d", "email": typed})
    db.session.rollback()
    forgotten_passwords.answer_all()
    assert mailed() == ["rosa@xn--mller-kva.example"]


def test_a_second_email_on_file_matches_and_the_mail_goes_to_the_default_one(app: Flask) -> None:
    email_addresses.add(factories.rosa(), "rosa@work.example", factories.dana())
    ask(email="rosa@work.example")
    assert mailed() == [ROSA_EMAIL]


def test_the_email_of_another_client_gets_no_mail(app: Flask) -> None:
    factories.rosa()
    factories.make_client(replace(cast.NORA, username="nora.l"), registered=True)
    ask(email=cast.NORA.email or "")
    assert mailed() == []


def test_a_former_email_gets_no_mail(app: Flask) -> None:
    rosa = factories.rosa()
    email_addresses.change(rosa.emails[0], "rosa@new.example", factories.dana())
    ask()
    assert mailed() == []


def test_of_two_clients_with_one_email_only_the_named_one_gets_a_link(app: Flask) -> None:
    rosa = factories.rosa()
    factories.make_client(replace(cast.NORA, email=ROSA_EMAIL, username="nora.l"), registered=True)
    ask()
    assert [link.client_id for link in db.session.scalars(select(Link))] == [rosa.id]


def test_the_fourth_request_within_an_hour_sends_nothing_and_leaves_the_link_alone(app: Flask, clock: Clock) -> None:
    factories.rosa()
    for _ in range(3):
        ask()
    third = newest_link()
    ask()
    assert len(mailed()) == 3 and third.state(clock.now) is LinkState.LIVE


@pytest.mark.parametrize(("username", "email"), [("ROSIE.D", cast.NORA.email or ""), ("rosie.d", "")])
def test_requests_of_a_stranger_do_not_use_up_those_of_the_client(
    username: str, email: str, app: Flask, clock: Clock
) -> None:
    factories.rosa()
    factories.make_client(replace(cast.NORA, username="nora.l"), registered=True)
    for number in range(4):
        forgotten_passwords.ask(CLIENT, username, email, f"10.0.{number}.1")
        forgotten_passwords.answer_all()
    ask()
    assert mailed() == [ROSA_EMAIL]


def test_requests_in_vain_do_not_make_the_hour_longer(app: Flask, clock: Clock) -> None:
    factories.rosa()
    for _ in range(3):
        ask()
    clock.move(minutes=59)
    ask()
    clock.move(minutes=1)
    ask()
    assert len(mailed()) == 4


def test_staff_get_three_an_hour_however_they_write_their_name(app: Flask, clock: Clock) -> None:
    for number, typed in enumerate(("dana.w", "DANA@maple.example", "dana.w", "dana@maple.example")):
        forgotten_passwords.ask(STAFF, typed, None, f"10.0.{number}.1")
        forgotten_passwords.answer_all()
    db.session.rollback()
    assert db.session.query(OutgoingMail).filter_by(kind="staff_password_reset").count() == 3


def test_from_one_network_address_twenty_an_hour_are_answered(app: Flask, clock: Clock) -> None:
    factories.rosa()
    for number in range(20):
        forgotten_passwords.ask(CLIENT, f"nobody{number}", ROSA_EMAIL, "10.0.0.1")
    ask()
    assert mailed() == []
    clock.move(hours=1)
    ask()
    assert mailed() == [ROSA_EMAIL]


def test_a_link_by_the_command_line_uses_up_none_of_those_asked_for(app: Flask, clock: Clock) -> None:
    owner = dana()
    for _ in range(3):
        passwords.staff_link(owner)
    forgotten_passwords.ask(STAFF, "dana.w", None, "10.0.0.1")
    forgotten_passwords.answer_all()
    db.session.rollback()
    assert db.session.query(OutgoingMail).filter_by(kind="staff_password_reset").count() == 1


def test_what_was_typed_is_kept_only_until_the_worker_has_answered(app: Flask) -> None:
    ask("somebody", "somebody@example.com")
    assert db.session.scalars(select(ResetRequest)).all() == []


def test_a_reset_from_staff_ends_the_one_asked_for_by_form_and_the_other_way_round(app: Flask) -> None:
    rosa = factories.rosa()
    ask()
    by_form = newest_link()
    by_staff = factories.send_reset(rosa)
    assert by_form.state(clock.now()) is LinkState.REPLACED
    ask()
    db.session.refresh(by_staff)
    assert by_staff.state(clock.now()) is LinkState.REPLACED


def test_a_client_disabled_before_the_worker_runs_gets_no_mail(app: Flask) -> None:
    rosa = factories.rosa()
    forgotten_passwords.ask(CLIENT, "rosie.d", ROSA_EMAIL, "10.0.0.1")
    portal_access.set_access(rosa, False, factories.dana())
    forgotten_passwords.answer_all()
    assert mailed() == []


def test_a_client_without_a_default_email_gets_no_mail(app: Flask) -> None:
    factories.rosa()
    with writing():
        for email in db.session.scalars(select(EmailAddress)):
            email.is_default = False
    ask()
    assert mailed() == []
