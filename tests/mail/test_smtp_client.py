"""One conversation with a mail server: what it answered, and that nothing is said before the line is safe."""

import logging

import pytest

from portal.config_values import MailServer
from portal.mail import smtp_replies
from portal.mail.smtp_replies import Answer, Outcome
from tests.support.certificates import Authority
from tests.support.post import send_alone
from tests.support.smtp import Receiver

PASSWORD = "kept-mail-secret-4711"


def send(port: int, security: str = "none", *, to: str = "b@example.com", password: str | None = None) -> Answer:
    username = "mailer" if password else None
    return send_alone(MailServer("127.0.0.1", port, security, username, password), to)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_verified_line_carries_password_and_mail(authority: Authority, security: str) -> None:
    with Receiver(**{security: authority.good()}) as receiver:
        assert send(receiver.port, security, password=PASSWORD).outcome is Outcome.SENT
        said = b"".join(receiver.wire).upper()
    assert len(receiver.messages) == 1
    assert b"AUTH" in said
    if security == "starttls":
        assert said.index(b"STARTTLS") < said.index(b"AUTH") < said.index(b"MAIL FROM")


# case 108
@pytest.mark.parametrize(
    ("security", "certificate"),
    [("starttls", "for_another_host"), ("starttls", "expired"), ("starttls", "self_signed"), ("tls", "expired")],
)
def test_a_server_that_cannot_prove_its_name_gets_neither_mail_nor_password(
    authority: Authority, security: str, certificate: str
) -> None:
    with Receiver(**{security: getattr(authority, certificate)()}) as receiver:
        answer = send(receiver.port, security, password=PASSWORD)
    assert answer.outcome is Outcome.DELAYED
    assert answer.reason.startswith("the mail server's certificate is not valid: ")
    _assert_nothing_was_said(receiver)


# case 108
def test_a_server_without_starttls_gets_neither_mail_nor_password(smtp: Receiver) -> None:
    answer = send(smtp.port, "starttls", password=PASSWORD)
    assert (answer.outcome, answer.reason) == (Outcome.DELAYED, "the mail server offers no encryption")
    _assert_nothing_was_said(smtp)


# case 108
@pytest.mark.parametrize("reply", ["454 TLS not available", "250 no need"])
def test_a_server_that_takes_its_offer_of_encryption_back_gets_nothing(authority: Authority, reply: str) -> None:
    with Receiver(starttls=authority.good()) as receiver:
        receiver.script["STARTTLS"] = [reply]
        assert send(receiver.port, "starttls", password=PASSWORD).outcome is Outcome.DELAYED
    _assert_nothing_was_said(receiver)


def _assert_nothing_was_said(receiver: Receiver) -> None:
    said = b"".join(receiver.wire).upper()
    assert not receiver.messages
    assert b"AUTH" not in said and b"MAIL FROM" not in said


# what each answer means is tried in test_smtp_replies.py
@pytest.mark.parametrize(
    ("stage", "words"),
    [("rcpt_replies", "the mail server refused the address"), ("replies", "the mail server refused the message")],
)
def test_a_refusal_that_says_nothing_more_is_told_by_where_it_came(smtp: Receiver, stage: str, words: str) -> None:
    setattr(smtp, stage, ["554 no thanks"])
    assert send(smtp.port).reason == words


@pytest.mark.parametrize(("address", "takes_it"), [("josé@example.com", True), ("jo@exämple.com", False)])
def test_an_address_beyond_ascii_is_taken_or_told_at_once(smtp: Receiver, address: str, takes_it: bool) -> None:
    smtp.offer_smtputf8(takes_it)
    answer = send(smtp.port, to=address)
    assert answer.outcome is (Outcome.SENT if takes_it else Outcome.FAILED)
    assert answer.reason == ("" if takes_it else "the mail server takes no address with letters beyond a to z")
    assert smtp.recipients == ([address] if takes_it else [])


# case 114
@pytest.mark.parametrize("stage", ["AUTH", None])
def test_the_password_stands_in_no_answer_and_no_log(
    authority: Authority, caplog: pytest.LogCaptureFixture, stage: str | None
) -> None:
    caplog.set_level(logging.DEBUG, "portal")
    with Receiver(starttls=authority.good()) as receiver:
        receiver.script = {stage: ["535 5.7.8 wrong"] * 3} if stage else {}
        answer = send(receiver.port, "starttls", password=PASSWORD)
    server = MailServer("127.0.0.1", 1, "starttls", "mailer", PASSWORD)
    assert PASSWORD not in repr(answer) + repr(server) + str(server) + caplog.text


# case 114
def test_an_error_that_quotes_the_conversation_is_told_without_it() -> None:
    assert PASSWORD not in repr(smtp_replies.explain(ValueError(f"AUTH PLAIN {PASSWORD}")))
