"""What each mail says: one function and one folder of templates a mail. Written when sent or read, never stored."""

from collections.abc import Callable
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime

import idna
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from portal import clock, config, formats
from portal.credentials import links
from portal.models import OutgoingMail, Practice

_templates = Environment(
    loader=PackageLoader("portal", "templates/email"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


@dataclass(frozen=True)
class Written:
    subject: str
    text: str
    html: str


def write(mail: OutgoingMail) -> Written:
    """The text of this mail, its link recomputed. Raises KeyError for an unknown kind."""
    return _WRITERS[mail.kind](mail, Practice.one())


def compose(mail: OutgoingMail) -> EmailMessage:
    """The message as it goes over the wire (RFC 5322): text and HTML, one recipient, the stored Message-ID."""
    practice, settings = Practice.one(), config.current()
    written = _WRITERS[mail.kind](mail, practice)
    message = EmailMessage(policy=SMTP if mail.address.rpartition("@")[0].isascii() else SMTPUTF8)
    message["From"] = _address(practice.name, settings.mail_from)
    message["To"] = _address("", mail.address)
    if practice.reply_to:
        message["Reply-To"] = _address("", practice.reply_to)
    message["Subject"] = written.subject
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no vacation answers
    message.set_content(written.text)
    message.add_alternative(written.html, subtype="html")
    return message


def invitation(mail: OutgoingMail, practice: Practice) -> Written:
    return _with_link("invitation", mail, practice, "/register/")


def password_reset(mail: OutgoingMail, practice: Practice) -> Written:
    return _with_link("password_reset", mail, practice, "/reset-password/")


def staff_password_reset(mail: OutgoingMail, practice: Practice) -> Written:
    return _with_link("staff_password_reset", mail, practice, "/staff/reset-password/")


def password_changed(mail: OutgoingMail, practice: Practice) -> Written:
    return _render("password_changed", mail, practice)


def staff_password_changed(mail: OutgoingMail, practice: Practice) -> Written:
    return _render("staff_password_changed", mail, practice)


def subject(mail: OutgoingMail) -> str:
    """The heading alone, also of a mail whose link is gone."""
    return _part(mail.kind, "subject.txt", _common(mail, Practice.one())).strip()


WITH_LINK = ("invitation", "password_reset", "staff_password_reset")
_WRITERS: dict[str, Callable[[OutgoingMail, Practice], Written]] = {
    writer.__name__: writer
    for writer in (invitation, password_reset, staff_password_reset, password_changed, staff_password_changed)
}
SUBJECTS = {
    "invitation": "Invitation",
    "password_reset": "Password reset",
    "password_changed": "Password changed",
    "staff_password_reset": "Staff password reset",
    "staff_password_changed": "Staff password changed",
}


def _with_link(name: str, mail: OutgoingMail, practice: Practice, path: str) -> Written:
    assert mail.link is not None
    link = config.current().public_url + path + links.token(mail.link)
    until = formats.spelled_out(mail.link.expires_at, practice.zone)
    return _render(name, mail, practice, link=link, until=until)


def _render(folder: str, mail: OutgoingMail, practice: Practice, **values: str) -> Written:
    values |= _common(mail, practice)
    return Written(
        _part(folder, "subject.txt", values).strip(),
        _part(folder, "body.txt", values),
        _part(folder, "body.html", values),
    )


def _common(mail: OutgoingMail, practice: Practice) -> dict[str, str]:
    person = mail.client.greeting_name if mail.client else mail.staff.first_name if mail.staff else ""
    return {"name": person, "practice": practice.name, "phone": practice.phone}


def _part(folder: str, name: str, values: dict[str, str]) -> str:
    return _templates.get_template(f"{folder}/{name}").render(values)


def wire_address(address: str) -> str:
    """The address as mail servers know it: its domain in ASCII (RFC 5891). Raises UnicodeError."""
    mailbox, _, domain = address.rpartition("@")
    return address if domain.isascii() else f"{mailbox}@{idna.encode(domain, uts46=True).decode()}"


def _address(name: str, address: str) -> Address:
    mailbox, _, domain = wire_address(address).rpartition("@")
    return Address(display_name=name, username=mailbox, domain=domain)
