"""What refuses an act leaves no write lock behind, also for a caller without a web request."""

from collections.abc import Callable
from contextlib import closing
from datetime import date

import pytest
from flask import Flask

from portal import config
from portal.authentication import sessions
from portal.authentication.audiences import CLIENT
from portal.clients import email_addresses, records
from portal.clients.records import Details
from portal.credentials import birth_date_check, invitations, passwords, portal_access, renewals, shown_codes
from portal.credentials.invitations import send_invitation, withdraw_invitation
from portal.diagnosis import remedies
from portal.errors import (
    AlreadyRegistered,
    AlreadySent,
    BirthDateWrong,
    ChangedMeanwhile,
    CodeWrong,
    EmailTaken,
    LastOwner,
    LinkDead,
    NoEmail,
    NotActive,
    NotAllowed,
    NothingToShow,
    NothingToSkip,
    NothingToUnlock,
    NothingToWithdraw,
    NothingWaits,
    NothingWaitsToBeAccepted,
    WrongCredentials,
)
from portal.intake import pending_changes
from portal.intake.steps import skip_for_now
from portal.models import Practice, Staff
from portal.models.event import Actor
from portal.models.link import LinkKind
from portal.options import resolve
from portal.practice import staff_accounts, staff_invitations, test_mails
from tests.support import cast, factories
from tests.support.database import connect

Act = Callable[[], object]
BY_LINK = Actor("link", ip="192.0.2.1")


def _dana() -> Staff:
    return Staff.by_sign_in_name(cast.DANA.username or "") or pytest.fail("there is no Dana")


def _invites_twice() -> None:
    client = factories.nora()
    factories.invite(client)
    factories.invite(client)


def _changes_what_has_changed() -> None:
    details = Details("Nora", "Other", None, None, None, None)
    records.change(factories.nora(), details, factories.dana(), {"last_name": "what was shown"})


def _answers_wrongly() -> None:
    text = factories.text_of(factories.invite(factories.rosa_to_be()))
    birth_date_check.confirm_birth_date(text, LinkKind.INVITATION, "nonce", date(1970, 1, 1), BY_LINK)


def _sends_a_test_mail_twice() -> None:
    for _ in range(2):
        test_mails.send(_dana(), "invitation", factories.dana())


REFUSED: dict[type[Exception], list[Act]] = {
    AlreadyRegistered: [
        lambda: send_invitation(factories.rosa(), factories.dana()),
        lambda: staff_invitations.invite(_dana(), factories.dana()),
    ],
    AlreadySent: [_invites_twice, _sends_a_test_mail_twice],
    BirthDateWrong: [_answers_wrongly],
    ChangedMeanwhile: [_changes_what_has_changed],
    CodeWrong: [lambda: shown_codes.enter("ABCDEFGH", "192.0.2.1")],
    EmailTaken: [lambda: email_addresses.add(factories.rosa(), cast.ROSA.email or "", factories.dana())],
    LastOwner: [lambda: staff_accounts.set_active(_dana(), False, factories.dana())],
    LinkDead: [lambda: renewals.ask(factories.text_of(factories.invite(factories.nora())), "nonce", None, BY_LINK)],
    NoEmail: [lambda: remedies.correct_and_send(factories.milo(), "milo@example.com", factories.dana())],
    NotActive: [
        lambda: passwords.send_reset(factories.nora(), factories.dana()),
        lambda: portal_access.set_access(factories.nora(), True, factories.dana()),
    ],
    NotAllowed: [lambda: staff_invitations.invite(_dana(), factories.by(factories.make_sam()))],
    NothingToShow: [lambda: invitations.show(factories.nora(), factories.dana())],
    NothingToSkip: [lambda: skip_for_now(factories.nora(), "details", factories.dana())],
    NothingToUnlock: [lambda: remedies.unlock(factories.rosa(), factories.dana())],
    NothingToWithdraw: [lambda: withdraw_invitation(factories.nora(), factories.dana())],
    NothingWaits: [lambda: remedies.try_again(factories.nora(), factories.dana())],
    NothingWaitsToBeAccepted: [lambda: pending_changes.accept(factories.rosa(), "", "", factories.dana())],
    ValueError: [lambda: resolve.change(Practice.one(), {"no option": True}, factories.dana())],
    WrongCredentials: [lambda: sessions.sign_in(CLIENT, "nobody", "a wrong password", factories.HERE)],
}


@pytest.mark.parametrize(
    ("refusal", "act"), [pytest.param(why, act, id=why.__name__) for why, acts in REFUSED.items() for act in acts]
)
def test_another_can_write_at_once_after_a_refusal(app: Flask, refusal: type[Exception], act: Act) -> None:
    with pytest.raises(refusal):
        act()
    with closing(connect(config.current())) as another:
        another.execute("PRAGMA busy_timeout = 0")
        another.execute("BEGIN IMMEDIATE")
