"""Only owners manage owners, as things stand when the write lock is held; and one owner always stays."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from portal.database import writing
from portal.errors import LastOwner, NotAllowed
from portal.extensions import db
from portal.models import Staff
from portal.models.event import Actor
from portal.practice import staff_accounts, staff_invitations
from portal.practice.staff_accounts import Position
from tests.support import cast, factories
from tests.support.at_once import at_once
from tests.support.links import last_event
from tests.support.staff_room import dana, fresh

Act = Callable[[Staff, Actor], object]
ACTS: dict[str, Act] = {
    "change": lambda person, by: staff_accounts.change(person, Position("Taken Over", person.role), None, by),
    "give the role Owner": lambda person, by: staff_accounts.change(person, Position(person.name, "owner"), None, by),
    "add an Owner": lambda _, by: staff_accounts.add(Position("Kim Lee", "owner"), "kim@maple.example", by),
    "deactivate": lambda person, by: staff_accounts.set_active(person, False, by),
    "activate": lambda person, by: staff_accounts.set_active(person, True, by),
    "invite": staff_invitations.invite,
    "withdraw the invite": staff_invitations.withdraw_invite,
    "send a reset": staff_invitations.send_reset,
    "withdraw the reset": staff_invitations.withdraw_reset,
}


# case 132
@pytest.mark.parametrize("act", ACTS)
def test_a_manager_may_do_nothing_to_an_owner(act: str, app: Flask) -> None:
    lena, before = factories.make_lena(), last_event()
    with pytest.raises(NotAllowed):
        ACTS[act](dana(), factories.by(lena))
    assert last_event() == before


def test_a_manager_makes_nobody_an_owner(app: Flask) -> None:
    lena, sam = factories.make_lena(), factories.make_sam()
    for person in (lena, sam):
        with pytest.raises(NotAllowed):
            staff_accounts.change(person, Position(person.name, "owner"), None, factories.by(lena))
    assert (fresh(lena).role, fresh(sam).role) == ("manager", "staff")


@pytest.mark.parametrize("act", [name for name in ACTS if name not in ("give the role Owner", "add an Owner")])
def test_who_is_neither_owner_nor_manager_manages_nobody(act: str, app: Flask) -> None:
    sam, lena = factories.make_sam(), factories.make_lena()
    before = last_event()
    for person in (sam, lena):
        with pytest.raises(NotAllowed):
            ACTS[act](person, factories.by(sam))
    assert last_event() == before


def test_a_role_that_was_lost_meanwhile_counts_at_once(app: Flask) -> None:
    lena, sam = factories.make_lena(), factories.make_sam()
    by = factories.by(lena)
    staff_accounts.change(lena, Position(lena.name, "staff"), None, factories.dana())
    with pytest.raises(NotAllowed):
        staff_accounts.set_active(sam, False, by)
    staff_accounts.change(lena, Position(lena.name, "manager"), None, factories.dana())
    staff_accounts.set_active(lena, False, factories.dana())
    with pytest.raises(NotAllowed):
        staff_accounts.set_active(sam, False, by)
    assert fresh(sam).is_active


DEMOTE: Act = lambda person, by: staff_accounts.change(person, Position(person.name, "manager"), None, by)  # noqa: E731
DEACTIVATE: Act = lambda person, by: staff_accounts.set_active(person, False, by)  # noqa: E731


# case 131
@pytest.mark.parametrize("acts", [(DEACTIVATE, DEACTIVATE), (DEMOTE, DEACTIVATE)])
def test_of_two_owners_who_do_it_to_each_other_at_once_one_stays(acts: tuple[Act, Act], app: Flask) -> None:
    lena = factories.make_staff(cast.LENA, "owner")
    numbers = {dana().id: lena.id, lena.id: dana().id}

    def press(todo: tuple[Act, int, int]) -> str:
        act, actor, whom = todo
        with app.app_context():
            try:
                act(db.session.get_one(Staff, whom), Actor("staff", staff_id=actor))
                return "done"
            except (LastOwner, NotAllowed) as error:
                return type(error).__name__

    for _ in range(3):
        _both_owners(numbers)
        outcomes = at_once(press, [(act, *pair) for act, pair in zip(acts, numbers.items())])
        db.session.rollback()
        owners = [person for person in db.session.scalars(select(Staff)) if person.is_owner and person.is_active]
        assert len(owners) == 1
        assert sorted(outcomes) in (["LastOwner", "done"], ["NotAllowed", "done"])


def _both_owners(numbers: dict[int, int]) -> None:
    with writing():
        for person in db.session.scalars(select(Staff).where(Staff.id.in_(numbers))):
            person.role, person.deactivated_at, person.deactivated_by_id = "owner", None, None
