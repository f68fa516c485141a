"""A thousand mails wait, and the worker dies again and again while they leave."""

import os
import random
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.config import Settings
from portal.extensions import db
from portal.models import OutgoingMail
from tests.support import crowd
from tests.support.server import PORTAL, wait_until
from tests.support.smtp import Receiver, link_in

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("app")]
MAILS, KILLS, SEED = 1000, 20, 20261124


@pytest.fixture
def environment(smtp: Receiver) -> dict[str, str]:
    return {"PORTAL_MAIL_SERVER": "127.0.0.1", "PORTAL_MAIL_PORT": str(smtp.port), "PORTAL_MAIL_SECURITY": "none"}


@contextmanager
def worker(settings: Settings, environment: dict[str, str]) -> Iterator[None]:
    """A mail worker, which ends as by a power cut."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    variables |= environment | {"PORTAL_DATA_DIR": str(settings.data_dir)}
    process = subprocess.Popen([PORTAL, "worker"], env=variables, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.kill()
        process.wait(5)


def counted() -> dict[str, int]:
    """How many mails are in which state."""
    db.session.rollback()
    found = db.session.execute(select(OutgoingMail.state, func.count()).group_by(OutgoingMail.state))
    return {row[0]: row[1] for row in found}


def test_of_a_thousand_mails_kill_9_twenty_times_loses_none_and_repeats_one_at_most_each_time(
    app: Flask, settings: Settings, environment: dict[str, str], smtp: Receiver
) -> None:
    addresses = crowd.queue(MAILS)
    chance = random.Random(SEED)
    for _ in range(KILLS):
        with worker(settings, environment):
            smtp.wait_for(len(smtp.messages) + chance.randint(1, 45))
    assert counted()["waiting"] > 0, "it died while there was something to do"
    with worker(settings, environment):
        smtp.wait_for(MAILS, 120)
        wait_until(lambda: set(counted()) == {"sent"}, "all are sent", 30)
    copies = Counter(smtp.recipients)
    assert set(copies) == set(addresses)
    assert sum(copies.values()) <= MAILS + KILLS
    assert len({(mail["To"], mail["Message-ID"], link_in(mail)) for mail in smtp.messages}) == MAILS
