"""The mail worker, the mails that wait for it, and a conversation with the mail server that sends nothing."""

import smtplib
import ssl
from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from portal import clock, dates, heartbeat
from portal.config_values import MailServer, netloc
from portal.diagnosis.mail_complaints import complaints_of
from portal.doctor.finding import Case, Finding, off
from portal.extensions import db
from portal.mail import health, smtp_client, smtp_replies
from portal.mail.troubles import Trouble
from portal.models import Event, Practice
from portal.models.attention import LineCause
from portal.sentences import PORTAL_STOPPED

RECENT = timedelta(days=30)
_REFUSED = select(func.count()).select_from(Event).where(Event.kind == "mail_failed")


def mail_worker(case: Case) -> Finding:
    if heartbeat.is_alive():
        return Finding("running")
    last, practice = heartbeat.last_seen(), Practice.get()
    zone = practice.zone if practice else ZoneInfo("UTC")
    found = f"not running, last seen {dates.spelled_out(last, zone)}" if last else "not running"
    now = health.read()
    if case.is_running or now.is_under_way:
        waits = "" if case.is_running else f"; {now.wait}"
        return Finding(found + waits, PORTAL_STOPPED)
    return off(found)


def mails(case: Case) -> Finding:
    now = health.read()
    for complaint in complaints_of(now):
        if complaint.cause is not LineCause.MAIL_WORKER:  # which has a line of its own
            return Finding(complaint.sentence, complaint.advice)
    refused = db.session.scalar(_REFUSED.where(Event.at > clock.now() - RECENT))
    return Finding(f"{now.wait}; {refused or 'none'} not delivered in the last {RECENT.days} days")


def mail_server(case: Case) -> Finding:
    server = case.settings.mail_server
    if server is None:
        return off("none is set, so mails are kept and not sent")
    place = netloc((server.host, server.port))
    try:
        return Finding(f"{place} {_talk(server, case.settings.mail_from)}")
    except (OSError, smtplib.SMTPException, UnicodeError, ValueError) as error:
        answer = smtp_replies.explain(error)
        trouble = answer.trouble or Trouble.BROKE_OFF
        return Finding(f"{place}: {trouble.sentence} ({_clean(answer.server_said, server)})", _advice(trouble))


def _advice(trouble: Trouble) -> str:
    """LATER has none of its own: nothing is wrong here, but that is to be seen once more."""
    return trouble.advice or "Run this again in some minutes."


def _talk(server: MailServer, sender: str) -> str:
    """Greet, encrypt, sign in, name the sender, and take it back. Raises OSError and SMTPException."""
    with smtp_client.VerifiedConnection(server) as connection:
        host = connection.host
        host.ehlo_or_helo_if_needed()
        code, line = host.mail(sender)
        if code != 250:
            raise smtplib.SMTPSenderRefused(code, line, sender)
        host.rset()
        greeting = next((line.removeprefix("< ") for line in connection.spoken if line.startswith("< ")), "")
        encrypted = host.sock.version() if isinstance(host.sock, ssl.SSLSocket) else "not encrypted"
    signed_in = "username and password taken" if server.username else "no sign-in"
    return f"says {_clean(greeting, server)!r}: {encrypted}, {signed_in}, {sender} may send"


def _clean(text: str, server: MailServer) -> str:
    """What another program says, fit for a terminal and without the password."""
    text = text.replace(server.password, "(password)") if server.password else text
    return "".join(letter for letter in text if letter.isprintable())
