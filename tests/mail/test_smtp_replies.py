"""What a mail server's answer means, and whose trouble it is (RFC 3463, RFC 5248, RFC 7372, RFC 7505)."""

import smtplib

import pytest

from portal.mail.smtp_replies import Outcome, explain, refused
from portal.mail.troubles import OURS, Trouble, Whose
from portal.models import OutgoingMail

ADDRESS, RECIPIENT, PRACTICE = Whose.ADDRESS, Whose.RECIPIENT, Whose.PRACTICE
FINAL = [
    ("550 5.1.1 <b@example.com> User unknown", "no such mailbox", ADDRESS),
    ("550 5.1.2 Bad destination system", "no mail server takes mail for this address", ADDRESS),
    ("501 5.1.3 Bad syntax", "the mail server does not take this for an address", ADDRESS),
    ("550 5.1.6 Mailbox has moved", "the mailbox has moved", ADDRESS),
    ("550 5.1.10 Recipient address has null MX", "no mail server takes mail for this address", ADDRESS),
    ("556 5.1.10 null MX", "no mail server takes mail for this address", ADDRESS),
    ("550 #5.1.0 Address rejected.", "the mail server refused the address", ADDRESS),
    ("550 5.4.1 Recipient address rejected: Access denied", "no mail server takes mail for this address", ADDRESS),
    ("553 5.6.7 Non-ASCII addresses not permitted", "the mail server takes no address with letters beyond a to z",
     ADDRESS),
    ("550 5.2.1 The account is disabled", "the mailbox is switched off", ADDRESS),
    ("552 5.2.2 Over quota", "the mailbox is full", RECIPIENT),
    ("550 5.2.0 Mailbox problem", "the mailbox takes no mail at present", RECIPIENT),
    ("550 5.3.2 System not accepting messages", "the mail system of this address has a trouble of its own", RECIPIENT),
    ("550 5.4.6 Routing loop", "the mail system of this address could not be reached", RECIPIENT),
    ("554 5.7.1 <b@example.com>: Relay access denied", "the mail server's rules refused it, not because of the address",
     PRACTICE),
    ("550 5.7.1 Service unavailable; client host blocked using zen.example",
     "the mail server's rules refused it, not because of the address", PRACTICE),
    ("550 5.7.1 [192.0.2.8 12] Our system has detected that this message is 5.7.1 likely unsolicited mail.",
     "the mail server's rules refused it, not because of the address", PRACTICE),
    ("550 5.7.25 Reverse DNS validation failed", "the mail server's rules refused it, not because of the address",
     PRACTICE),
    ("550 5.7.999 Something new", "the mail server's rules refused it, not because of the address", PRACTICE),
    ("550 5.7.26 does not pass DMARC", "refused because the sender's domain is not proven (SPF, DKIM, DMARC)",
     PRACTICE),
    ("550 5.7.23 SPF validation failed", "refused because the sender's domain is not proven (SPF, DKIM, DMARC)",
     PRACTICE),
    ("550 5.7.27 Sender address has null MX", "the mail server did not take the sender's address", PRACTICE),
    ("550 5.1.8 <a@x.example>: Sender address rejected: Domain not found",
     "the mail server did not take the sender's address", PRACTICE),
    ("550 5.4.5 Daily sending quota exceeded", "the mail server takes no more mails from the practice for now",
     PRACTICE),
    ("552 5.3.4 Message too big", "the message is too large for the mail server", PRACTICE),
    ("550 5.2.3 Length exceeds limit of the mailbox", "the message is too large for the mail server", PRACTICE),
    ("504 5.5.2 <desk>: Helo command rejected", "the mail server did not understand the portal", PRACTICE),
    ("530 5.7.0 Authentication required", "the mail server wants a username and a password", PRACTICE),
    ("530 5.7.0 Must issue a STARTTLS command first", "the mail server wants encryption", PRACTICE),
    # without an enhanced code, or with one that says nothing: by words
    ("550 No such user here", "no such mailbox", ADDRESS),
    ("550 5.0.0 Mailbox not found", "no such mailbox", ADDRESS),
    ("554 delivery error: dd This user doesn't have a yahoo.com account (b@yahoo.com) [0]", "no such mailbox", ADDRESS),
    ("550 mailbox full", "the mailbox is full", RECIPIENT),
    ("552 Requested action aborted", "the mailbox is full or the message too large", RECIPIENT),
    ("554 Your account has been disabled", "the mailbox is switched off", ADDRESS),
    ("554 Relaying denied", "the mail server's rules refused it, not because of the address", PRACTICE),
    ("550 Blocked, see our policy", "the mail server's rules refused it, not because of the address", PRACTICE),
    ("550 SPF check failed", "refused because the sender's domain is not proven (SPF, DKIM, DMARC)", PRACTICE),
    ("550 no", "the mail server refused the address", ADDRESS),
]  # fmt: skip


