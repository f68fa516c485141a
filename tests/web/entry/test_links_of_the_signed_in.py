"""What a client does who is signed in stands in nobody's way: it is no cause, and what others do still is."""

from collections.abc import Callable

import pytest

from portal.credentials import forgotten_passwords, passwords
from portal.diagnosis.diagnose import Cause
from portal.extensions import db
from portal.models import Client, Link
from tests.conftest import Clock
from tests.support import calls, cast, factories
from tests.support.links import answer, fresh, open_link, spend
from tests.support.obstacles import cause_of
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("mail_server_is_set")


def rosa() -> Client:
    return db.session.query(Client).filter_by(last_name=cast.ROSA.last_name).one()


def _used_invite(clock: Clock) -> Link:
    link = Link(kind="invitation", client_id=rosa().id, created_at=clock.now, expires_at=clock.now, used_at=clock.now)
    db.session.add(link)
    db.session.commit()
    return link


def _replaced_reset(clock: Clock) -> Link:
    older = factories.send_reset(rosa())
    clock.move(minutes=2)
    factories.send_reset(rosa())
    return older


def _withdrawn_reset(clock: Clock) -> Link:
    link = factories.send_reset(rosa())
    passwords.withdraw_reset(rosa(), factories.dana())
    return link


def _reset_that_ran_out(clock: Clock) -> Link:
    link = factories.send_reset(rosa())
    link.expires_at = clock.now
    db.session.commit()
    return link


DEAD = [
    (_used_invite, Cause.REGISTERED_ALREADY),
    (_replaced_reset, Cause.OLDER_LINK),
    (_withdrawn_reset, Cause.ENDED_RESET),
    (_reset_that_ran_out, Cause.ENDED_RESET),
]


@pytest.mark.parametrize(("make", "cause"), DEAD)
def test_a_dead_link_that_its_signed_in_client_opens_is_no_cause_and_one_that_others_open_is(
    make: Callable[[Clock], Link], cause: Cause, client_browser: Visitor, visitor: Visitor, clock: Clock
) -> None:
    link = make(clock)
    clock.move(minutes=1)
    assert open_link(client_browser, link).status_code == 410
    assert cause_of(rosa()) is None
    assert open_link(visitor, link).status_code == 410
    assert cause_of(rosa()) is cause


def test_a_form_that_its_signed_in_client_sends_too_late_is_no_cause(client_browser: Visitor, clock: Clock) -> None:
    link = factories.send_reset(rosa())
    open_link(client_browser, link)
    clock.move(minutes=1)
    passwords.withdraw_reset(rosa(), factories.dana())
    assert spend(client_browser, fresh(link)).status_code == 410
    assert cause_of(rosa()) is None


def test_a_link_of_somebody_else_is_noted_whoever_is_signed_in(client_browser: Visitor, clock: Clock) -> None:
    theo = factories.make_client(cast.THEO)
    link = calls.registered(theo)
    open_link(client_browser, link)
    assert cause_of(theo) is Cause.REGISTERED_ALREADY


def test_a_date_of_birth_that_the_signed_in_client_gets_wrong_is_counted_and_no_cause(
    client_browser: Visitor, visitor: Visitor
) -> None:
    link = factories.send_reset(rosa())
    open_link(client_browser, link)
    assert answer(client_browser, link, calls.SWAPPED).status_code == 422
    assert (fresh(link).wrong_birth_dates, cause_of(rosa())) == (1, None)
    open_link(visitor, link)
    answer(visitor, link, calls.SWAPPED)
    assert cause_of(rosa()) is Cause.WRONG_BIRTH_DATE


def _ask(browser: Visitor) -> None:
    form = {"username": cast.ROSA.username, "email": "elsewhere@example.com"}
    assert browser.post("/forgot-password", form).status_code == 200
    forgotten_passwords.answer_all()


def test_a_reset_that_the_signed_in_client_asks_for_in_vain_is_no_cause_and_hides_none(
    client_browser: Visitor, visitor: Visitor, clock: Clock
) -> None:
    clock.move(minutes=1)
    _ask(client_browser)
    assert cause_of(rosa()) is None
    _ask(visitor)
    _ask(client_browser)
    assert cause_of(rosa()) is Cause.RESET_REFUSED


def test_a_current_password_that_the_signed_in_client_mistypes_is_no_cause(client_browser: Visitor) -> None:
    form = {"current": "a wrong guess of many words", "password": "eleven paper boats at dusk"}
    for _ in range(5):
        assert client_browser.post("/account", form | {"confirm": form["password"]}).status_code == 422
    assert client_browser.post("/account", form | {"confirm": form["password"]}).status_code == 429
    assert cause_of(rosa()) is None
