"""Why they can't get in: each cause by what was recorded, the most urgent first, and gone once it is set right."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta

import pytest
from flask import Flask

from portal.config_values import MailServer
from portal.credentials import access, clients, emails, fixes, invitations, passwords, reset_requests, sign_ins, steps
from portal.credentials.audience import CLIENT
from portal.credentials.clients import Details
from portal.credentials.errors import NothingToUnlock, TooManyAttempts, WrongCredentials
from portal.credentials.facts import facts_of
from portal.credentials.obstacles import IN_ORDER, Cause, Fix, Obstacle, obstacle_of
from portal.credentials.status import Status, status_of
from portal.database import writing
from portal.extensions import db
from portal.mail import outbox
from portal.models import Client, Link, Practice
from portal.models.link import LinkKind
from tests.conftest import Clock
from tests.support import calls, cast, factories
from tests.support.choices import choose
from tests.support.links import address_of, fresh, spend
from tests.support.post import newest, use
from tests.support.visitor import Visitor

Bring = Callable[[Client], object]


@pytest.fixture(autouse=True)
def _with_a_mail_server(clock: Clock, app: Flask) -> None:
    use(MailServer("127.0.0.1", 25, "none"))


def why(client: Client) -> Obstacle | None:
    db.session.rollback()
    return obstacle_of(facts_of(client))


def cause_of(client: Client) -> Cause | None:
    found = why(client)
    return found.cause if found else None


def theo() -> Client:
    return factories.make_client(cast.THEO)


def _send(client: Client) -> None:
    send = invitations.send if client.account is None else passwords.send_reset
    send(client, factories.dana())


def _correct_date(client: Client) -> None:
    clients.change(client, Details("Theo", "Nakamura", None, calls.SWAPPED, None, None), factories.dana())


def _try_again(client: Client) -> None:
    fixes.try_again(client, factories.dana())
    mail = outbox.claim()
    assert mail is not None
    outbox.sent(mail, "250 OK")


CALLS: list[tuple[Bring, Cause, Fix, Bring]] = [
    (calls.delayed, Cause.STILL_WAITING, Fix.TRY_AGAIN, _try_again),
    (calls.refused, Cause.NOT_DELIVERED, Fix.CORRECT,
     lambda client: fixes.correct_and_send(client, "right@example.com", factories.dana())),
    (calls.default_email_changed, Cause.EMAIL_CHANGED, Fix.SEND, _send),
    (calls.expired, Cause.EXPIRED, Fix.SEND, _send),
    (calls.older_link_opened, Cause.OLDER_LINK, Fix.SEND, _send),
    (calls.registered_already, Cause.REGISTERED_ALREADY, Fix.COPY_ADDRESS,
     lambda client: fixes.tell_sign_in_address(client, factories.dana())),
    (calls.wrong_birth_date, Cause.WRONG_BIRTH_DATE, Fix.EDIT_BIRTH_DATE, _correct_date),
    (calls.sign_in_waits, Cause.WAITS, Fix.UNLOCK, lambda client: fixes.unlock(client, factories.dana())),
    (calls.reset_in_vain, Cause.RESET_REFUSED, Fix.SEND, _send),
    (calls.turned_off, Cause.TURNED_OFF, Fix.SWITCH, lambda client: access.set_access(client, True, factories.dana())),
    (calls.stopped_in_the_middle, Cause.STEP_OPEN, Fix.SKIP,
     lambda client: steps.skip(client, "details", "on paper", factories.dana())),
]  # fmt: skip


# fails with any of the causes taken out of IN_ORDER
@pytest.mark.parametrize(("bring_about", "cause", "fix", "set_right"), CALLS)
def test_each_call_has_its_cause_and_its_fix_and_nothing_is_left_afterwards(
    bring_about: Bring, cause: Cause, fix: Fix, set_right: Bring, clock: Clock
) -> None:
    client = theo()
    bring_about(client)
    found = why(client)
    assert found is not None and (found.cause, found.fix) == (cause, fix)
    clock.move(seconds=30)
    set_right(client)
    assert why(client) is None


@pytest.mark.parametrize("make", [theo, factories.theo, factories.rosa, factories.milo])
def test_where_all_is_well_there_is_none(make: Callable[[], Client]) -> None:
    assert why(make()) is None


def test_the_table_has_each_cause_once() -> None:
    assert list(IN_ORDER) == list(Cause)


# fails with turned_off behind waits in IN_ORDER
def test_the_most_urgent_comes_first_and_the_next_when_that_is_gone() -> None:
    client = theo()
    calls.sign_in_waits(client)
    choose(client, step_details="required")
    access.set_access(client, False, factories.dana())
    assert cause_of(client) is Cause.TURNED_OFF
    access.set_access(client, True, factories.dana())
    assert cause_of(client) is Cause.WAITS
    fixes.unlock(client, factories.dana())
    assert cause_of(client) is Cause.STEP_OPEN


# Mail


def test_a_mail_on_its_way_or_sent_is_no_obstacle() -> None:
    client = factories.theo()
    assert cause_of(client) is None
    mail = outbox.claim()
    assert mail is not None
    outbox.sent(mail, "250 OK")
    assert cause_of(client) is None


def test_a_refused_invite_stays_an_obstacle_when_it_has_run_out(clock: Clock) -> None:
    client = theo()
    calls.refused(client)
    clock.move(hours=48)
    assert (status_of(client).status, cause_of(client)) == (Status.EXPIRED, Cause.NOT_DELIVERED)


@pytest.mark.parametrize("how", ["withdrawn", "other address"])
def test_a_refused_invite_that_ended_since_is_no_obstacle_by_its_mail(how: str) -> None:
    # fails where not_delivered does not look at the status
    client = theo()
    calls.refused(client)
    if how == "withdrawn":
        invitations.withdraw(client, factories.dana())
    else:
        emails.change(client.emails[0], "right@example.com", factories.dana())
    assert cause_of(client) is (None if how == "withdrawn" else Cause.EMAIL_CHANGED)


def test_while_all_mail_is_held_a_delay_is_no_obstacle(clock: Clock) -> None:
    # fails without is_mail_held in still_waiting: nothing can be tried
    client = theo()
    calls.delayed(client)
    writing()
    Practice.one().mail_held_at = clock.now - timedelta(minutes=1)
    db.session.commit()
    assert cause_of(client) is None


def test_a_refused_reset_is_an_obstacle_until_the_client_is_in(clock: Clock) -> None:
    rosa = factories.rosa()
    factories.send_reset(rosa)
    mail = outbox.claim()
    assert mail is not None
    outbox.failed(mail, "no such mailbox", "550 5.1.1 no such user")
    assert cause_of(rosa) is Cause.NOT_DELIVERED


# Links


def test_a_withdrawn_invite_is_an_obstacle_once_its_link_is_opened(clock: Clock) -> None:
    client = theo()
    link = factories.invite(client)
    invitations.withdraw(client, factories.dana())
    assert cause_of(client) is None
    clock.move(minutes=5)
    calls.fetch(link)
    assert cause_of(client) is Cause.ENDED_INVITE
    clock.move(seconds=1)
    _send(client)
    assert cause_of(client) is None


# fails where older_link does not look at opened_at
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
    _send(rosa)
    assert cause_of(rosa) is None


def _spend(link: Link) -> None:
    calls.answer(link, cast.ROSA.birth_date or date.min)
    passwords.reset(CLIENT, factories.text_of(link), "nonce", "eleven paper boats at dusk", "192.0.2.7")


def test_somebody_who_is_in_since_is_told_nothing_of_old_links(clock: Clock) -> None:
    client = theo()
    calls.registered_already(client)
    clock.move(minutes=5)
    assert client.account is not None
    sign_ins.sign_in(CLIENT, client.account.username, cast.PASSWORD, factories.HERE)
    assert cause_of(client) is None


# fails without note_refused in link_pages.dead
def test_a_form_that_is_posted_after_the_end_of_its_link_was_opened_by_a_person(visitor: Visitor, clock: Clock) -> None:
    client = theo()
    link = factories.invite(client)
    visitor.get(address_of(link))
    calls.answer(link, cast.THEO.birth_date or date.min)
    invitations.withdraw(client, factories.dana())
    clock.move(minutes=3)
    assert spend(visitor, fresh(link)).status_code == 410
    found = why(client)
    assert found is not None and found.cause is Cause.ENDED_INVITE
    assert found.link is not None and found.link.was_refused_to_a_person


# Sign-in


@pytest.mark.parametrize("count", [1, 4])
def test_fewer_than_five_wrong_passwords_are_told_for_a_quarter_of_an_hour(count: int, clock: Clock) -> None:
    rosa = factories.rosa()
    calls.mistype_password(rosa, count)
    found = why(rosa)
    assert found is not None and (found.cause, len(found.times)) == (Cause.WRONG_PASSWORD, count)
    clock.move(minutes=15)
    assert cause_of(rosa) is None


def test_a_reset_that_was_sent_since_answers_fewer_than_five_wrong_passwords(clock: Clock) -> None:
    rosa = factories.rosa()
    calls.mistype_password(rosa, 2)
    clock.move(minutes=1)
    _send(rosa)
    assert cause_of(rosa) is None


# fails without is_stopped in fixes.unlock
def test_what_a_hundred_wrong_passwords_have_stopped_only_a_reset_opens(clock: Clock) -> None:
    rosa = factories.rosa()
    for _ in range(100):
        calls.mistype_password(rosa, 1)
        clock.move(minutes=16)
    assert cause_of(rosa) is Cause.STOPPED
    with pytest.raises(NothingToUnlock):
        fixes.unlock(rosa, factories.dana())
    assert cause_of(rosa) is Cause.STOPPED


# fails without note_network_wait in sign_ins.sign_in, and without forgive_network in fixes.unlock
def test_a_client_who_is_refused_for_the_tries_of_others_is_told_and_unlocked(clock: Clock) -> None:
    rosa, ines = factories.rosa(), factories.ines()
    for number in range(30):
        with suppress(WrongCredentials):
            sign_ins.sign_in(CLIENT, f"nobody{number}", "a wrong guess of many words", factories.HERE)
    with pytest.raises(TooManyAttempts):
        sign_ins.sign_in(CLIENT, "rosie.d", cast.PASSWORD, factories.HERE)
    assert (cause_of(rosa), cause_of(ines)) == (Cause.NETWORK_WAITS, Cause.TURNED_OFF)
    fixes.unlock(rosa, factories.dana())
    assert cause_of(rosa) is None
    sign_ins.sign_in(CLIENT, "rosie.d", cast.PASSWORD, factories.HERE)


def test_the_wait_of_a_network_ends_by_itself(clock: Clock) -> None:
    rosa = factories.rosa()
    for number in range(30):
        with suppress(WrongCredentials):
            sign_ins.sign_in(CLIENT, f"nobody{number}", "a wrong guess of many words", factories.HERE)
    with pytest.raises(TooManyAttempts):
        sign_ins.sign_in(CLIENT, "rosie.d", cast.PASSWORD, factories.HERE)
    clock.move(minutes=15)
    assert cause_of(rosa) is None


def test_a_wait_that_is_over_cannot_be_unlocked(clock: Clock) -> None:
    rosa = factories.rosa()
    calls.mistype_password(rosa, 5)
    clock.move(minutes=1)
    with pytest.raises(NothingToUnlock):
        fixes.unlock(rosa, factories.dana())


@pytest.mark.parametrize("why_not", ["not on file", "too many"])
def test_a_reset_asked_for_in_vain_is_told_for_a_day(why_not: str, clock: Clock) -> None:
    rosa = factories.rosa()
    address = "elsewhere@example.com" if why_not == "not on file" else cast.ROSA.email
    for _ in range(1 if why_not == "not on file" else 4):
        reset_requests.ask(CLIENT, "rosie.d", address, "192.0.2.8")
        reset_requests.answer_all()
    found = why(rosa)
    assert found is not None and found.event is not None and why_not in found.event.fields["outcome"]
    clock.move(hours=24, seconds=1)
    assert cause_of(rosa) is None


def test_an_optional_step_stands_in_nobodys_way() -> None:
    rosa = factories.rosa()
    choose(step_details="optional")
    assert cause_of(rosa) is None
    choose(step_details="required")
    assert cause_of(rosa) is Cause.STEP_OPEN


def test_a_delay_is_told_from_the_first_try_that_failed(clock: Clock) -> None:
    client = theo()
    calls.delayed(client)
    first = clock.now
    clock.move(minutes=1)
    mail = outbox.claim()
    assert mail is not None
    outbox.delayed(mail, "the mail server did not answer in time", "TimeoutError", is_ours=True)
    assert (cause_of(client), newest().delayed_at) == (Cause.STILL_WAITING, first)
