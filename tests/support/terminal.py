"""A command as somebody types it: in a terminal of its own, whose Ctrl-C tells everything that runs in it."""

import os
import pty
import select
import signal
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

CTRL_C = b"\x03"


class Terminal:
    """``text`` is all that stood on the screen so far."""

    def __init__(self, folder: Path, command: list[str], environment: Mapping[str, str]) -> None:
        self.process, self._line = pty.fork()
        if self.process == 0:
            os.chdir(folder)
            os.execvpe(command[0], command, environment)
        self.text, self.status, self._began = "", None, time.monotonic()

    def read_until(self, is_enough: Callable[[str], object], seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not is_enough(self.text):
            assert time.monotonic() < end and self._read(), self.text

    def read_for(self, seconds: float) -> None:
        """What comes within that time of the start."""
        while time.monotonic() - self._began < seconds and self._read():
            continue

    def press_ctrl_c(self) -> tuple[float, str]:
        """How long it takes then until everything has ended, in seconds, and what is written meanwhile."""
        return self._end(lambda: os.write(self._line, CTRL_C))

    def terminate(self) -> tuple[float, str]:
        """The same with SIGTERM, which only the first process gets."""
        return self._end(lambda: os.kill(self.process, signal.SIGTERM))

    def _end(self, tell: Callable[[], object]) -> tuple[float, str]:
        before, began = len(self.text), time.monotonic()
        tell()
        while self._read() and time.monotonic() - began < 30:
            continue
        self.status = os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])
        os.close(self._line)
        return time.monotonic() - began, self.text[before:].removeprefix("^C").replace("\r", "")

    def _read(self) -> bool:
        """For a moment; False where nobody has the terminal open any more."""
        if not select.select([self._line], [], [], 0.02)[0]:
            return True
        with suppress(OSError):  # as Linux says that the other end is closed
            found = os.read(self._line, 65536).decode(errors="replace")
            self.text += found
            return bool(found)
        return False
