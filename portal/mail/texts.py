"""What each mail says: a folder of templates for each kind. Written when sent or read, never stored.

The sentences stand in ``body.txt``; ``body.html`` lays the same paragraphs out, and says what to do where its button
does not work. A client's mail is written in the client's language, any other in English. A mail that
keeps the practice's name out has templates of its own, in ``neutral``, which are given no value that could tell of the
practice or the client.
"""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from portal import clock, config, dates
from portal.contract import tasks
from portal.i18n import _, speaking, spoken
from portal.mail.templates import TEMPLATES
from portal.models import OutgoingMail, Picture, Practice, link_secret
from portal.models.link import SELF_SERVICE_LIFETIME
from portal.options import resolve


@dataclass(frozen=True)
class WrittenMail:
    sender: str  # the name beside the sender's address
    subject: str
    text: str
    html: str


def write(mail: OutgoingMail) -> WrittenMail:
    """The text of this mail, its link recomputed. Raises KeyError for an unknown kind."""
    with _speaking_to_addressee(mail):
        written = _written(mail)
    return replace(written, subject=_marked(mail, written.subject))


def sample(kind: str) -> WrittenMail:
    """A sample of this kind, with a made-up name and a link that opens nothing. Raises KeyError."""
    mail = OutgoingMail(kind=kind, is_sample=True, created_at=clock.now())
    with _speaking_to_addressee(mail):
        return _written(mail)


def _written(mail: OutgoingMail) -> WrittenMail:
    practice = Practice.one()
    if mail.kind in _WRITERS:
        return _WRITERS[mail.kind](mail, practice)
    return _render(mail, practice, **tasks.mails()[mail.kind].values(mail))


def invitation(mail: OutgoingMail, practice: Practice) -> WrittenMail:
    guide = config.current().public_url + "/guide"
    return _with_link(mail, practice, "/register/", _("Create username and password"), guide=guide)


def password_reset(mail: OutgoingMail, practice: Practice) -> WrittenMail:
    return _with_link(mail, practice, "/reset-password/", _("Choose a new password"))


def staff_password_reset(mail: OutgoingMail, practice: Practice) -> WrittenMail:
    return _with_link(mail, practice, "/staff/reset-password/", "Choose a new password", SELF_SERVICE_LIFETIME)


def staff_invitation(mail: OutgoingMail, practice: Practice) -> WrittenMail:
    return _with_link(mail, practice, "/staff/register/", "Create username and password")


def notice(mail: OutgoingMail, practice: Practice) -> WrittenMail:
    """Without a link. Of a new address it goes to the one before, and does not name the new one."""
    return _render(mail, practice)


def change_question(mail: OutgoingMail, practice: Practice) -> WrittenMail:
    """Staff ask about a change by the client. What it is about stands only in the portal."""
    button = _("Open your account") if mail.is_neutral else _("Open the client portal")
    return _render(mail, practice, link=config.current().public_url + "/home", button=button)


def subject(mail: OutgoingMail) -> str:
    """The heading alone, also of a mail whose link is gone."""
    with _speaking_to_addressee(mail):
        return _marked(mail, usual_subject(mail.kind, Practice.one(), is_neutral=mail.is_neutral))


def usual_subject(kind: str, practice: Practice, *, is_neutral: bool = False) -> str:
    """The heading that this kind of mail has for everyone, in the language of the reader."""
    values = {} if is_neutral else {"practice": practice.name}
    return _part(kind, "subject.txt", values, is_neutral).strip()


def logo_of(mail: OutgoingMail, practice: Practice) -> Picture | None:
    """The picture that the mail brings with it, or None."""
    return None if mail.is_neutral else practice.logo


def content_id(picture: Picture) -> str:
    """By which the HTML part names a picture that comes with it (RFC 2392)."""
    return f"{picture.public_id}@logo"


