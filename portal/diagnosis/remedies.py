"""What fixes it when a client cannot get in: each in one step and one transaction."""

from collections.abc import Sequence

from sqlalchemy import update

from portal import clock
from portal.authentication import sign_in_counters
from portal.clients import email_addresses
from portal.clients.portal_facts import facts_of
from portal.clients.portal_status import PortalStatus, Status, status_of
from portal.credentials import passwords
from portal.credentials.invitations import send_invitation
from portal.database import writing
from portal.email_address import address_key
from portal.errors import NoDefaultEmail, NoEmail, NothingToUnlock, NothingWaits
from portal.extensions import db
from portal.limits import network_waits
from portal.models import Client, Link, OutgoingMail
from portal.models.event import Actor, record
from portal.models.link import EndedWhy, LinkKind
from portal.models.outgoing_mail import MailState

NEVER_CAME = (MailState.FAILED, MailState.CANCELLED, MailState.EXPIRED)


def correct_and_send(client: Client, address: str, by: Actor) -> Link:
    """Give the default email this text, and send at once: a reset where there is an account, else an invitation.

    Where the text is the same, it is only sent again; where another address of the client has it, that becomes the
    default. Raises NoEmail, NoDefaultEmail, NotActive, AlreadySent, QuotaReached; then nothing was changed or made.
    """
    with writing():
        email = client.default_email
        if email is None:
            raise NoDefaultEmail() if client.emails else NoEmail()
        known = next((other for other in client.emails if other.address_key == address_key(address)), None)
        if known is not None and known is not email:
            email_addresses.make_default(known, by)
        else:
            email_addresses.change(email, address, by)
        send = send_invitation if client.account is None else passwords.send_reset
        return send(client, by)


def try_again(client: Client, by: Actor) -> None:
    """Let the mail that the client menu tells of be tried at once, whatever its next try was.

    One that is in its conversation with the mail server just now stays as it is. Raises NothingWaits.
    """
    with writing():
        mail = status_of(client).shown_mail
        if mail is None or mail.state not in (MailState.WAITING, MailState.SENDING):
            raise NothingWaits()
        if mail.state == MailState.WAITING:
            mail.next_try_at = clock.now()
        record("mail_try_asked", by, client_id=client.id, email=mail.address)


def unlock(client: Client, by: Actor) -> None:
    """Let the client sign in at once, with any browser, also where a whole network waits.

    Raises NothingToUnlock, also where sign-in is stopped until a reset.
    """
    with writing():
        facts = facts_of(client)
        is_waiting = facts.sign_ins.until is not None and not facts.sign_ins.is_stopped
        if client.account is None or not (is_waiting or facts.network_until):
            raise NothingToUnlock()
        if is_waiting:
            sign_in_counters.clear(client.account)
        if facts.network_until:
            network_waits.forgive(facts.network_until)
        record("sign_in_unlocked", by, client_id=client.id)


def tell_sign_in_address(client: Client, by: Actor) -> None:
    """The client was told where to sign in, so the reopened link of the used invite is a cause no longer."""
    with writing():
        theirs = update(Link).where(Link.client_id == client.id, Link.kind == LinkKind.INVITATION)
        db.session.execute(theirs.values(dead_fetched_at=None, dead_opened_at=None))
        record("sign_in_address_told", by, client_id=client.id)


def wanted_again(portal: PortalStatus, mails: Sequence[OutgoingMail]) -> OutgoingMail | None:
    """The mail that the main button would send again, where there is a reason; ``mails`` are the newest first."""
    if portal.missing_email or portal.status is Status.DISABLED:
        return None
    kind = "password_reset" if portal.has_account else "invitation"
    newest = next((mail for mail in mails if mail.kind == kind), None)
    if newest is None:
        return None
    never_came = newest.state in NEVER_CAME
    if portal.has_account:
        is_wanted = never_came and _is_wanted_still(portal, newest)
    else:
        is_wanted = never_came or portal.status is Status.EXPIRED
    return newest if is_wanted else None


def _is_wanted_still(portal: PortalStatus, mail: OutgoingMail) -> bool:
    """Not where the reset was taken back, or where the client has got in since."""
    link, account = mail.link, portal.account
    assert account is not None
    was_taken_back = link is None or link.used_at or link.ended_why not in (None, EndedWhy.DEFAULT_EMAIL_CHANGED)
    got_in = account.last_signed_in_at is not None and account.last_signed_in_at > mail.created_at
    return not was_taken_back and not got_in
