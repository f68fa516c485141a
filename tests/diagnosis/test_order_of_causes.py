"""Why they can't get in: of several causes the most urgent one is told, and of equally urgent ones the latest."""

from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise

import pytest

from portal.clients import email_addresses
from portal.config_values import MailServer
from portal.credentials import passwords, portal_access
from portal.diagnosis.diagnose import BY_URGENCY, Cause
from portal.errors import TooManyAttempts
from portal.extensions import db
from portal.mail import outbox
from portal.mail.troubles import Trouble
from portal.models import Client, Link
from portal.models.link import LinkKind
from tests.conftest import Clock
from tests.support import calls, factories
from tests.support.choices import choose
from tests.support.obstacles import cause_of, theo
from tests.support.post import newest, use

pytestmark = pytest.mark.usefixtures("mail_server_is_set")
Bring = Callable[[Client], object]


def _resets(client: Client) -> list[Link]:
    """The newest first."""
    links = db.session.query(Link).filter_by(client_id=client.id, kind=LinkKind.PASSWORD_RESET)
    return links.order_by(Link.id.desc()).all()


def _invitation(client: Client) -> Link:
    return db.session.query(Link).filter_by(client_id=client.id, kind=LinkKind.INVITATION).one()


def _refuse_mail(client: Client) -> None:
    mail = outbox.claim()
    assert mail is not None
    outbox.failed(mail, Trouble.NO_MAILBOX, "550 5.1.1 no such user")


def _delay_mail(client: Client) -> None:
    mail = outbox.claim()
    assert mail is not None
    outbox.delayed(mail, Trouble.NO_ANSWER, "TimeoutError", is_ours=True)


def _keep_mail(client: Client) -> None:
    """As if it had been written before the mail server was set."""
    newest().state = "kept"
    db.session.commit()


def _mistype(client: Client) -> None:
    with suppress(TooManyAttempts):  # while sign-in waits
        calls.mistype_password(client, 2)


# in the order of the agreement; each can come about while all that stand above it are so
IN_ORDER: list[tuple[Cause, Bring]] = [
    (Cause.TURNED_OFF, lambda client: portal_access.set_access(client, False, factories.dana())),
    (Cause.WAITS, lambda client: calls.mistype_password(client, 5)),
    (Cause.NOT_DELIVERED, _refuse_mail),
    (Cause.WRONG_BIRTH_DATE, lambda client: calls.answer(_resets(client)[0], calls.SWAPPED, times=3)),
    (Cause.OLDER_LINK, lambda client: calls.fetch(_resets(client)[1], LinkKind.PASSWORD_RESET)),
    (Cause.RESET_REFUSED, calls.ask_in_vain),
    (Cause.REGISTERED_ALREADY, lambda client: calls.fetch(_invitation(client))),
    (Cause.WRONG_PASSWORD, _mistype),
    (Cause.STEP_OPEN, lambda client: choose(client, step_details="required")),
]


def _with_two_resets(clock: Clock) -> Client:
    """Registered, and two resets were sent, of which the newer works; nothing stands in the way."""
    client = theo()
    calls.registered(client)
    factories.send_reset(client)
    clock.move(minutes=2)
    factories.send_reset(client)
    clock.move(minutes=2)
    assert cause_of(client) is None
    return client


@pytest.mark.parametrize(("first", "then"), [pytest.param(*two, id=f"{two[0][0]}") for two in pairwise(IN_ORDER)])
def test_what_is_more_urgent_is_told_though_the_other_happened_later(
    first: tuple[Cause, Bring], then: tuple[Cause, Bring], clock: Clock
) -> None:
    client = _with_two_resets(clock)
    first[1](client)
    clock.move(seconds=20)
    if first[0] is not Cause.TURNED_OFF:  # which ends whatever else there is
        then[1](client)
    assert cause_of(client) is first[0]


@pytest.mark.parametrize(("cause", "bring_about"), [(Cause.STILL_WAITING, _delay_mail), (Cause.KEPT, _keep_mail)])
def test_each_trouble_of_a_mail_stands_between_the_waits_and_the_links(
    cause: Cause, bring_about: Bring, clock: Clock
) -> None:
    client = _with_two_resets(clock)
    bring_about(client)
    calls.fetch(_resets(client)[1], LinkKind.PASSWORD_RESET)
    assert cause_of(client) is cause
    calls.mistype_password(client, 5)
    assert cause_of(client) is Cause.WAITS


def _lock_reset(client: Client) -> None:
    calls.answer(_resets(client)[0], calls.SWAPPED, times=5)


def _change_default_email(client: Client) -> None:
    email_addresses.change(client.emails[0], "other@example.com", factories.dana())


def _open_replaced_reset(client: Client) -> None:
    calls.fetch(_resets(client)[1], LinkKind.PASSWORD_RESET)


EQUALS: list[tuple[tuple[Cause, Bring], tuple[Cause, Bring]]] = [
    (IN_ORDER[1], (Cause.LOCKED, _lock_reset)),
    ((Cause.EMAIL_CHANGED, _change_default_email), (Cause.ENDED_RESET, _open_replaced_reset)),
]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [pytest.param(a, b, id=f"{a[0]}-{b[0]}") for pair in EQUALS for a, b in (pair, pair[::-1])],
)
def test_of_equally_urgent_ones_the_latest_is_told(
    earlier: tuple[Cause, Bring], later: tuple[Cause, Bring], clock: Clock
) -> None:
    client = _with_two_resets(clock)
    earlier[1](client)
    clock.move(seconds=20)
    later[1](client)
    assert cause_of(client) is later[0]


def test_an_invite_that_a_new_address_has_ended_stays_told_as_that_when_its_link_is_opened(clock: Clock) -> None:
    client = theo()
    calls.default_email_changed(client)
    assert cause_of(client) is Cause.EMAIL_CHANGED
    clock.move(minutes=5)
    calls.fetch(_invitation(client))
    assert cause_of(client) is Cause.EMAIL_CHANGED


def test_the_table_has_each_cause_once() -> None:
    assert [cause for line in BY_URGENCY for cause in line] == list(Cause)


def test_a_mail_that_was_kept_is_no_cause_while_no_server_is_set(clock: Clock) -> None:
    client = _with_two_resets(clock)
    _keep_mail(client)
    assert cause_of(client) is Cause.KEPT
    use(None)
    assert cause_of(client) is None
    use(MailServer("127.0.0.1", 25, "none"))
    passwords.withdraw_reset(client, factories.dana())
    assert cause_of(client) is None
