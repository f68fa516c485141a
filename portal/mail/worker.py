"""The mail worker: answers forgotten-password forms, sends what waits, clears what is over."""

import logging
import threading
from pathlib import Path

from sqlalchemy.exc import OperationalError

from portal import clock, config
from portal.credentials import limits, passwords
from portal.extensions import db
from portal.mail import delivery, messages, outbox
from portal.mail.delivery import Outcome

log = logging.getLogger(__name__)
ROUND = 0.5  # seconds between looks at the queue
PURGE_EVERY = 3600.0
HEARTBEAT_FILE, HEARTBEAT_EVERY, ALIVE_FOR = "worker-alive", 5.0, 90.0  # a slow mail server may hold a round for 80 s


def run(stop: threading.Event) -> None:
    """Until told to stop: round after round; a round that fails is told in the log and tried again."""
    outbox.free_orphans()
    last_beat = last_purge = 0.0
    while not stop.is_set():
        now = clock.now().timestamp()
        try:
            if abs(now - last_beat) >= HEARTBEAT_EVERY:
                beat()
                last_beat = now
            while not stop.is_set() and work_once():
                pass
            if abs(now - last_purge) >= PURGE_EVERY:
                limits.purge()
                last_purge = now
        except (OperationalError, OSError):
            log.exception("the mail worker could not use its data folder; it tries again")
        finally:
            db.session.remove()
        stop.wait(ROUND)


def work_once() -> bool:
    """Answer the forms that wait, then send one mail; whether there was anything to do."""
    answered = passwords.answer_requests()
    return send_next() or bool(answered)


def send_next() -> bool:
    """Send one mail that is due and settle it; False where none is."""
    server = config.current().mail_server
    mail = outbox.claim() if server else None
    if mail is None or server is None:
        return False
    message, recipient, number = messages.compose(mail).as_bytes(), mail.address, mail.id
    db.session.rollback()
    answer = delivery.send(server, config.current().mail_from, recipient, message)
    log.info("mail %s: %s", number, answer.outcome.value)
    match answer.outcome:
        case Outcome.SENT:
            outbox.sent(mail, answer.server_said)
        case Outcome.FAILED:
            outbox.failed(mail, answer.reason, answer.server_said)
        case Outcome.DELAYED:
            outbox.delayed(mail, answer.reason, answer.server_said)
    return True


def beat() -> None:
    path = _heartbeat()
    path.write_text(str(clock.now().timestamp()))


def is_alive() -> bool:
    """Whether a worker has said so within the last minute and a half."""
    try:
        last = float(_heartbeat().read_text() or 0)
    except (OSError, ValueError):
        return False
    return abs(clock.now().timestamp() - last) < ALIVE_FOR


def _heartbeat() -> Path:
    return config.current().data_dir / HEARTBEAT_FILE
