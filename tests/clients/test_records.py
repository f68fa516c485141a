"""What is on file: added, changed, told in History once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from portal.authentication import sessions
from portal.authentication.audiences import CLIENT
from portal.clients import email_addresses, records
from portal.clients.records import Details
from portal.credentials import passwords, portal_access
from portal.credentials.invitations import send_invitation
from portal.diagnosis import needs_attention, remedies
from portal.extensions import db
from portal.models import Client, Event, PortalAccount, SignIn
from portal.models.event import Actor
from tests.conftest import Clock
from tests.support import cast, factories
from tests.support.calls import mistype_password
from tests.support.cast import Person
from tests.support.links import confirm, create_account, fresh, kinds_since, last_event, save_password
from tests.support.visitor import Visitor

NORA = Details("Nora", "Lindqvist", None, cast.NORA.birth_date, None, None)


def test_adding_a_client_with_an_email_leaves_an_event_for_each(app: Flask) -> None:
    before = last_event()
    client = records.add(NORA, cast.NORA.email, factories.dana())
    assert client.default_email is not None and client.default_email.address == cast.NORA.email
    assert kinds_since(before) == ["client_added", "email_added"]


def test_a_change_names_what_changed_and_not_to_what(app: Flask) -> None:
    client = records.add(NORA, None, factories.dana())
    records.change(client, replace(NORA, phone="(555) 010-0199", birth_date=date(2000, 1, 1)), factories.dana())
    event = db.session.scalars(select(Event).order_by(Event.id.desc())).first()
    assert event is not None and event.sentence == "Details changed: date of birth, phone"


def test_saving_without_a_change_tells_nothing(app: Flask) -> None:
    client = records.add(NORA, None, factories.dana())
    before = last_event()
    records.change(client, NORA, factories.dana())
    assert kinds_since(before) == []


def test_a_change_of_something_else_does_not_forget_wrong_answers(visitor: Visitor) -> None:
    # rule 4
    client = records.add(NORA, cast.NORA.email, factories.dana())
    link = factories.invite(client)
    link.wrong_birth_dates = 5
    db.session.commit()
    records.change(client, replace(NORA, phone="(555) 010-0199"), factories.dana())
    assert fresh(link).is_locked


def test_the_same_name_however_it_is_written_and_birth_date_are_the_same_person(app: Flask) -> None:
    born = cast.NORA.birth_date
    client = factories.make_client(Person("Łukasz", "O'Brien", "lukasz@example.org", None, born))
    for first, last in (("lukasz", "obrien"), ("ŁUKASZ", "O’Brien"), ("Łukasz", "o brien")):
        assert records.same_person(first, last, born) is client
    assert records.same_person("lukasz", "brien", born) is None
    for other in (date(2000, 3, 1), None):
        assert records.same_person("lukasz", "obrien", other) is None


Act = Callable[[Client, Visitor], object]


def _registers(client: Client, visitor: Visitor) -> None:
    link = factories.invite(client)
    confirm(visitor, link)
    create_account(visitor, link)


def _resets(client: Client, visitor: Visitor) -> None:
    link = factories.send_reset(client)
    confirm(visitor, link)
    save_password(visitor, link)


def _withdraws_reset(client: Client, _: Visitor) -> None:
    factories.send_reset(client)
    passwords.withdraw_reset(client, factories.dana())


def _dismisses(client: Client, _: Visitor) -> None:
    line = next(line for line in needs_attention.lines() if line.client == client)
    needs_attention.dismiss(line.cause, line.subject, factories.dana())


def _new_phone(client: Client, _: Visitor) -> None:
    born = client.birth_date
    records.change(client, Details(client.first_name, client.last_name, None, born, "555 0199", None), factories.dana())


def _row(client: Client) -> SignIn:
    row = sessions.live(CLIENT, factories.sign_in(_account(client)))
    assert row is not None
    return row


def _changes_password(client: Client, _: Visitor) -> None:
    passwords.change(_row(client), cast.PASSWORD, "four tall ladders in snow", factories.HERE)


def _signs_out(client: Client, _: Visitor) -> None:
    row = _row(client)
    sessions.sign_out(row, Actor("client", client_id=client.id, sign_in_id=row.id))


def _is_unlocked(client: Client, _: Visitor) -> None:
    mistype_password(client, 5)
    remedies.unlock(client, factories.dana())


ACTS: list[tuple[str, Act, str]] = [
    ("client_changed", _new_phone, "staff"),
    ("email_changed", lambda c, _: email_addresses.change(c.emails[0], "x@example.com", factories.dana()), "staff"),
    ("email_added", lambda client, _: email_addresses.add(client, "x@example.com", factories.dana()), "staff"),
    ("email_deleted", lambda client, _: email_addresses.delete(client.emails[0], factories.dana()), "staff"),
    ("invitation_sent", lambda client, _: send_invitation(client, factories.dana()), "staff"),
    ("birth_date_confirmed", _registers, "link"),
    ("registered", _registers, "client"),
]
ACTS_OF_AN_ACTIVE_CLIENT: list[tuple[str, Act, str]] = [
    ("reset_sent", lambda client, _: passwords.send_reset(client, factories.dana()), "staff"),
    ("reset_withdrawn", _withdraws_reset, "staff"),
    ("password_reset", _resets, "link"),
    ("password_changed", _changes_password, "client"),
    ("signed_out", _signs_out, "client"),
    ("sign_in_unlocked", _is_unlocked, "staff"),
    ("access_turned_off", lambda client, _: portal_access.set_access(client, False, factories.dana()), "staff"),
    ("access_turned_on", lambda client, _: portal_access.set_access(client, True, factories.dana()), "staff"),
    ("signed_in", lambda client, _: factories.sign_in(_account(client)), "client"),
    ("signed_out_everywhere", lambda c, _: sessions.sign_out_everywhere(_account(c), factories.dana()), "staff"),
]


# rule 13
@pytest.mark.parametrize(
    ("make", "kind", "act", "actor"),
    [*((factories.nora, *act) for act in ACTS), *((factories.rosa, *act) for act in ACTS_OF_AN_ACTIVE_CLIENT)],
)
def test_every_act_leaves_exactly_one_line_in_history(
    make: Callable[[], Client], kind: str, act: Act, actor: str, visitor: Visitor
) -> None:
    _leaves_one_line(make(), kind, act, actor, visitor)


def test_dismissing_leaves_exactly_one_line(visitor: Visitor, clock: Clock) -> None:
    # rule 13
    theo = factories.theo()
    clock.move(hours=48)
    _leaves_one_line(theo, "attention_dismissed", _dismisses, "staff", visitor)


def _leaves_one_line(client: Client, kind: str, act: Act, actor: str, visitor: Visitor) -> None:
    before = last_event()
    act(client, visitor)
    db.session.rollback()
    found = db.session.scalars(select(Event).where(Event.id > before, Event.kind == kind)).all()
    assert [(event.client_id, event.actor, event.result) for event in found] == [(client.id, actor, "done")]


def _account(client: Client) -> PortalAccount:
    assert client.account is not None
    return client.account
