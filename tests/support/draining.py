"""Mail workers that send what waits, and one that dies again and again while it does."""

import random
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from portal.models.outgoing_mail import MailState
from tests.support import crowd
from tests.support.mails import link_in
from tests.support.post import states
from tests.support.server import PORTAL, Server, wait_until
from tests.support.smtp import Receiver

SEED = 20261124


@contextmanager
def mail_worker(portal: Server) -> Iterator[subprocess.Popen[bytes]]:
    """Ends as by a power cut, unless it was told to end before."""
    process = subprocess.Popen([PORTAL, "worker"], env=portal.environment, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait(15)


def drain(portal: Server, smtp: Receiver, mails: int, kills: int) -> None:
    """Of so many mails as many kill -9 lose none, and repeat one at most each time."""
    addresses = crowd.queue(mails)
    chance = random.Random(SEED)
    for _ in range(kills):
        with mail_worker(portal):
            smtp.wait_for(len(smtp.messages) + chance.randint(1, mails // kills - 5), 60)
    assert MailState.WAITING in states(), "it died while there was something to do"
    with mail_worker(portal):
        smtp.wait_for(mails, 120)
        wait_until(lambda: set(states()) == {MailState.SENT}, "all are sent", 30)
    copies = Counter(smtp.recipients)
    assert set(copies) == set(addresses)
    assert sum(copies.values()) <= mails + kills
    assert len({(mail["To"], mail["Message-ID"], link_in(mail)) for mail in smtp.messages}) == mails
