"""What a mail server's answer means, and whose trouble it is (RFC 3463, RFC 5248, RFC 7372, RFC 7505)."""

import smtplib

import pytest

from portal.mail.smtp_replies import Outcome, explain, refused
from portal.mail.troubles import OURS, Trouble, Whose
from portal.models import OutgoingMail

Table = dict[Trouble, list[str]]
# the last of some is without an enhanced code, or with one that says nothing: by words
FINAL: Table = {
    Trouble.NO_MAILBOX: ["550 5.1.1 <b@example.com> User unknown", "550 No such user here",
        "550 5.0.0 Mailbox not found",
        "554 delivery error: dd This user doesn't have a yahoo.com account (b@yahoo.com) [0]"],
    Trouble.NO_DOMAIN: ["550 5.1.2 Bad destination system", "556 5.1.10 null MX",
        "550 5.4.1 Recipient address rejected: Access denied"],
    Trouble.NOT_AN_ADDRESS: ["501 5.1.3 Bad syntax"],
    Trouble.MOVED: ["550 5.1.6 Mailbox has moved"],
    Trouble.ADDRESS_REFUSED: ["550 #5.1.0 Address rejected.", "550 no"],
    Trouble.BEYOND_ASCII: ["553 5.6.7 Non-ASCII addresses not permitted"],
    Trouble.SWITCHED_OFF: ["550 5.2.1 The account is disabled", "554 Your account has been disabled"],
    Trouble.FULL: ["552 5.2.2 Over quota", "550 mailbox full"],
    Trouble.TAKES_NO_MAIL: ["550 5.2.0 Mailbox problem"],
    Trouble.SYSTEM: ["550 5.3.2 System not accepting messages"],
    Trouble.NETWORK: ["550 5.4.6 Routing loop"],
    Trouble.POLICY: ["554 5.7.1 <b@example.com>: Relay access denied",
        "550 5.7.1 Service unavailable; client host blocked using zen.example",
        "550 5.7.1 [192.0.2.8 12] Our system has detected that this message is 5.7.1 likely unsolicited mail.",
        "554 Relaying denied", "550 Blocked, see our policy"],
    Trouble.NOT_PROVEN: ["550 5.7.26 does not pass DMARC", "550 5.7.23 SPF validation failed", "550 SPF check failed"],
    Trouble.SENDER: ["550 5.7.27 Sender address has null MX",
        "550 5.1.8 <a@x.example>: Sender address rejected: Domain not found"],
    Trouble.TOO_MANY: ["550 5.4.5 Daily sending quota exceeded"],
    Trouble.TOO_LARGE: ["552 5.3.4 Message too big", "550 5.2.3 Length exceeds limit of the mailbox"],
    Trouble.PROTOCOL: ["504 5.5.2 <desk>: Helo command rejected"],
    Trouble.SIGN_IN_WANTED: ["530 5.7.0 Authentication required"],
    Trouble.ENCRYPTION_WANTED: ["530 5.7.0 Must issue a STARTTLS command first"],
    Trouble.FULL_OR_LARGE: ["552 Requested action aborted"],
}  # fmt: skip
DELAYS: Table = {
    Trouble.FULL: ["452 4.2.2 The mailbox is over quota", "450 mailbox over quota"],
    Trouble.LATER: ["450 4.2.0 Greylisted", "451 4.7.1 Greylisting in action",
        "450 4.1.1 unverified address: Address verification in progress", "450 4.2.1 receiving mail too quickly",
        "452 4.3.1 Insufficient system storage", "421 4.7.0 Try again later", "450 busy"],
    Trouble.NETWORK: ["451 4.4.1 No answer from host"],
    Trouble.SENDER: ["450 4.1.8 Sender address rejected: Domain not found"],
    Trouble.NOT_PROVEN: ["421 4.7.26 Unauthenticated"],
    Trouble.TOO_MANY: ["421 4.7.28 Unusual rate"],
}  # fmt: skip
OF_THE_SENDER: Table = {
    Trouble.SENDER: ["553 5.7.1 <a@x.example>: not owned by user", "550 5.7.1 no",
        "451 4.1.8 Domain of sender address does not resolve"],
    Trouble.SIGN_IN_WANTED: ["530 5.7.0 Authentication required"],
    Trouble.ENCRYPTION_WANTED: ["530 5.7.0 Must issue a STARTTLS command first"],
    Trouble.NOT_PROVEN: ["550 5.7.26 SPF"],
    Trouble.LATER: ["451 4.3.0 Not now"],
}  # fmt: skip
OF_THE_ADDRESS = [
    Trouble.NO_MAILBOX, Trouble.NO_DOMAIN, Trouble.NOT_AN_ADDRESS, Trouble.MOVED, Trouble.ADDRESS_REFUSED,
    Trouble.BEYOND_ASCII, Trouble.SWITCHED_OFF,
]  # fmt: skip
OF_THE_RECIPIENT = [
    Trouble.FULL, Trouble.TAKES_NO_MAIL, Trouble.SYSTEM, Trouble.NETWORK, Trouble.FULL_OR_LARGE, Trouble.LATER,
]  # fmt: skip


def rows(table: Table) -> list[tuple[str, Trouble]]:
    return [(reply, trouble) for trouble, replies in table.items() for reply in replies]


def whose(trouble: Trouble) -> Whose:
    if trouble in OF_THE_ADDRESS:
        return Whose.ADDRESS
    return Whose.RECIPIENT if trouble in OF_THE_RECIPIENT else Whose.PRACTICE


@pytest.mark.parametrize(("reply", "trouble"), rows(FINAL))
def test_a_refusal_is_sorted_by_its_enhanced_code_into_whose_trouble_it_is(reply: str, trouble: Trouble) -> None:
    answer = refused(int(reply[:3]), reply[4:], Trouble.ADDRESS_REFUSED)
    assert (answer.outcome, answer.server_said) == (Outcome.FAILED, reply)
    assert (answer.trouble, trouble.whose) == (trouble, whose(trouble))


@pytest.mark.parametrize(("reply", "trouble"), rows(DELAYS))
def test_a_delay_is_sorted_too_and_stays_a_delay(reply: str, trouble: Trouble) -> None:
    answer = refused(int(reply[:3]), reply[4:], Trouble.ADDRESS_REFUSED)
    is_ours = whose(trouble) is Whose.PRACTICE
    assert (answer.outcome, answer.trouble, answer.is_ours) == (Outcome.DELAYED, trouble, is_ours)


@pytest.mark.parametrize(("reply", "trouble"), rows(OF_THE_SENDER))
def test_what_is_said_of_the_sender_is_the_practices_own(reply: str, trouble: Trouble) -> None:
    answer = explain(smtplib.SMTPSenderRefused(int(reply[:3]), reply[4:].encode(), "a@x.example"))
    assert (answer.outcome, answer.trouble, answer.is_ours) == (Outcome.DELAYED, trouble, True)


def test_each_trouble_of_the_practices_own_says_what_to_do_and_its_name_fits_into_the_row() -> None:
    assert {trouble.name for trouble in Trouble if trouble.advice} == set(OURS)
    longest = OutgoingMail.__table__.c.trouble.type.length
    assert all(len(trouble.name) <= longest for trouble in Trouble)


# the two lines under "Not delivered" must not be one
def test_no_two_troubles_share_their_words() -> None:
    assert len({trouble.sentence for trouble in Trouble}) == len(Trouble.__members__)
