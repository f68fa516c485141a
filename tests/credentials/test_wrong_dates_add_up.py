"""Wrong dates of birth are counted over all links that a client asks for: no new link gives new tries."""

from datetime import date

import pytest
from flask import Flask

from portal.authentication.audiences import CLIENT
from portal.clients import records
from portal.credentials import birth_date_check, forgotten_passwords, link_purge, passwords
from portal.credentials.renewals import renewal_of
from portal.diagnosis import needs_attention
from portal.diagnosis.diagnose import Cause
from portal.errors import BirthDateWrong, CredentialError, LinkDead
from portal.extensions import db
from portal.models import Client, Link, OutgoingMail, link_secret
from portal.models.link import LinkKind, LinkState
from tests.conftest import Clock
from tests.support import calls, cast, factories
from tests.support.obstacles import cause_of, why
from tests.support.renewing import BORN, SOMEBODY, newest
from tests.support.renewing import ask as renew

pytestmark = pytest.mark.usefixtures("mail_server_is_set")
WRONG = date(1990, 1, 1)
RESET = LinkKind.PASSWORD_RESET
RIGHT = cast.ROSA.birth_date


@pytest.fixture
def rosa(app: Flask, clock: Clock) -> Client:
    return factories.rosa()


def asked() -> Link | None:
    """The form is sent and answered; the link that was made, or None."""
    before = db.session.query(Link).count()
    forgotten_passwords.ask(CLIENT, "rosie.d", cast.ROSA.email, "10.0.0.1")
    forgotten_passwords.answer_all()
    db.session.rollback()
    is_new = db.session.query(Link).count() > before
    return db.session.query(Link).order_by(Link.id.desc()).first() if is_new else None


def guess(link: Link, born: date | None, times: int = 1) -> CredentialError | None:
    """What the last of so many answers met."""
    met: CredentialError | None = None
    assert born is not None
    for _ in range(times):
        try:
            birth_date_check.confirm_birth_date(link_secret.token(link), LinkKind(link.kind), "nonce", born, SOMEBODY)
            met = None
        except CredentialError as error:
            met = error
            db.session.rollback()
    return met


def alerts() -> list[str]:
    """The links that Needs attention tells of."""
    db.session.rollback()
    return [line.subject for line in needs_attention.lines() if line.cause == "locked"]


def locked(rosa: Client) -> Link:
    link = asked()
    assert link is not None
    guess(link, WRONG, 5)
    return link


def test_a_link_that_is_asked_for_goes_on_with_the_count_of_the_one_before(rosa: Client) -> None:
    first = asked()
    assert first is not None
    guess(first, WRONG, 3)
    second = asked()
    assert second is not None and second.wrong_birth_dates == 3
    found = why(rosa)
    assert found is not None and (found.cause, found.link) == (Cause.WRONG_BIRTH_DATE, second)
    assert second.birth_date_hint == first.birth_date_hint
    met = guess(second, WRONG)
    assert isinstance(met, BirthDateWrong) and met.left == 1
    assert isinstance(guess(second, WRONG), LinkDead)


def test_after_five_wrong_dates_no_more_links_are_sent_to_whoever_asks(rosa: Client, clock: Clock) -> None:
    locked(rosa)
    assert asked() is None
    clock.move(days=40)
    assert asked() is None
    assert db.session.query(OutgoingMail).count() == 1


def test_the_alert_stays_until_staff_do_something(rosa: Client, clock: Clock) -> None:
    link = locked(rosa)
    for _ in range(3):
        assert alerts() == [link.selector]
        assert cause_of(rosa) is Cause.LOCKED
        asked()
        clock.move(hours=25)


def test_a_link_from_staff_begins_at_zero_and_ends_the_alert(rosa: Client, clock: Clock) -> None:
    locked(rosa)
    clock.move(hours=2)
    sent = factories.send_reset(rosa)
    assert (sent.wrong_birth_dates, alerts(), cause_of(rosa)) == (0, [], None)
    assert guess(sent, RIGHT) is None
    assert asked() is not None


def test_after_a_corrected_date_of_birth_a_new_link_can_be_asked_for(rosa: Client, clock: Clock) -> None:
    locked(rosa)
    clock.move(hours=2)
    records.change(rosa, records.Details("Rosa", "Delgado", "Rosie", WRONG, None, None), factories.dana())
    assert alerts() == []
    link = asked()
    assert link is not None and guess(link, WRONG) is None


def test_whoever_got_in_by_a_link_begins_at_zero(rosa: Client, clock: Clock) -> None:
    link = asked()
    assert link is not None
    guess(link, WRONG, 4)
    guess(link, RIGHT)
    passwords.reset(CLIENT, link_secret.token(link), "nonce", "nine small clouds at dusk", factories.HERE)
    again = asked()
    assert again is not None and again.wrong_birth_dates == 0


ENDINGS = {
    "expired": lambda rosa, clock: clock.move(hours=1),
    "withdrawn": lambda rosa, clock: passwords.withdraw_reset(rosa, factories.dana()),
    "purged, but for the newest": lambda rosa, clock: (clock.move(days=200), link_purge.purge()),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_count_goes_on_however_the_link_ended(ending: str, rosa: Client, clock: Clock) -> None:
    link = asked()
    assert link is not None
    guess(link, WRONG, 4)
    ENDINGS[ending](rosa, clock)
    again = asked()
    assert again is not None and again.wrong_birth_dates == 4


def test_wrong_answers_to_a_link_from_staff_count_for_the_next_that_is_asked_for(rosa: Client) -> None:
    guess(factories.send_reset(rosa), WRONG, 4)
    link = asked()
    assert link is not None and link.wrong_birth_dates == 4


def test_a_locked_link_that_was_withdrawn_still_keeps_askers_out_and_is_still_told(rosa: Client) -> None:
    link = locked(rosa)
    passwords.withdraw_reset(rosa, factories.dana())
    assert asked() is None
    assert alerts() == [link.selector]


def test_a_renewed_invitation_goes_on_with_the_count(app: Flask, clock: Clock) -> None:
    ezra = factories.ezra()
    old = newest(ezra)
    for _ in range(3):
        with pytest.raises(BirthDateWrong):
            renew(old, WRONG)
    made = renew(old, BORN)
    assert made.wrong_birth_dates == 3
    assert isinstance(guess(made, WRONG, 2), LinkDead)
    clock.move(hours=49)
    assert renewal_of(made) is None
    assert made.state(clock.now) is LinkState.LOCKED


def test_the_lock_of_a_client_whose_access_is_off_is_told_by_nobody(rosa: Client) -> None:
    locked(rosa)
    calls.portal_access.set_access(rosa, False, factories.dana())
    assert alerts() == []
