"""What tests of all routes share."""

import pytest
from flask import Flask

from tests.conftest import Clock
from tests.support import addresses, world


@pytest.fixture
def the(clock: Clock, app: Flask) -> addresses.World:
    """Somebody in every status, and an address of each route."""
    return world.make(app)
