import pytest

from tests.conftest import Clock


@pytest.fixture(autouse=True)
def _at_a_fixed_time(clock: Clock) -> None:
    """Before anybody is made or signs in."""
