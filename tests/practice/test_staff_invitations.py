"""Invites and resets of staff: who gets them, and when no second one goes out."""

from collections.abc import Callable

import pytest

from portal.credentials.links import newest
from portal.errors import AlreadyRegistered, AlreadySent, CredentialError, NotActive, NothingToWithdraw, QuotaReached
from portal.models import Link, Staff
from portal.models.event import Actor
from portal.models.link import EndedWhy, LinkKind
from portal.practice import staff_accounts, staff_invitations
from tests.conftest import Clock
from tests.support import cast, factories
from tests.support.choices import choose
from tests.support.links import last_event
from tests.support.staff_room import dana, events_since, fresh, mails_to, newest_link

pytestmark = pytest.mark.usefixtures("app")
Send = Callable[[Staff, Actor], Link]
SENDS: list[tuple[Callable[[], Staff], Send, str]] = [
    (factories.invite_priya, staff_invitations.invite, "5 staff invites were sent to this person within 24 hours."),
    (factories.make_sam, staff_invitations.send_reset, "5 resets were sent to this person within 24 hours."),
]


def test_another_invite_ends_the_one_before(clock: Clock) -> None:
    priya = factories.invite_priya()
    old = newest_link(priya)
    clock.move(minutes=2)
    before = last_event()
    link = staff_invitations.invite(priya, factories.dana())
    assert (fresh(priya).registered_at, newest_link(priya).id, old.ended_why) == (None, link.id, EndedWhy.REPLACED)
    assert events_since(before) == [("staff_invite_sent", {"name": cast.PRIYA.name, "email": cast.PRIYA.email})]


@pytest.mark.parametrize(("who", "send", "_"), SENDS)
def test_a_second_press_within_a_minute_sends_nothing(
    who: Callable[[], Staff], send: Send, _: str, clock: Clock
) -> None:
    person, other = who(), factories.make_staff(cast.OTTO, "staff")
    clock.move(minutes=1)
    send(person, factories.dana())
    clock.move(seconds=59)
    with pytest.raises(AlreadySent) as refused:
        send(person, factories.dana())
    assert refused.value.again_in == 1
    staff_invitations.send_reset(other, factories.dana())
    clock.move(seconds=1)
    assert send(person, factories.dana())


@pytest.mark.parametrize(("who", "send", "words"), SENDS)
def test_the_sixth_within_a_day_is_refused(who: Callable[[], Staff], send: Send, words: str, clock: Clock) -> None:
    person = who()
    for _ in range(5 - len(mails_to(person))):
        clock.move(minutes=2)
        send(person, factories.dana())
    clock.move(minutes=2)
    with pytest.raises(QuotaReached) as refused:
        send(person, factories.dana())
    assert refused.value.sentence == words


def _deactivated_priya() -> Staff:
    priya = factories.invite_priya()
    staff_accounts.set_active(priya, False, factories.dana())
    return priya


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (lambda by: staff_invitations.invite(factories.make_sam(), by), AlreadyRegistered),
        (lambda by: staff_invitations.invite(_deactivated_priya(), by), NotActive),
        (lambda by: staff_invitations.send_reset(factories.make_otto(), by), NotActive),
        (lambda by: staff_invitations.send_reset(factories.invite_priya(), by), NotActive),
        (lambda by: staff_invitations.withdraw_invite(factories.make_sam(), by), NothingToWithdraw),
        (lambda by: staff_invitations.withdraw_reset(factories.make_sam(), by), NothingToWithdraw),
    ],
)
def test_what_fits_nobody_is_refused(act: Callable[[Actor], object], refusal: type[CredentialError]) -> None:
    with pytest.raises(refusal):
        act(factories.dana())


def test_an_invite_is_withdrawn_with_who_and_one_event() -> None:
    priya = factories.invite_priya()
    before = last_event()
    staff_invitations.withdraw_invite(priya, factories.dana())
    link = newest_link(priya)
    assert (link.ended_why, link.ended_by) == (EndedWhy.WITHDRAWN, dana())
    assert events_since(before) == [("staff_invite_withdrawn", {"name": cast.PRIYA.name})]


def test_a_reset_that_is_sent_lives_as_long_as_the_practice_says(clock: Clock) -> None:
    choose(link_hours=24)
    sam, before = factories.make_sam(), last_event()
    link = staff_invitations.send_reset(sam, factories.dana())
    assert (link.kind, link.sent_by_id) == (LinkKind.STAFF_PASSWORD_RESET, dana().id)
    assert (link.expires_at - clock.now).total_seconds() == 24 * 3600
    assert [(mail.kind, mail.address) for mail in mails_to(sam)] == [("staff_password_reset", "sam@maple.example")]
    assert events_since(before) == [("reset_sent", {"email": "sam@maple.example"})]


def test_a_reset_is_withdrawn_with_one_event() -> None:
    sam = factories.make_sam()
    staff_invitations.send_reset(sam, factories.dana())
    before = last_event()
    staff_invitations.withdraw_reset(sam, factories.dana())
    link = newest(LinkKind.STAFF_PASSWORD_RESET, staff_id=sam.id)
    assert link is not None and link.ended_why == EndedWhy.WITHDRAWN
    assert events_since(before) == [("reset_withdrawn", {})]


def test_another_address_does_not_bring_back_an_invite_that_was_withdrawn() -> None:
    priya = factories.invite_priya()
    staff_invitations.withdraw_invite(priya, factories.dana())
    wanted = staff_accounts.Position(priya.name, "staff", sees_clients=True)
    assert staff_accounts.change(priya, wanted, "priya.raman@maple.example", factories.dana()) is None
    assert (fresh(priya).email, len(mails_to(priya))) == ("priya.raman@maple.example", 1)
