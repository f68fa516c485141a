"""The loop that reads all lines of one process, and hands whole requests to its threads."""

import logging
import resource
import signal
import socket
import time
from collections.abc import Callable, Hashable
from typing import Any

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from portal.wire.lines import Patience, PatientChannel

log = logging.getLogger(__name__)
KB = 1024
LONGEST_HEAD = 32 * KB  # more than the program takes, so that it is the program that says so
LARGEST_BODY = 1024 * 1024 * KB  # read to its end, so that its sender reads the answer; kept is what the program takes
IN_MEMORY = 32 * KB  # of a body; the rest of it is in a file
MOST_LINES = 1000  # of one process; then the one that was silent for longest makes room
AT_ONCE = 20  # visitors who are let in before the others are listened to again
DESCRIPTORS = 200  # besides those of lines
FINISHES_WITHIN = 0.8  # seconds for what is under way when the server is stopped
HALF_SAID = 0.2  # of these for what has not come whole


class Server(TcpWSGIServer):
    """Serves on a listening socket, which other processes may share, until ``stop``.

    ``room`` says how many bytes of a request's body are worth keeping, and, where that is much, who sends it.
    ``headers`` are those of every answer; the program puts them on its own.
    """

    channel_class = PatientChannel
    active_channels: dict[int, PatientChannel]

    def __init__(
        self,
        application: Callable[..., Any],
        listener: socket.socket,
        room: Callable[[dict[str, Any]], tuple[int, Hashable]],
        threads: int,
        headers: list[tuple[str, str]],
        patience: Patience = Patience(),  # noqa: B008
        most_lines: int | None = None,
    ) -> None:
        self.room, self.headers, self.patience = room, headers, patience
        self.most_lines = most_lines or min(MOST_LINES, (_raise_descriptors() - DESCRIPTORS) // 2)
        self.stopped_at: float | None = None
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a queue is no news
        super().__init__(application, {}, True, listener, dispatcher=_started(threads),
                         adj=_adjustments(self.most_lines), bind_socket=False,
                         sockinfo=(listener.family, listener.type, listener.proto, listener.getsockname()))  # fmt: skip

    def handle_accept(self) -> None:
        """Some of those who have knocked: each turn of the loop looks at all lines."""
        for _ in range(AT_ONCE):
            before = len(self.active_channels)
            if before >= self.most_lines:
                self._make_room()
            super().handle_accept()
            if len(self.active_channels) == before:
                return

    def handle_error(self) -> None:
        """Of a visitor who could not be let in: waitress would stop listening."""
        log.exception("a visitor could not be let in")

    def _make_room(self) -> None:
        """Visitors who have begun to ask are closed after those who have not."""
        staying = [line for line in self.active_channels.values() if not line.will_close]
        silent = [line for line in staying if line.is_silent]
        if silent and len(staying) >= self.most_lines:
            min(silent, key=lambda line: (line.request is not None, line.last_activity)).will_close = True

    def arriving(self, sender: Hashable) -> int:
        """Large bodies that this sender has on the way."""
        asking = [line.request for line in self.active_channels.values()]
        return sum(request is not None and request.sender == sender for request in asking)

    def maintenance(self, now: float) -> None:
        for line in list(self.active_channels.values()):
            if not line.is_over(now, self.patience):
                continue
            if line.is_silent:
                line.will_close = True  # by the loop, where it does not mistake a new line for this one
            else:
                line.handle_close()  # the loop would wait until it can be written to

    def run(self) -> None:
        while self.stopped_at is None:
            wasyncore.loop(1.0, use_poll=True, map=self._map, count=1)
        self.accepting = False
        self.del_channel()
        while self._is_busy(time.monotonic() - self.stopped_at):
            wasyncore.loop(0.05, use_poll=True, map=self._map, count=1)
        self.task_dispatcher.shutdown(timeout=HALF_SAID)
        wasyncore.close_all(self._map)

    def stop(self) -> None:
        """Fit for a handler of signals."""
        if self.stopped_at is None:
            self.stopped_at = time.monotonic()
            self.pull_trigger()

    def _is_busy(self, seconds: float) -> bool:
        lines = list(self.active_channels.values())
        if seconds < HALF_SAID and any(line.request is not None for line in lines):
            return True
        return seconds < FINISHES_WITHIN and not all(line.is_silent for line in lines)


def _adjustments(most_lines: int) -> Adjustments:
    return Adjustments(
        ident=None,
        connection_limit=most_lines + DESCRIPTORS,
        cleanup_interval=1,
        max_request_header_size=LONGEST_HEAD,
        max_request_body_size=LARGEST_BODY,
        inbuf_overflow=IN_MEMORY,
        clear_untrusted_proxy_headers=False,  # web/middleware/proxies.py judges them
        log_socket_errors=False,
        server_name="localhost",
    )


def _started(threads: int) -> ThreadedTaskDispatcher:
    """Signals are for the thread of the loop: one that reaches another does not end its wait."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGTERM, signal.SIGINT))
    dispatcher = ThreadedTaskDispatcher()
    dispatcher.set_thread_count(threads)
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return dispatcher


def _raise_descriptors() -> int:
    """To as many as this process may have; how many that is."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard if hard != resource.RLIM_INFINITY else 1 << 20
