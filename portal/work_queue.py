"""A gate before work that takes a whole core: so many at once on this machine, over all its processes."""

import fcntl
import os
import threading
from collections import Counter
from collections.abc import Hashable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext

from portal import config

AT_ONCE = max(1, (os.cpu_count() or 1) - 1)  # one core is left for the pages


class Gate:
    """AT_ONCE are let in; of this process so many more wait as ``queue`` says; more are refused with ``full``."""

    def __init__(self, name: str, queue: int, full: type[Exception]) -> None:
        self.name, self.full = name, full
        self.holds = AT_ONCE + queue
        self.places = threading.BoundedSemaphore(self.holds)
        self._slots = threading.BoundedSemaphore(AT_ONCE)
        self._this_thread = threading.local()

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place in the queue, for callers who must know before the work that it will be done. Raises ``full``."""
        if not self.places.acquire(blocking=False):
            raise self.full()
        self._this_thread.has_place = True
        try:
            yield
        finally:
            self._this_thread.has_place = False
            self.places.release()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """The work itself, when its turn has come. Raises ``full``, but not where this thread has a place."""
        has_place = getattr(self._this_thread, "has_place", False)
        with nullcontext() if has_place else self.place(), self._slots, self._machine_slot():
            yield

    @contextmanager
    def _machine_slot(self) -> Iterator[None]:
        """One of the AT_ONCE lock files that all processes of this machine share."""
        folder = config.current().data_dir
        with ExitStack() as opened:
            files = [opened.enter_context(open(folder / f"{self.name}-{n}.lock", "w")) for n in range(AT_ONCE)]
            for file in files:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    continue
            else:
                fcntl.flock(files[threading.get_ident() % AT_ONCE], fcntl.LOCK_EX)
            yield


class Each:
    """So many at once for each key, in this process; more are refused with ``full``."""

    def __init__(self, most: int, full: type[Exception]) -> None:
        self.most, self.full = most, full
        self._held: Counter[Hashable] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def place(self, who: Hashable) -> Iterator[None]:
        """Raises ``full``."""
        with self._lock:
            if self._held[who] >= self.most:
                raise self.full()
            self._held[who] += 1
        try:
            yield
        finally:
            with self._lock:
                self._held[who] -= 1
                self._held += Counter()  # removes keys without any
