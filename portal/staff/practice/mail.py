"""Every mail with its state; while no mail server is set, what was kept can be read here."""

from flask import abort, make_response, render_template
from sqlalchemy import select
from werkzeug.wrappers import Response

from portal import clock, config
from portal.audit import history
from portal.extensions import db
from portal.mail import texts
from portal.models import OutgoingMail
from portal.models.link import LinkState
from portal.models.outgoing_mail import MailState
from portal.staff import staff
from portal.web import current, places


@staff.get("/staff/mail")
def mail() -> str:
    page = history.all_mails(places.asked_for())
    return render_template("staff/mail/list.html", page=page, may_read=may_read)


@staff.post("/staff/mail/<mail_id>/readings")
def mail_readings(mail_id: str) -> Response:
    """The text, made for this reading and never stored; each reading is an event."""
    row = db.session.scalar(select(OutgoingMail).where(OutgoingMail.public_id == mail_id[:64]))
    if row is None or not may_read(row):
        abort(404)
    history.note_reading(row, current.actor())
    text = None if is_over(row) else texts.write(row).text
    return make_response(render_template("staff/mail/read.html", mail=row, subject=texts.subject(row), text=text))


def may_read(mail: OutgoingMail) -> bool:
    """Kept, with still no server set; mails to staff are for owners."""
    is_kept = mail.state == MailState.KEPT and config.current().mail_server is None
    return is_kept and (mail.staff_id is None or current.staff().is_owner)


def is_over(mail: OutgoingMail) -> bool:
    """Whether its link has ended, or was deleted long ago, so that only the heading is shown."""
    if mail.link is None:
        return mail.kind in texts.WITH_LINK and not mail.is_sample
    return mail.link.state(clock.now()) not in (LinkState.LIVE, LinkState.LOCKED)
