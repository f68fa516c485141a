"""Priya, who is invited and has not registered yet, and a mail server that can be watched."""

import pytest
from flask import Flask

from portal import heartbeat
from portal.config_values import MailServer
from portal.models import Link, Staff
from tests.conftest import Clock
from tests.support import factories
from tests.support.post import use
from tests.support.smtp import Receiver
from tests.support.staff_room import newest_link


@pytest.fixture
def priya(clock: Clock, app: Flask) -> Staff:
    return factories.invite_priya()


@pytest.fixture
def link(priya: Staff) -> Link:
    return newest_link(priya)


@pytest.fixture
def post_office(clock: Clock, app: Flask, smtp: Receiver) -> Receiver:
    """The mail server from now on, and a worker that has just said that it lives."""
    use(MailServer("127.0.0.1", smtp.port, "none"))
    heartbeat.beat()
    return smtp
