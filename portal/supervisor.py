"""Keeps the processes of the server running: each that ends is started again, until the server is told to stop."""

import ctypes
import logging
import os
import signal
import time
from collections.abc import Callable

log = logging.getLogger(__name__)
STOPS = (signal.SIGTERM, signal.SIGINT)
WATCHED = (*STOPS, signal.SIGCHLD)
RESTART_AFTER = (0.1, 1.0, 2.0, 5.0, 10.0)  # seconds before one is started again that did not live long
LIVED_LONG = 60.0
LONGEST_WAIT = 60.0
STOPS_WITHIN = 1.2  # seconds; then it is killed
PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15  # prctl(2)


class Child:
    """One process, forked from this one; ``work`` is what it does. It ends with its parent, however that ends."""

    def __init__(self, name: str, work: Callable[[], None]) -> None:
        self.name, self.work = name, work
        self.number: int | None = None
        self.failures, self.started, self.due = 0, 0.0, 0.0

    def start(self) -> None:
        parent = os.getpid()
        self.started = time.monotonic()
        self.number = os.fork()
        if self.number == 0:
            self._be_it(parent)

    def _be_it(self, parent: int) -> None:
        """Never returns, since the stack belongs to the parent."""
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal tells everybody; the supervisor decides
            be_called(self.name)
            follow(parent)
            signal.pthread_sigmask(signal.SIG_SETMASK, ())
            self.work()
        except BaseException:
            log.exception("the %s ended", self.name)
            os._exit(1)
        os._exit(0)

    def has_ended(self) -> None:
        now = time.monotonic()
        self.number = None
        self.failures = 0 if now - self.started >= LIVED_LONG else self.failures + 1
        self.due = now + RESTART_AFTER[min(max(self.failures - 1, 0), len(RESTART_AFTER) - 1)]
        log.warning("the %s ended and is started again", self.name)

    def tell(self, number: signal.Signals) -> None:
        if self.number is not None:
            os.kill(self.number, number)  # it is there, or its entry is, until this process has read of its end


class Supervisor:
    """Has one thread and no handlers: it waits for signals, and what they tell of is done one after the other."""

    def __init__(self, children: list[Child]) -> None:
        self.children = children

    def run(self, started: Callable[[], None]) -> None:
        """Until SIGTERM or SIGINT; then all children have ended. ``started`` is called once when all are there."""
        signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
        try:
            self._start_due()
            started()
            while not self._wait():
                self._start_due()
        finally:
            print("Stopping…", flush=True)
            self._stop()

    def _start_due(self) -> None:
        for child in self.children:
            if child.number is None and child.due <= time.monotonic():
                child.start()

    def _wait(self) -> bool:
        """Wait for a signal, or until a child is to be started. Returns whether to stop."""
        due = [child.due for child in self.children if child.number is None]
        got = signal.sigtimedwait(WATCHED, max(0.0, min(due) - time.monotonic()) if due else LONGEST_WAIT)
        for child in self._ended():
            child.has_ended()
        return got is not None and got.si_signo in STOPS

    def _ended(self) -> list[Child]:
        alive = [child for child in self.children if child.number is not None]
        return [child for child in alive if os.waitpid(child.number or 0, os.WNOHANG)[0]]

    def _stop(self) -> None:
        for child in self.children:
            child.tell(signal.SIGTERM)
        end = time.monotonic() + STOPS_WITHIN
        while any(child.number is not None for child in self.children):
            for child in self._ended():
                child.number = None
            if time.monotonic() >= end:
                for child in self.children:
                    child.tell(signal.SIGKILL)  # a silent mail server holds it; the next start frees its lease
            signal.sigtimedwait(WATCHED, 0.1)


def be_called(name: str) -> None:
    """What `top` and /proc/<pid>/comm call this process; the kernel keeps 15 bytes."""
    _prctl(PR_SET_NAME, name.encode())


def follow(parent: int) -> None:
    """Ask the kernel to end this process with its parent, so that nothing is left after a kill -9."""
    _prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(0)


def _prctl(option: int, value: int | bytes) -> None:
    ctypes.CDLL(None, use_errno=True).prctl(option, value)
