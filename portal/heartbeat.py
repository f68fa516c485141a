"""The heartbeat of the worker: a file in the data folder with the time at which the worker last ran."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from portal import clock, config

HEARTBEAT_FILE, HEARTBEAT_EVERY, ALIVE_FOR = "worker-alive", 5.0, 90.0  # each step of a conversation beats too


class Heart:
    """Beat, unless the last beat was a moment ago. Raises OSError."""

    def __init__(self) -> None:
        self.last = 0.0

    def beat(self) -> None:
        now = clock.now().timestamp()
        if abs(now - self.last) >= HEARTBEAT_EVERY:
            beat()
            self.last = now

    def beat_if_it_can(self) -> None:
        """A full disk must not look like a mail server's trouble."""
        with suppress(OSError):
            self.beat()


def beat() -> None:
    """Say that the worker lives. A reader finds the old time or the new one, never half of it.

    A worker that cannot write is not well: it removes its last time. Raises OSError.
    """
    draft = _heartbeat().with_suffix(".new")
    try:
        draft.write_text(str(clock.now().timestamp()))
        draft.replace(_heartbeat())
    except OSError:
        with suppress(OSError):
            _heartbeat().unlink(missing_ok=True)
        raise


def last_seen() -> datetime | None:
    """When a worker last said that it lives; None where none has ever run."""
    try:
        return datetime.fromtimestamp(float(_heartbeat().read_text()), UTC)
    except (OSError, ValueError):
        return None


def is_alive() -> bool:
    """Whether a worker has beaten within ALIVE_FOR."""
    last = last_seen()
    return last is not None and abs((clock.now() - last).total_seconds()) < ALIVE_FOR


def _heartbeat() -> Path:
    return config.current().data_dir / HEARTBEAT_FILE