@pytest.mark.parametrize(("reply", "words", "whose"), FINAL)
def test_a_refusal_is_sorted_by_its_enhanced_code_into_whose_trouble_it_is(
    reply: str, words: str, whose: Whose
) -> None:
    answer = refused(int(reply[:3]), reply[4:], Trouble.ADDRESS_REFUSED)
    assert (answer.outcome, answer.server_said) == (Outcome.FAILED, reply)
    assert answer.trouble is not None and (answer.reason, answer.trouble.whose) == (words, whose)


@pytest.mark.parametrize(
    ("reply", "words", "is_ours"),
    [
        ("452 4.2.2 The mailbox is over quota", "the mailbox is full", False),
        ("450 4.2.0 Greylisted", "the mail server asked to try again later", False),
        ("451 4.7.1 Greylisting in action", "the mail server asked to try again later", False),
        ("450 4.1.1 unverified address: Address verification in progress", "the mail server asked to try again later",
         False),
        ("450 4.2.1 receiving mail too quickly", "the mail server asked to try again later", False),
        ("452 4.3.1 Insufficient system storage", "the mail server asked to try again later", False),
        ("451 4.4.1 No answer from host", "the mail system of this address could not be reached", False),
        ("421 4.7.0 Try again later", "the mail server asked to try again later", False),
        ("450 mailbox over quota", "the mailbox is full", False),
        ("450 busy", "the mail server asked to try again later", False),
        ("450 4.1.8 Sender address rejected: Domain not found", "the mail server did not take the sender's address",
         True),
        ("421 4.7.26 Unauthenticated", "refused because the sender's domain is not proven (SPF, DKIM, DMARC)", True),
        ("421 4.7.28 Unusual rate", "the mail server takes no more mails from the practice for now", True),
    ],
)  # fmt: skip
def test_a_delay_is_sorted_too_and_stays_a_delay(reply: str, words: str, is_ours: bool) -> None:
    answer = refused(int(reply[:3]), reply[4:], Trouble.ADDRESS_REFUSED)
    assert (answer.outcome, answer.reason, answer.is_ours) == (Outcome.DELAYED, words, is_ours)


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ("553 5.7.1 <a@x.example>: not owned by user", "the mail server did not take the sender's address"),
        ("550 5.7.1 no", "the mail server did not take the sender's address"),
        ("530 5.7.0 Authentication required", "the mail server wants a username and a password"),
        ("530 5.7.0 Must issue a STARTTLS command first", "the mail server wants encryption"),
        ("550 5.7.26 SPF", "refused because the sender's domain is not proven (SPF, DKIM, DMARC)"),
        ("451 4.3.0 Not now", "the mail server asked to try again later"),
        ("451 4.1.8 Domain of sender address does not resolve", "the mail server did not take the sender's address"),
    ],
)
def test_what_is_said_of_the_sender_is_the_practices_own(reply: str, words: str) -> None:
    answer = explain(smtplib.SMTPSenderRefused(int(reply[:3]), reply[4:].encode(), "a@x.example"))
    assert (answer.outcome, answer.reason, answer.is_ours) == (Outcome.DELAYED, words, True)


def test_each_trouble_of_the_practices_own_says_what_to_do_and_its_name_fits_into_the_row() -> None:
    assert {trouble.name for trouble in Trouble if trouble.advice} == set(OURS)
    longest = OutgoingMail.__table__.c.trouble.type.length
    assert all(len(trouble.name) <= longest for trouble in Trouble)


# the two lines under "Not delivered" must not be one
def test_no_two_troubles_share_their_words() -> None:
    assert len({trouble.sentence for trouble in Trouble}) == len(Trouble.__members__)
