"""Priya, who is invited and has not registered yet."""

import pytest
from flask import Flask

from portal.models import Link, Staff
from tests.conftest import Clock
from tests.support import factories
from tests.support.staff_room import newest_link


@pytest.fixture
def priya(clock: Clock, app: Flask) -> Staff:
    return factories.invite_priya()


@pytest.fixture
def link(priya: Staff) -> Link:
    return newest_link(priya)
