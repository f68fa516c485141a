"""A mail as it goes over the wire, its headers around what ``texts`` has written (RFC 5322)."""

from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime

import idna

from portal import clock, config
from portal.mail import texts
from portal.models import OutgoingMail, Picture, Practice

SEVEN_BITS = SMTP.clone(cte_type="7bit")  # for servers without 8BITMIME (RFC 6152) as well


class Unmailable(Exception):
    """No mail can carry this address."""


def compose(mail: OutgoingMail) -> EmailMessage:
    """The whole message: text and HTML, one recipient, the stored Message-ID."""
    practice, settings = Practice.one(), config.current()
    written = texts.write(mail)
    message = _message_to(mail.address)
    message["From"] = _address(written.sender, settings.mail_from)
    if practice.reply_to and not mail.is_neutral:  # its domain would tell of the practice
        message["Reply-To"] = _address("", practice.reply_to)
    message["Subject"] = written.subject
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no vacation answers
    message.set_content(written.text)
    message.add_alternative(written.html, subtype="html")
    logo = texts.logo_of(mail, practice)
    if logo is not None:
        _, html = message.iter_parts()
        _bring(html, logo)
    return message


def _bring(html: MIMEPart, picture: Picture) -> None:
    """Beside the HTML part that names it (RFC 2387), so that the reader's program fetches nothing."""
    kind, _, subtype = picture.media_type.partition("/")
    name = f"logo.{subtype}"
    content_id = f"<{texts.content_id(picture)}>"
    html.add_related(picture.data, kind, subtype, cid=content_id, disposition="inline", filename=name)


def recipient(address: str) -> str:
    """The address as mail servers know it. Raises Unmailable, for this address alone."""
    try:
        _message_to(address).as_bytes()
        return _wire_address(address)
    except Exception as error:  # email.headerregistry fails in many ways at what it cannot read
        raise Unmailable() from error


def _wire_address(address: str) -> str:
    """The address as mail servers know it: its domain in ASCII (RFC 5891). Raises UnicodeError."""
    mailbox, _, domain = address.rpartition("@")
    return address if domain.isascii() else f"{mailbox}@{idna.encode(domain, uts46=True).decode()}"


def _address(name: str, address: str) -> Address:
    mailbox, _, domain = _wire_address(address).rpartition("@")
    return Address(display_name=name, username=mailbox, domain=domain)


def _message_to(address: str) -> EmailMessage:
    message = EmailMessage(policy=SEVEN_BITS if address.rpartition("@")[0].isascii() else SMTPUTF8)
    message["To"] = _address("", address)
    return message
