"""Why they can't get in, as the front desk reads it: one sentence, one button, and that button nowhere else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from portal import clock as the_clock
from portal.authentication.audiences import CLIENT
from portal.credentials import forgotten_passwords, links, passwords
from portal.credentials.invitations import withdraw_invitation
from portal.diagnosis.diagnose import Cause
from portal.extensions import db
from portal.mail.troubles import Trouble
from portal.models import Client, Link
from portal.models.link import LinkKind
from portal.staff.clients import notices, why_sentences
from portal.staff.clients.notices import Notice
from tests.conftest import Clock
from tests.support import calls, cast, factories
from tests.support.menu import main_button, menu, sentence
from tests.support.obstacles import theo
from tests.support.page import buttons, by_id, words
from tests.support.staff_room import as_role
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("mail_server_is_set")
TODAY = "9:42 AM"


def _asked_too_often(client: Client) -> None:
    calls.registered(client)
    assert client.account is not None
    for _ in range(4):
        forgotten_passwords.ask(CLIENT, client.account.username, cast.THEO.email, "192.0.2.8")
    forgotten_passwords.answer_all()


def _opened_after_withdrawal(client: Client) -> None:
    link = factories.invite(client)
    withdraw_invitation(client, factories.dana())
    calls.fetch(link)


def _reset_opened_when_used(client: Client) -> None:
    calls.registered(client)
    link = factories.send_reset(client)
    assert client.birth_date
    calls.answer(link, client.birth_date)
    passwords.reset(CLIENT, factories.text_of(link), "nonce", "eleven paper boats at dusk", factories.HERE)
    calls.fetch(link, LinkKind.PASSWORD_RESET)


def _locked(client: Client) -> None:
    calls.answer(factories.invite(client), calls.SWAPPED, times=5)


def _kept_from_asking(client: Client) -> None:
    """The link that was asked for is locked, and has run out since."""
    calls.registered(client)
    assert client.account is not None
    with the_clock.at(the_clock.now() - timedelta(hours=2)):
        forgotten_passwords.ask(CLIENT, client.account.username, cast.THEO.email, "192.0.2.8")
        forgotten_passwords.answer_all()
        calls.answer(db.session.query(Link).order_by(Link.id.desc()).first(), calls.SWAPPED, times=5)


def _wrong_passwords(count: int) -> Callable[[Client], None]:
    def bring(client: Client) -> None:
        calls.registered(client)
        calls.mistype_password(client, count)

    return bring


def _network_waits(client: Client) -> None:
    calls.registered(client)
    calls.refuse_for_others(client)


def _kept_reset(client: Client) -> None:
    calls.registered(client)
    calls.kept(client)


def _refused(trouble: Trouble) -> Callable[[Client], None]:
    return lambda client: calls.refused(client, trouble, "550 no")


def _delayed(trouble: Trouble) -> Callable[[Client], None]:
    return lambda client: calls.delayed(client, trouble)


SENTENCES: list[tuple[Callable[[Client], object], str, list[str]]] = [
    (calls.delayed, f"Still waiting: the mail server has not answered since {TODAY}", ["Try again now"]),
    (calls.refused, "Not delivered to theo@example.com: no such mailbox", ["Correct the address and send again"]),
    (calls.kept, "This invite was kept here and never sent", ["Resend portal invite"]),
    (_kept_reset, "This password reset was kept here and never sent", ["Send password reset"]),
    (_refused(Trouble.POLICY), "Not delivered to theo@example.com: the mail server's rules refused it, not because of "
     "the address", ["Resend portal invite"]),
    (_delayed(Trouble.FULL), f"Still waiting: the mailbox is full (since {TODAY})", ["Try again now"]),
    (_delayed(Trouble.NOTHING_THERE), f"Still waiting: the mail server has not answered since {TODAY}",
     ["Try again now"]),
    (calls.default_email_changed, "The invite to theo@example.com ended when the default email changed",
     ["Send portal invite"]),
    (calls.expired, "The invite expired Mon, Nov 23, 8:42 AM", ["Resend portal invite"]),
    (calls.older_link_opened, f"The link of an older mail was opened, perhaps by a mail filter, at {TODAY}; "
     "the one that works was sent at 9:32 AM", ["Resend portal invite"]),
    (calls.registered_already, "Already registered: the invite's link was opened again, perhaps by a mail filter, "
     f"at {TODAY}", ["Copy sign-in address"]),
    (calls.wrong_birth_date, "Wrong date of birth, 3 of 5 tries (day and month look swapped)", ["Edit date of birth"]),
    (_locked, "Wrong date of birth, 5 of 5 tries (day and month look swapped). The link is locked until the date on "
     "file is corrected", ["Edit date of birth"]),
    (_kept_from_asking, "Wrong date of birth, 5 of 5 tries (day and month look swapped). No more links are sent "
     "when the client asks, until the date on file is corrected", ["Edit date of birth"]),
    (calls.sign_in_waits, f"5 wrong passwords since {TODAY}; sign-in waits until 9:43 AM",
     ["Unlock", "Send password reset"]),
    (_network_waits, "30 wrong passwords from the client's network, perhaps by others there; sign-in from it waits "
     "until 9:57 AM", ["Unlock", "Send password reset"]),
    (calls.reset_in_vain, f"A reset was asked for at {TODAY} with an email that is not on file",
     ["Send password reset"]),
    (_asked_too_often, f"A reset was asked for at {TODAY} and not sent: too many in an hour", ["Send password reset"]),
    (calls.turned_off, "Turned off by Dana Whitfield, Mon, Nov 23", ["switch"]),
    (calls.stopped_in_the_middle, "Client's details is still open (required)", ["Skip for this client"]),
    (_opened_after_withdrawal, "The invite was withdrawn, and its link was opened, perhaps by a mail filter, "
     f"at {TODAY}", ["Send portal invite"]),
    (_reset_opened_when_used, "The password reset was used already, and its link was opened, perhaps by a mail filter, "
     f"at {TODAY}", ["Send password reset"]),
    (_wrong_passwords(1), f"1 wrong password at {TODAY}", ["Send password reset"]),
    (_wrong_passwords(3), f"3 wrong passwords since {TODAY}", ["Send password reset"]),
]  # fmt: skip


@pytest.mark.parametrize(("bring_about", "said", "offered"), SENTENCES)
def test_the_cause_is_one_sentence_and_what_sets_it_right_stands_beside_it_alone(
    bring_about: Callable[[Client], object], said: str, offered: list[str], staff_browser: Visitor
) -> None:
    client = theo()
    bring_about(client)
    html = menu(staff_browser, client)
    assert (sentence(html), list(buttons(html, "why"))) == (said, offered)
    first = next(part for part in by_id(html, "client-menu") if part.tag != "script")
    assert first.get("id") == "why", "the region is the first thing in the menu"
    assert html.count('id="main-button"') <= 1 and html.count('id="access-switch"') == 1


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("owner", "The practice has to mend this: Practice → Mail says how."),
        ("staff", "The practice has to mend this."),
    ],
)
def test_what_is_the_practices_own_trouble_is_said_to_be_with_the_way_there(app: Flask, role: str, said: str) -> None:
    client = theo()
    calls.refused(client, Trouble.POLICY, "554 5.7.1 Relay access denied")
    assert words(by_id(menu(as_role(app, role), client), "why-ours")) == said


@pytest.mark.parametrize("bring_about", [calls.delayed, _refused(Trouble.FULL)])
def test_what_is_not_is_not(bring_about: Callable[[Client], None], staff_browser: Visitor) -> None:
    client = theo()
    bring_about(client)
    assert "why-ours" not in menu(staff_browser, client)


def test_a_post_is_told_as_the_clients_own(staff_browser: Visitor, clock: Clock) -> None:
    client = theo()
    calls.older_link_opened(client)
    clock.move(minutes=1)
    older = db.session.query(Link).order_by(Link.id).first()
    assert older is not None
    links.note_refused(older, calls.SOMEBODY, by_a_person=True)
    said = "The link of an older mail was opened by the client at 9:43 AM; the one that works was sent at 9:32 AM"
    assert sentence(menu(staff_browser, client)) == said


def test_whoever_is_turned_off_has_the_switch_in_the_region_and_no_button(staff_browser: Visitor) -> None:
    html = menu(staff_browser, factories.ines())
    assert [part.get("id") for part in by_id(html, "why").iter("button") if part.get("role")] == ["access-switch"]
    with pytest.raises(AssertionError):
        main_button(html)


def test_every_cause_has_a_sentence_and_every_act_in_the_menu_a_notice() -> None:
    assert set(why_sentences._SENTENCES) == set(Cause)
    told_by_the_mail = {*notices.SENDS, Notice.AGAIN}
    assert set(notices._SENTENCES) | told_by_the_mail | {Notice.ADDRESS} == set(Notice)
