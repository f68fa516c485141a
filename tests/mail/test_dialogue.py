"""What was said, word for word, of a test mail: without the password and without the mail."""

import base64
from collections.abc import Callable

import pytest

from portal.config_values import MailServer
from portal.mail import outbox
from portal.models import OutgoingMail
from portal.models.outgoing_mail import MailState
from portal.practice import test_mails
from tests.conftest import Clock
from tests.support import factories
from tests.support.certificates import Authority
from tests.support.post import newest, rounds, rows, use
from tests.support.smtp import Receiver, free_port
from tests.support.staff_room import dana

PASSWORD = "kept-mail-secret-4711"
pytestmark = pytest.mark.usefixtures("app", "clock")


def sample() -> OutgoingMail:
    owner = dana()
    test_mails.send(owner, "invitation", factories.dana())
    rounds()
    return newest()


def test_a_test_mail_keeps_the_lines_of_both_sides_in_their_order(smtp: Receiver) -> None:
    mail = sample()
    assert mail.state == MailState.SENT
    lines = (mail.dialogue or "").splitlines()
    assert lines[0] == f"* connecting to 127.0.0.1, port {smtp.port}"
    assert lines[1].startswith("< 220 ") and lines[2].startswith("> EHLO ") and lines[3].startswith("< 250-")
    assert lines[-8:] == [
        "> MAIL FROM:<no-reply@127.0.0.1>", "< 250 OK", "> RCPT TO:<dana@maple.example>", "< 250 OK",
        "> DATA", "< 354 End data with <CR><LF>.<CR><LF>", "> (the mail)", "< 250 OK queued",
    ]  # fmt: skip


def test_other_mails_keep_the_last_line_only(smtp: Receiver) -> None:
    factories.theo()
    rounds()
    assert (newest().server_said, newest().dialogue) == ("250 OK queued", None)


def test_a_test_mail_after_others_has_a_whole_conversation_of_its_own(smtp: Receiver) -> None:
    factories.theo()
    dialogue = sample().dialogue or ""
    assert dialogue.splitlines()[1].startswith("< 220 ")
    assert "theo@example.com" not in dialogue


@pytest.mark.parametrize("is_taken", [True, False])
def test_neither_password_nor_link_nor_text_is_kept(authority: Authority, is_taken: bool) -> None:
    with Receiver(starttls=authority.good()) as receiver:
        receiver.script["AUTH"] = [] if is_taken else ["535 5.7.8 no"] * 9
        use(MailServer("127.0.0.1", receiver.port, "starttls", "mailer", PASSWORD))
        mail = sample()
    dialogue = mail.dialogue or ""
    secrets = [PASSWORD, *(base64.b64encode(text.encode()).decode() for text in (PASSWORD, f"\0mailer\0{PASSWORD}"))]
    assert not [secret for secret in [*secrets, "Robin", "/register/"] if secret in dialogue]
    assert "* encrypted with TLSv1.3" in dialogue
    assert "> AUTH PLAIN (not shown)" in dialogue or "> AUTH LOGIN (not shown)" in dialogue


def test_a_server_that_quotes_the_password_is_not_quoted(authority: Authority) -> None:
    with Receiver(starttls=authority.good()) as receiver:
        receiver.script["AUTH"] = f"535 5.7.8 {PASSWORD} is wrong"
        use(MailServer("127.0.0.1", receiver.port, "starttls", "mailer", PASSWORD))
        mail = sample()
    assert mail.server_said == "535 5.7.8 (password) is wrong"
    assert PASSWORD not in (mail.dialogue or "")


@pytest.mark.parametrize(
    ("host", "port", "reason"),
    [("127.0.0.1", free_port, "nothing answers at the mail server's address"),
     ("mail.invalid", lambda: 25, "the mail server's name was not found")],
)  # fmt: skip
def test_where_nobody_was_reached_the_last_line_says_why(host: str, port: Callable[[], int], reason: str) -> None:
    number = port()
    use(MailServer(host, number, "none"))
    assert sample().dialogue == f"* connecting to {host}, port {number}\n* {reason}"


def test_a_later_try_replaces_what_was_said_before(smtp: Receiver, clock: Clock) -> None:
    smtp.script["MAIL"] = ["550 not you"]
    before = sample()
    assert (before.dialogue or "").splitlines()[-1] == "* the mail server did not take the sender's address"
    clock.move(minutes=1)
    rounds()
    (mail,) = rows()
    assert (mail.dialogue or "").splitlines()[-1] == "< 250 OK queued"


def test_a_very_long_conversation_keeps_its_beginning_and_its_end() -> None:
    long = "* connecting\n" + "x" * 9000 + "\n* the end"
    short = outbox._short(long) or ""
    assert len(short) == 4000 and short.startswith("* connecting\n") and short.endswith("\n* the end")