LOGO_SIZE = (240, 48)  # at most, in pixels
SAMPLE_NAME, SAMPLE_LINK = "Robin", "example"
OF_CLIENTS = ("invitation", "password_reset")
WITH_LINK = (*OF_CLIENTS, "staff_invitation", "staff_password_reset")
_WRITERS: dict[str, Callable[[OutgoingMail, Practice], WrittenMail]] = {
    "invitation": invitation,
    "password_reset": password_reset,
    "password_changed": notice,
    "email_changed": notice,
    "change_question": change_question,
    "staff_invitation": staff_invitation,
    "staff_password_reset": staff_password_reset,
    "staff_password_changed": notice,
}
SUBJECTS = {
    "invitation": "Invitation",
    "password_reset": "Password reset",
    "password_changed": "Password notice",
    "email_changed": "Email notice",
    "change_question": "Question about a change",
    "staff_invitation": "Staff invitation",
    "staff_password_reset": "Staff password reset",
    "staff_password_changed": "Staff password notice",
}


def labels() -> dict[str, str]:
    """What staff call each kind of mail."""
    return SUBJECTS | {kind: mail.label for kind, mail in tasks.mails().items()}


def _with_link(
    mail: OutgoingMail, practice: Practice, path: str, button: str, lifetime: timedelta | None = None, **values: str
) -> WrittenMail:
    """``lifetime`` is for samples; a link that was made knows its own end."""
    token, end = SAMPLE_LINK, mail.created_at + (lifetime or resolve.link_lifetime())
    asks = mail.kind in OF_CLIENTS and resolve.asks_birth_date()
    if not mail.is_sample:
        assert mail.link is not None
        token, end, asks = link_secret.token(mail.link), mail.link.expires_at, resolve.link_asks_birth_date(mail.link)
    link, until = config.current().public_url + path + token, dates.spelled_out(end, practice.zone)
    return _render(mail, practice, link=link, until=until, button=button, asks_birth_date=asks, **values)


def _render(mail: OutgoingMail, practice: Practice, **values: Any) -> WrittenMail:
    heading = usual_subject(mail.kind, practice, is_neutral=mail.is_neutral)
    values |= {"heading": heading} if mail.is_neutral else _names(mail, practice)
    sender = _("Account service") if mail.is_neutral else practice.name
    paragraphs = re.split(r"\n\s*\n", _part(mail.kind, "body.txt", values, mail.is_neutral).strip())
    html = _lay_out(heading, paragraphs, values, logo_of(mail, practice))
    return WrittenMail(sender, heading, "\n\n".join(paragraphs) + "\n", html)


def _lay_out(heading: str, paragraphs: list[str], values: dict[str, Any], logo: Picture | None) -> str:
    """The HTML part: the first paragraph on top, our own addresses as links, the label above the link as a button."""
    image = {"cid": content_id(logo), "size": logo.within(*LOGO_SIZE), "name": values["practice"]} if logo else None
    addresses = [values[name] for name in ("link", "guide") if name in values]
    around = f"({'|'.join(map(re.escape, addresses))})"
    parts = [re.split(around, paragraph) if addresses else [paragraph] for paragraph in paragraphs]
    own = {"button": values.get("button"), "link": values.get("link"), "preview": paragraphs[2],
           "language": spoken()}  # fmt: skip
    layout = TEMPLATES.get_template("body.html")
    return layout.render(logo=image, subject=heading, paragraphs=parts, addresses=addresses, **own)


def _speaking_to_addressee(mail: OutgoingMail) -> AbstractContextManager[None]:
    return speaking(mail.client.language if mail.client else None)


def _names(mail: OutgoingMail, practice: Practice) -> dict[str, str]:
    person = mail.client.greeting_name if mail.client else mail.staff.first_name if mail.staff else ""
    name = SAMPLE_NAME if mail.is_sample else person
    return {"name": name, "practice": practice.name, "phone": practice.phone, "address": practice.address_line}


def _marked(mail: OutgoingMail, heading: str) -> str:
    return f"Test: {heading}" if mail.is_sample else heading


def _part(kind: str, name: str, values: dict[str, Any], is_neutral: bool) -> str:
    folder = f"neutral/{kind}" if is_neutral else kind
    return TEMPLATES.get_template(f"{folder}/{name}").render(values)
