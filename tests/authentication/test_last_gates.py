"""The last gates by themselves: what they refuse although an earlier one has let it through."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from portal import clock as the_clock
from portal.authentication import sessions
from portal.authentication.audiences import CLIENT, STAFF
from portal.credentials import birth_date_check, links
from portal.database import writing
from portal.errors import BirthDateNotConfirmed, LinkDead
from portal.extensions import db
from portal.models import Client, Link, PortalAccount
from portal.models.link import WRONG_BIRTH_DATES, EndedWhy, LinkKind
from tests.conftest import Clock
from tests.support import calls, factories
from tests.support.links import fresh

pytestmark = pytest.mark.usefixtures("app")


def of_client() -> Link:
    return factories.send_reset(factories.rosa())


def of_staff() -> Link:
    with writing():
        link = links.make(LinkKind.STAFF_PASSWORD_RESET, timedelta(hours=1), None, staff_id=factories.make_sam().id)
    return link


def invitation() -> Link:
    return factories.invite(factories.nora())


def use(link: Link) -> None:
    link.used_at = the_clock.now()


def end(link: Link) -> None:
    link.ended_at, link.ended_why = the_clock.now(), EndedWhy.WITHDRAWN


def lock(link: Link) -> None:
    link.wrong_birth_dates = WRONG_BIRTH_DATES


def run_out(link: Link) -> None:
    link.expires_at = the_clock.now()


def make_in_the_future(link: Link) -> None:
    link.created_at = the_clock.now() + timedelta(hours=2)


def turn_access_off(link: Link) -> None:
    """The flag alone, as if the verb had forgotten the links."""
    if link.staff is not None:
        link.staff.deactivated_at = the_clock.now()
    elif link.client is not None and link.client.account is not None:
        link.client.account.disabled_at = the_clock.now()


def register_and_turn_off(link: Link) -> None:
    """By another way than this invitation."""
    now = the_clock.now()
    account = PortalAccount(client_id=link.client_id, username="nora.l", username_key="nora.l", password_hash="",
                            registered_at=now, disabled_at=now)  # fmt: skip
    db.session.add(account)


MEANWHILE: list[tuple[Callable[[], Link], Callable[[Link], None]]] = [
    *((of_client, act) for act in (use, end, lock, run_out, make_in_the_future, turn_access_off)),
    *((of_staff, act) for act in (use, end, run_out, turn_access_off)),
    *((invitation, act) for act in (use, end, lock, run_out, register_and_turn_off)),
]


@pytest.mark.parametrize(("make", "act"), MEANWHILE)
def test_the_statement_that_spends_a_link_looks_at_everything_itself(
    make: Callable[[], Link], act: Callable[[Link], None], clock: Clock
) -> None:
    link = make()
    with writing():
        act(link)
    used_at = fresh(link).used_at
    with pytest.raises(LinkDead), writing():
        links.spend(link, "nonce")
    assert (fresh(link).used_at, fresh(link).used_by_nonce) == (used_at, None)


@pytest.mark.parametrize("make", [of_client, of_staff, invitation])
def test_where_nothing_has_happened_it_spends(make: Callable[[], Link], clock: Clock) -> None:
    link = make()
    with writing():
        links.spend(link, "nonce")
    assert fresh(link).used_at == clock.now


def test_an_answer_to_the_birth_date_question_holds_for_less_than_thirty_minutes(clock: Clock) -> None:
    link = of_client()
    calls.confirm(link)
    clock.move(minutes=29, seconds=59)
    birth_date_check.require_ready(link, "nonce")
    clock.move(seconds=1)
    with pytest.raises(BirthDateNotConfirmed):
        birth_date_check.require_ready(link, "nonce")


# case 25
@pytest.mark.parametrize("elsewhere", ["another browser", "another link"])
def test_an_answer_counts_for_its_browser_and_its_link_only(elsewhere: str, clock: Clock) -> None:
    link = of_client()
    calls.confirm(invitation())
    if elsewhere == "another browser":
        calls.confirm(link, "another")
    with pytest.raises(BirthDateNotConfirmed):
        birth_date_check.require_ready(link, "nonce")


def disable(client: Client) -> None:
    assert client.account is not None
    client.account.disabled_at = the_clock.now()


def delete(client: Client) -> None:
    db.session.delete(client.account)


# case 5 and 16
@pytest.mark.parametrize("act", [disable, delete])
def test_each_request_looks_at_the_account_and_not_only_at_the_session(act: Callable[[Client], None]) -> None:
    rosa = factories.rosa()
    assert rosa.account is not None
    cookie = factories.sign_in(rosa.account)
    assert sessions.live(CLIENT, cookie) is not None
    with writing():
        act(rosa)
    assert sessions.live(CLIENT, cookie) is None


def test_each_request_looks_at_the_account_of_staff_too() -> None:
    sam = factories.make_sam()
    cookie = factories.sign_in(sam)
    with writing():
        sam.deactivated_at = the_clock.now()
    assert sessions.live(STAFF, cookie) is None
