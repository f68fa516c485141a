"""Those who work here: added, changed, deactivated, activated."""

import pytest
from sqlalchemy import func, select

from portal.authentication import sessions
from portal.authentication.audiences import STAFF
from portal.database import writing
from portal.errors import (
    EmailTaken,
    LastOwner,
    PasswordRefused,
    UsernameTaken,
    WrongCredentials,
)
from portal.extensions import db
from portal.models import Event, Link, OutgoingMail, Staff
from portal.models.event_kinds import KINDS
from portal.models.link import EndedWhy, LinkKind
from portal.models.outgoing_mail import MailState
from portal.practice import staff_accounts, staff_invitations
from portal.practice.staff_accounts import Position
from tests.conftest import START, Clock
from tests.support import cast, factories
from tests.support.links import last_event
from tests.support.staff_room import dana, events_since, fresh, mails_to, named, newest_link, sign_in

pytestmark = pytest.mark.usefixtures("app")
SAM = Position(cast.SAM.name, "staff")


def everybody() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Staff)) or 0


def test_somebody_new_gets_an_invite_and_cannot_sign_in_yet(clock: Clock) -> None:
    before = last_event()
    priya = factories.invite_priya("manager")
    link, (mail,) = newest_link(priya), mails_to(priya)
    assert (priya.role, priya.sees_clients, priya.registered_at, priya.username) == ("manager", True, None, "")
    assert (link.kind, link.sent_by_id, mail.kind, mail.address) == (
        LinkKind.STAFF_INVITATION, dana().id, "staff_invitation", cast.PRIYA.email,
    )  # fmt: skip
    assert (link.expires_at - clock.now).total_seconds() == 48 * 3600
    fields = {"name": cast.PRIYA.name, "role": "Manager", "how": "invite for priya@maple.example"}
    assert events_since(before) == [("staff_added", fields)]
    with pytest.raises(WrongCredentials):
        sessions.sign_in(STAFF, cast.PRIYA.email or "", "", factories.HERE)


@pytest.mark.parametrize("address", ["DANA@Maple.Example", "otto@maple.example"])
def test_an_address_that_somebody_on_staff_has_is_refused(address: str) -> None:
    factories.make_otto()
    count, before = everybody(), last_event()
    with pytest.raises(EmailTaken):
        staff_accounts.add(SAM, address, factories.dana())
    assert (everybody(), last_event()) == (count, before)


def test_a_change_is_told_in_words_and_another_role_by_itself() -> None:
    sam, before = factories.make_sam(), last_event()
    staff_accounts.change(sam, Position("Samuel Okafor", "manager", sees_clients=True), None, factories.dana())
    changed = {"name": "Samuel Okafor", "what": "name is now Samuel Okafor; sees clients"}
    role = {"name": "Samuel Okafor", "old": "Staff", "new": "Manager"}
    assert events_since(before) == [("staff_changed", changed), ("staff_role_changed", role)]
    assert (fresh(sam).name, sam.role, sam.sees_clients) == ("Samuel Okafor", "manager", True)


def test_another_role_ends_every_session_and_nothing_else() -> None:
    sam = factories.make_sam()
    rows = [sign_in(sam), sign_in(sam), sign_in(dana())]
    before = last_event()
    staff_accounts.change(sam, SAM, None, factories.dana())
    db.session.rollback()
    assert (last_event(), [row.ended_at for row in rows]) == (before, [None] * 3), "what is there changes nothing"
    staff_accounts.change(sam, Position(sam.name, "manager"), None, factories.dana())
    db.session.rollback()
    assert [row.ended_why for row in rows] == ["role_changed", "role_changed", None]
    assert sessions.sign_in(STAFF, "sam.o", cast.PASSWORD, factories.HERE)


def test_the_address_of_somebody_who_has_registered_is_theirs() -> None:
    sam, before = factories.make_sam(), last_event()
    assert staff_accounts.change(sam, SAM, "other@maple.example", factories.dana()) is None
    assert (fresh(sam).email, last_event()) == ("sam@maple.example", before)


def test_another_address_ends_the_invite_and_sends_a_new_one_there(clock: Clock) -> None:
    priya = factories.invite_priya()
    old, before = newest_link(priya), last_event()
    link = staff_accounts.change(
        priya, Position(priya.name, "staff", True), "priya.raman@maple.example", factories.dana()
    )
    assert link is not None and link.id != old.id
    db.session.refresh(old)
    assert old.ended_why == EndedWhy.DEFAULT_EMAIL_CHANGED
    assert [mail.address for mail in mails_to(priya)] == ["priya@maple.example", "priya.raman@maple.example"]
    what = "email is now priya.raman@maple.example; a new invite was sent"
    assert events_since(before) == [("staff_changed", {"name": cast.PRIYA.name, "what": what})]


