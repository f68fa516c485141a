"""Why they can't get in: links that do not open any more."""

from datetime import date

import pytest

from portal.authentication import sessions
from portal.authentication.audiences import CLIENT
from portal.credentials import passwords
from portal.credentials.invitations import withdraw_invitation
from portal.diagnosis.diagnose import Cause
from portal.extensions import db
from portal.models import Link
from portal.models.link import LinkKind
from tests.conftest import Clock
from tests.support import calls, cast, factories
from tests.support.links import address_of, fresh, spend
from tests.support.obstacles import cause_of, send_link, theo, why
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("mail_server_is_set")


def test_a_withdrawn_invite_is_an_obstacle_once_its_link_is_opened(clock: Clock) -> None:
    client = theo()
    link = factories.invite(client)
    withdraw_invitation(client, factories.dana())
    assert cause_of(client) is None
    clock.move(minutes=5)
    calls.fetch(link)
    assert cause_of(client) is Cause.ENDED_INVITE
    clock.move(seconds=1)
    send_link(client)
    assert cause_of(client) is None


def test_an_older_link_is_forgotten_when_the_client_opens_the_newest_one(clock: Clock) -> None:
    client = theo()
    calls.older_link_opened(client)
    clock.move(minutes=1)
    newest_link = db.session.query(Link).order_by(Link.id.desc()).first()
    assert newest_link is not None and client.birth_date
    calls.answer(newest_link, client.birth_date)
    assert cause_of(client) is None


def test_a_filter_that_opened_the_older_link_before_the_newer_was_sent_is_no_obstacle(clock: Clock) -> None:
    client = theo()
    older = factories.invite(client)
    calls.fetch(older)
    clock.move(minutes=2)
    factories.invite(client)
    assert cause_of(client) is None


@pytest.mark.parametrize("kind", ["older", "used", "withdrawn", "expired"])
def test_the_link_of_a_reset_that_opens_nothing_is_an_obstacle_until_another_is_sent(kind: str, clock: Clock) -> None:
    rosa = factories.rosa()
    link = factories.send_reset(rosa)
    clock.move(minutes=2)
    if kind == "older":
        factories.send_reset(rosa)
        clock.move(minutes=2)
    elif kind == "used":
        _spend(link)
    elif kind == "withdrawn":
        passwords.withdraw_reset(rosa, factories.dana())
    else:
        clock.move(hours=48)
    calls.fetch(link, LinkKind.PASSWORD_RESET)
    assert cause_of(rosa) is (Cause.OLDER_LINK if kind == "older" else Cause.ENDED_RESET)
    clock.move(minutes=2)
    send_link(rosa)
    assert cause_of(rosa) is None


def _spend(link: Link) -> None:
    calls.answer(link, cast.ROSA.birth_date or date.min)
    passwords.reset(CLIENT, factories.text_of(link), "nonce", "eleven paper boats at dusk", factories.HERE)


def test_somebody_who_is_in_since_is_told_nothing_of_old_links(clock: Clock) -> None:
    client = theo()
    calls.registered_already(client)
    clock.move(minutes=5)
    assert client.account is not None
    sessions.sign_in(CLIENT, client.account.username, cast.PASSWORD, factories.HERE)
    assert cause_of(client) is None


def test_a_form_that_is_posted_after_the_end_of_its_link_was_opened_by_a_person(visitor: Visitor, clock: Clock) -> None:
    client = theo()
    link = factories.invite(client)
    visitor.get(address_of(link))
    calls.answer(link, cast.THEO.birth_date or date.min)
    withdraw_invitation(client, factories.dana())
    clock.move(minutes=3)
    assert spend(visitor, fresh(link)).status_code == 410
    found = why(client)
    assert found is not None and found.cause is Cause.ENDED_INVITE
    assert found.link is not None and found.link.was_refused_to_a_person
