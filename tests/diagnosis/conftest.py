import pytest

from portal import heartbeat


@pytest.fixture(autouse=True)
def _a_worker_that_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its rounds are made by hand here, and its word would be old after each move of the clock."""
    monkeypatch.setattr(heartbeat, "is_alive", lambda: True)
