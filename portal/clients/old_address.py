"""Telling a client's former default email of the change, in case the client did not ask for it."""

from sqlalchemy import or_, select

from portal.email_address import address_key
from portal.extensions import db
from portal.mail import outbox, troubles
from portal.models import Client, Link, OutgoingMail
from portal.models.outgoing_mail import MailState


def tell(client: Client, address: str) -> None:
    """Put the mail, inside the caller's transaction.

    Only where there is an account, a link that was mailed to this address was used, and no mail to it was refused: a
    mistyped address may be a stranger's, who must not learn of the account.
    """
    if client.account is not None and _is_known_to_be_theirs(client, address):
        outbox.put(outbox.TO_OLD_ADDRESS, address, client_id=client.id)


def _is_known_to_be_theirs(client: Client, address: str) -> bool:
    """Whether any mail was refused there, but for troubles of the practice's own."""
    mails = db.session.execute(
        select(OutgoingMail.client_id, OutgoingMail.address, OutgoingMail.state, OutgoingMail.trouble, Link.used_at)
        .outerjoin(OutgoingMail.link)
        .where(or_(OutgoingMail.client_id == client.id, OutgoingMail.address == address))
    )
    to_it = [mail for mail in mails if address_key(mail.address) == address_key(address)]
    was_used = any(mail.client_id == client.id and mail.used_at is not None for mail in to_it)
    return was_used and not any(mail.state == MailState.FAILED and mail.trouble not in troubles.OURS for mail in to_it)