def test_an_address_that_is_taken_changes_nothing() -> None:
    priya = factories.invite_priya()
    old = newest_link(priya)
    with pytest.raises(EmailTaken):
        staff_accounts.change(priya, Position("Another", "staff"), "dana@maple.example", factories.dana())
    assert (fresh(priya).name, priya.email, newest_link(priya).id, old.is_open) == (
        cast.PRIYA.name, cast.PRIYA.email, old.id, True,
    )  # fmt: skip


def test_deactivating_ends_sessions_links_and_mails_and_activating_brings_back_the_password_alone() -> None:
    sam = factories.make_sam()
    row = sign_in(sam)
    link = waiting_reset(sam)
    staff_accounts.set_active(sam, False, factories.dana())
    db.session.rollback()
    assert (row.ended_why, link.ended_why) == ("access_turned_off", EndedWhy.ACCESS_TURNED_OFF)
    assert [mail.state for mail in mails_to(sam)] == [MailState.CANCELLED]
    assert fresh(sam).deactivated_at is not None and sam.deactivated_by == dana()
    staff_accounts.set_active(sam, True, factories.dana())
    db.session.rollback()
    assert row.ended_at is not None and link.ended_at is not None
    assert sessions.sign_in(STAFF, "sam.o", cast.PASSWORD, factories.HERE)


def waiting_reset(sam: Staff) -> Link:
    """Sent just now, its mail in the queue."""
    link = staff_invitations.send_reset(sam, factories.dana())
    with writing():
        db.session.query(OutgoingMail).filter_by(staff_id=sam.id).one().state = MailState.WAITING
    return link


def test_each_press_leaves_one_event_that_names_the_person_and_the_first_moment_stays(clock: Clock) -> None:
    sam, before = factories.make_sam(), last_event()
    for _ in range(2):
        staff_accounts.set_active(sam, False, factories.dana())
        assert fresh(sam).deactivated_at == START
        clock.move(hours=1)
    staff_accounts.set_active(sam, True, factories.dana())
    kinds = ["staff_deactivated", "staff_deactivated", "staff_activated"]
    assert events_since(before) == [(kind, {"name": cast.SAM.name}) for kind in kinds]
    event = db.session.scalars(select(Event).order_by(Event.id.desc())).first()
    assert event is not None and (event.staff, event.actor_staff) == (fresh(sam), dana())


# case 131
@pytest.mark.parametrize("act", ["demote", "deactivate"])
def test_the_last_active_owner_stays(act: str) -> None:
    before = last_event()
    factories.invite_priya("owner")  # has not registered, so is none yet
    with pytest.raises(LastOwner):
        if act == "demote":
            staff_accounts.change(dana(), Position(cast.DANA.name, "manager"), None, factories.dana())
        else:
            staff_accounts.set_active(dana(), False, factories.dana())
    assert (fresh(dana()).role, dana().is_active) == ("owner", True)
    assert [kind for kind, _ in events_since(before)] == ["staff_added"]


def test_with_another_active_owner_an_owner_may_go() -> None:
    lena = factories.make_staff(cast.LENA, "owner")
    staff_accounts.set_active(lena, False, factories.dana())
    with pytest.raises(LastOwner):
        staff_accounts.set_active(dana(), False, factories.dana())
    staff_accounts.set_active(lena, True, factories.dana())
    staff_accounts.change(dana(), Position(cast.DANA.name, "staff"), None, factories.dana())
    assert (fresh(dana()).role, fresh(lena).is_active) == ("staff", True)


def test_somebody_added_with_a_password_signs_in_at_once() -> None:
    before = last_event()
    staff_accounts.add_registered(SAM, "sam@maple.example", "sam.o", cast.PASSWORD)
    fields = {"name": cast.SAM.name, "role": "Staff", "how": "on the command line"}
    assert events_since(before) == [("staff_added", fields)]
    assert sessions.sign_in(STAFF, "sam.o", cast.PASSWORD, factories.HERE)


@pytest.mark.parametrize(
    ("email", "username", "password", "refusal"),
    [
        ("dana@maple.example", "sam.o", cast.PASSWORD, EmailTaken),
        ("sam@maple.example", "DANA.W", cast.PASSWORD, UsernameTaken),
        ("sam@maple.example", "dana@maple.example", cast.PASSWORD, UsernameTaken),
        ("sam@maple.example", "sam.o", "Maple Street Counseling 1", PasswordRefused),
    ],
)
def test_what_is_taken_or_too_easy_adds_nobody(
    email: str, username: str, password: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        staff_accounts.add_registered(SAM, email, username, password)
    assert named(cast.SAM.name) is None


def test_the_kinds_of_events_about_staff_fit_their_column() -> None:
    assert max(map(len, KINDS)) <= Event.__table__.c.kind.type.length
