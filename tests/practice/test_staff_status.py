"""How it stands with each who works here, at every moment."""

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import Staff
from portal.practice import staff_accounts, staff_invitations, staff_status
from portal.practice.staff_status import StaffState, standing_of
from tests.conftest import Clock
from tests.support import cast, counting, factories
from tests.support.staff_room import dana, newest_link

pytestmark = pytest.mark.usefixtures("app")


def state_of(person: Staff) -> StaffState:
    db.session.rollback()
    return standing_of(person).state


def test_the_state_follows_what_happens_to_the_invite(clock: Clock) -> None:
    priya = factories.invite_priya()
    assert state_of(priya) is StaffState.INVITED
    clock.move(hours=48)
    assert state_of(priya) is StaffState.EXPIRED
    staff_invitations.invite(priya, factories.dana())
    assert state_of(priya) is StaffState.INVITED
    staff_invitations.withdraw_invite(priya, factories.dana())
    assert state_of(priya) is StaffState.WITHDRAWN
    staff_accounts.set_active(priya, False, factories.dana())
    assert state_of(priya) is StaffState.DEACTIVATED
    staff_accounts.set_active(priya, True, factories.dana())
    assert state_of(priya) is StaffState.WITHDRAWN


def test_whoever_has_registered_is_active_or_deactivated(clock: Clock) -> None:
    assert (state_of(dana()), state_of(factories.make_otto())) == (StaffState.ACTIVE, StaffState.DEACTIVATED)


def test_the_link_and_the_mail_are_those_of_the_newest_invite(clock: Clock) -> None:
    priya = factories.invite_priya()
    clock.move(minutes=2)
    link = staff_invitations.invite(priya, factories.dana())
    one = standing_of(priya)
    assert one.link == newest_link(priya) == link
    assert one.mail is not None and one.mail.link_id == link.id


def test_only_a_reset_that_works_counts(clock: Clock) -> None:
    sam = factories.make_sam()
    link = staff_invitations.send_reset(sam, factories.dana())
    assert standing_of(sam).link == link
    staff_invitations.withdraw_reset(sam, factories.dana())
    assert standing_of(sam).link is None


def test_everybody_stands_by_name_and_who_is_deactivated_last() -> None:
    for make in (factories.make_otto, factories.make_sam, factories.make_lena, factories.invite_priya):
        make()
    names = [one.person.name for one in staff_status.of_everybody()]
    wanted = [cast.DANA, cast.LENA, cast.PRIYA, cast.SAM, cast.OTTO]
    assert names == [person.name for person in wanted]


def test_the_list_takes_three_statements_however_many_they_are(app: Flask) -> None:
    for number in range(12):
        factories.make_staff(cast.Person("Kim", f"Lee {number}", f"kim{number}@example.com", f"kim{number}"), "staff")
    factories.invite_priya()
    db.session.rollback()
    with counting.statements(db.engine) as seen:
        assert len(staff_status.of_everybody()) == 14
    assert len(seen) == 3
