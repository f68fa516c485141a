"""The mail worker: answers forgotten-password forms, sends what waits, clears what is over."""

import logging
import threading
from pathlib import Path

from sqlalchemy.exc import OperationalError

from portal import clock, config
from portal.config_values import MailServer
from portal.credentials import limits, links, reset_requests
from portal.extensions import db
from portal.mail import delivery, messages, outbox
from portal.mail.delivery import Answer, Outcome
from portal.models import OutgoingMail

log = logging.getLogger(__name__)
ROUND = 0.5  # seconds between looks at the queue
PURGE_EVERY = 3600.0
HEARTBEAT_FILE, HEARTBEAT_EVERY, ALIVE_FOR = "worker-alive", 5.0, 90.0  # a slow mail server may hold a round for 80 s


def run(stop: threading.Event) -> None:
    """Until told to stop: round after round; a round that fails is told in the log and tried again."""
    outbox.free_orphans()
    last_beat = last_purge = 0.0
    while not stop.is_set():
        now, was_busy = clock.now().timestamp(), False
        try:
            if abs(now - last_beat) >= HEARTBEAT_EVERY:
                beat()
                last_beat = now
            was_busy = work_once()
            if abs(now - last_purge) >= PURGE_EVERY:
                limits.purge()
                links.purge()
                last_purge = now
        except (OperationalError, OSError):
            log.exception("the mail worker could not use its data folder; it tries again")
        finally:
            db.session.remove()
        if not was_busy:
            stop.wait(ROUND)


def work_once() -> bool:
    """Answer the forms that wait, then send one mail; whether there was anything to do."""
    answered = reset_requests.answer_all()
    return send_next() or bool(answered)


def send_next() -> bool:
    """Send one mail that is due and settle it; False where none is."""
    server = config.current().mail_server
    mail = outbox.claim() if server else None
    if mail is None or server is None:
        return False
    answer = _deliver(mail, server)
    log.info("mail %s: %s", mail.id, answer.outcome.value)
    match answer.outcome:
        case Outcome.SENT:
            outbox.sent(mail, answer.server_said)
        case Outcome.FAILED:
            outbox.failed(mail, answer.reason, answer.server_said)
        case Outcome.DELAYED:
            outbox.delayed(mail, answer.reason, answer.server_said)
    return True


def _deliver(mail: OutgoingMail, server: MailServer) -> Answer:
    """Write the mail and hand it over, with no transaction open meanwhile."""
    try:
        recipient = messages.wire_address(mail.address)
        message = messages.compose(mail).as_bytes()
    except Exception:  # whatever is wrong with one mail must not stop the others
        log.exception("mail %s cannot be written", mail.id)
        return Answer(Outcome.FAILED, "this address cannot be written into a mail")
    finally:
        db.session.rollback()
    return delivery.send(server, config.current().mail_from, recipient, message)


def beat() -> None:
    """Say that the worker lives; whoever reads finds the old word or the new one, never half of it."""
    draft = _heartbeat().with_suffix(".new")
    draft.write_text(str(clock.now().timestamp()))
    draft.replace(_heartbeat())


def is_alive() -> bool:
    """Whether a worker has said so within the last minute and a half."""
    try:
        last = float(_heartbeat().read_text())
    except (OSError, ValueError):
        return False
    return abs(clock.now().timestamp() - last) < ALIVE_FOR


def _heartbeat() -> Path:
    return config.current().data_dir / HEARTBEAT_FILE
