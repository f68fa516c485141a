"""The mail worker: answers forgotten-password forms, sends what waits, clears what is over."""

import logging
import threading
from contextlib import closing

from sqlalchemy.exc import OperationalError

from portal import clock, config, logs
from portal.audit import heads
from portal.authentication import device_marks
from portal.config_values import MailServer, SettingError
from portal.credentials import forgotten_passwords, link_purge
from portal.database import release_connection
from portal.database_watch import Watch
from portal.extensions import db
from portal.heartbeat import Heart
from portal.jobs import Jobs
from portal.limits import attempts, floods
from portal.mail import envelope, outbox
from portal.mail.smtp_client import Mailer
from portal.mail.smtp_replies import Answer, Outcome
from portal.mail.troubles import Trouble
from portal.models import OutgoingMail

log = logging.getLogger(__name__)
trouble = logs.RareWarnings(log)
ROUND = 0.2  # seconds between looks whether anything was written
EACH_MINUTE, PURGE_EVERY = 60.0, 3600.0


def run(stop: threading.Event) -> None:
    """Until told to stop: round after round; a round that fails is told in the log and tried again."""
    heart, watch, last_purge, last_minute, is_first = Heart(), Watch(), 0.0, 0.0, True
    mailer, jobs = Mailer(on_step=heart.beat_if_it_can), Jobs()
    while not stop.is_set():
        now, was_busy = clock.now().timestamp(), False
        try:
            heart.beat()
            if is_first:
                outbox.free_orphans()
                is_first = False
            if watch.has_news():
                was_busy = work_once(mailer, stop)
            jobs.do()
            if abs(now - last_minute) >= EACH_MINUTE:
                floods.tell_ends()
                heads.keep()
                last_minute = now
            if abs(now - last_purge) >= PURGE_EVERY:
                attempts.purge()
                device_marks.purge()
                link_purge.purge()
                if last_purge:  # not at the start: a machine's clock may be behind until it is put right
                    link_purge.end_those_of_the_future()
                last_purge = now
        except (OperationalError, OSError, SettingError) as error:
            why = getattr(error, "orig", error)
            trouble.warn("the mail worker cannot use its data folder, and tries again: %s", why)
            watch.forget()
        finally:
            db.session.remove()
        if not was_busy:
            mailer.close_if_idle()
            stop.wait(ROUND)
    mailer.close()


def work_once(mailer: Mailer | None = None, stop: threading.Event | None = None) -> bool:
    """Answer the forms that wait, then send one mail; whether there was anything to do."""
    answered = forgotten_passwords.answer_all()
    stop = stop or threading.Event()
    if mailer is not None:
        return send_next(mailer, stop) or bool(answered)
    with closing(Mailer()) as own:
        return send_next(own, stop) or bool(answered)


def send_next(mailer: Mailer, stop: threading.Event) -> bool:
    """Send one mail that is due and settle it; False where none is."""
    server = config.current().mail_server
    mail = outbox.claim() if server else None
    if mail is None or server is None:
        return False
    number, answer = mail.id, _deliver(mail, server, mailer)
    log.info("mail %s: %s", number, answer.outcome.value)
    while not _settled(mail, answer) and not stop.is_set():  # without its answer it would be sent a second time
        mailer.on_step()
        stop.wait(ROUND)
    return True


def _settled(mail: OutgoingMail, answer: Answer) -> bool:
    """Write what became of the mail; False where the data folder does not take it now."""
    try:
        if answer.trouble is None:
            outbox.sent(mail, answer.server_said, answer.dialogue)
        elif answer.outcome is Outcome.FAILED:
            outbox.failed(mail, answer.trouble, answer.server_said, answer.dialogue)
        else:
            ours = answer.is_ours
            outbox.delayed(mail, answer.trouble, answer.server_said, is_ours=ours, dialogue=answer.dialogue)
    except (OperationalError, SettingError) as error:  # without the secret there is no event, and no act without one
        why = getattr(error, "orig", error)
        trouble.warn("what became of a mail could not be written down, and is tried again: %s", why)
        return False
    return True


def _deliver(mail: OutgoingMail, server: MailServer, mailer: Mailer) -> Answer:
    """Write the mail and hand it over, with no transaction open meanwhile."""
    try:
        recipient, is_sample = envelope.recipient(mail.address), mail.is_sample
        message = envelope.compose(mail).as_bytes()
    except envelope.Unmailable:
        log.exception("mail %s: no mail can carry its address", mail.id)
        return Answer(Outcome.FAILED, Trouble.UNWRITABLE)
    except Exception:  # not the address's fault, and it must not stop the other mails
        log.exception("mail %s cannot be written", mail.id)
        return Answer(Outcome.DELAYED, Trouble.CANNOT_WRITE, is_ours=True)
    finally:
        release_connection()
    return mailer.send(server, config.current().mail_from, recipient, message, with_dialogue=is_sample)
