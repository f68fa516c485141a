"""What happened before a client calls because they cannot get in: by the portal's verbs, each to one client.

The mail server is set; nothing is sent here but what says so.
"""

from contextlib import suppress
from datetime import date, timedelta

import pytest

from portal import clock, config
from portal.authentication import sessions
from portal.authentication.audiences import CLIENT
from portal.clients import email_addresses
from portal.credentials import birth_date_check, forgotten_passwords, links, portal_access, registration
from portal.errors import BirthDateWrong, LinkDead, TooManyAttempts, WrongCredentials
from portal.mail import outbox
from portal.mail.troubles import Trouble
from portal.models import Client, Link
from portal.models.event import Actor
from portal.models.link import LinkKind
from tests.support import cast, factories
from tests.support.choices import choose
from tests.support.post import use

SOMEBODY = Actor("link", ip="192.0.2.7")
SWAPPED = date(1995, 2, 7)  # Theo's 2 July 1995 with day and month swapped
ELSEWHERE = factories.HERE


def fetch(link: Link, kind: LinkKind = LinkKind.INVITATION) -> None:
    """GET, by whomever."""
    with suppress(LinkDead):
        links.fetched(factories.text_of(link), kind, SOMEBODY)


def answer(link: Link, born: date, times: int = 1) -> None:
    for _ in range(times):
        with suppress(BirthDateWrong, LinkDead):
            birth_date_check.confirm_birth_date(factories.text_of(link), LinkKind(link.kind), "nonce", born, SOMEBODY)


def confirm(link: Link, nonce: str = "nonce") -> str:
    """The date of birth on file, answered in this browser; the text of the link."""
    text = factories.text_of(link)
    assert link.client is not None and link.client.birth_date is not None
    birth_date_check.confirm_birth_date(text, LinkKind(link.kind), nonce, link.client.birth_date, SOMEBODY)
    return text


def mistype_password(client: Client, times: int) -> None:
    assert client.account is not None
    for _ in range(times):
        with suppress(WrongCredentials):
            sessions.sign_in(CLIENT, client.account.username, "a wrong guess of many words", ELSEWHERE)


def refuse_for_others(client: Client) -> None:
    """After thirty wrong tries for other names from the network that the client is in, the right password too."""
    assert client.account is not None
    for number in range(30):
        with suppress(WrongCredentials):
            sessions.sign_in(CLIENT, f"nobody{number}", "a wrong guess of many words", ELSEWHERE)
    with pytest.raises(TooManyAttempts):
        sessions.sign_in(CLIENT, client.account.username, cast.PASSWORD, ELSEWHERE)


def delayed(client: Client, trouble: Trouble = Trouble.NO_ANSWER) -> None:
    factories.invite(client)
    mail = outbox.claim()
    assert mail is not None
    outbox.delayed(mail, trouble, "TimeoutError", is_ours=trouble.is_ours)


def refused(client: Client, trouble: Trouble = Trouble.NO_MAILBOX, said: str = "550 5.1.1 no such user") -> None:
    factories.invite(client)
    mail = outbox.claim()
    assert mail is not None
    outbox.failed(mail, trouble, said)


def kept(client: Client) -> None:
    """Written while no mail server was set, which is set since."""
    server = config.current().mail_server
    use(None)
    send = factories.invite if client.account is None else factories.send_reset
    send(client)
    use(server)


def default_email_changed(client: Client) -> None:
    factories.invite(client)
    email_addresses.make_default(email_addresses.add(client, "other@example.com", factories.dana()), factories.dana())


def expired(client: Client) -> None:
    with clock.at(clock.now() - timedelta(hours=49)):
        factories.invite(client)


def older_link_opened(client: Client) -> None:
    with clock.at(clock.now() - timedelta(minutes=20)):
        older = factories.invite(client)
    with clock.at(clock.now() - timedelta(minutes=10)):
        factories.invite(client)
    fetch(older)


def registered(client: Client, hours_ago: float = 24) -> Link:
    """Through the invitation, which is returned."""
    now = clock.now()
    with clock.at(now - timedelta(hours=hours_ago, minutes=10)):
        link = factories.invite(client)
        if client.birth_date:
            answer(link, client.birth_date)
    with clock.at(now - timedelta(hours=hours_ago)):
        username = f"{client.first_name.casefold()}.{client.id}"
        registration.create_account(link, "nonce", username, cast.PASSWORD, factories.HERE)
    return link


def registered_already(client: Client) -> None:
    fetch(registered(client))


def wrong_birth_date(client: Client) -> None:
    answer(factories.invite(client), SWAPPED, times=3)


def sign_in_waits(client: Client) -> None:
    registered(client)
    mistype_password(client, 5)


def reset_in_vain(client: Client) -> None:
    registered(client)
    ask_in_vain(client)


def ask_in_vain(client: Client) -> None:
    """With an address that is not on file."""
    assert client.account is not None
    forgotten_passwords.ask(CLIENT, client.account.username, "elsewhere@example.com", "192.0.2.8")
    forgotten_passwords.answer_all()


def turned_off(client: Client) -> None:
    registered(client)
    portal_access.set_access(client, False, factories.dana())


def stopped_in_the_middle(client: Client) -> None:
    registered(client)
    choose(client, step_details="required")
