"""One visitor's connection: how long it may be silent or slow."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from waitress.channel import HTTPChannel
from waitress.task import WSGITask

from portal.wire.refusals import Refusal, TooManyAtOnce
from portal.wire.requests import Request

if TYPE_CHECKING:
    from portal.wire.server import Server

MOST_OF_ONE = 4  # large bodies that one sender has on the way, so that nobody fills the disk


@dataclass(frozen=True)
class Patience:
    """In seconds, and ``rate`` in bytes a second.

    ``head``: for the first request, and for the head of each. ``body``: after these its body must have come at
    ``rate``; a slow phone sends 17 MB in an hour. ``idle``: for the next request; longer than the 120 s of Caddy
    and the 60 s of nginx, so that it is they who hang up. ``answer``: without a byte of it being taken.
    """

    head: float = 20
    body: float = 30
    rate: float = 4096
    idle: float = 180
    answer: float = 60


class PatientChannel(HTTPChannel):
    error_task_class = Refusal
    server: "Server"
    request: Request | None
    requests: list[Request]
    total_outbufs_len: int
    last_activity: float
    creation_time: float
    has_asked = False  # whether there was a whole request
    waits_since = 0.0  # since when for the next one, in seconds since 1970

    def received(self, data: bytes) -> bool:
        """Reads one request to its end; what follows it in the same breath is not answered, but for blank lines.

        Else a line that asks a hundred times at once, and reads no answer, would hold a thread.
        """
        with self.requests_lock:
            while data and not (self.will_close or self.close_when_flushed):
                request = self.request = self.request or Request(self.adj, self.last_activity)
                waited_for_head = not request.headers_finished
                data = data[request.received(data) :]
                if waited_for_head and request.has_head:
                    self._judge(request)
                if request.completed:
                    self.request = None
                    if not request.empty:
                        self._hand_over(request, data)
                        break
        return True

    def _judge(self, request: Request) -> None:
        """Called before any of the body is read."""
        room, request.sender = self.server.room(WSGITask(self, request).get_environment())
        request.keep_at_most(room)
        if request.sender is not None and self.server.arriving(request.sender) > MOST_OF_ONE:
            request.refuse(TooManyAtOnce("Wait until what you are sending has arrived."), b"")
        elif request.expect_continue:
            self.send_continue()

    def _hand_over(self, request: Request, more: bytes) -> None:
        if more.strip(b"\r\n"):
            request.end_line()
        self.has_asked, self.waits_since, self.sent_continue = True, self.last_activity, False
        self.requests.append(request)
        self.server.add_task(self)

    @property
    def is_silent(self) -> bool:
        """Whether only the visitor is waited for."""
        return not self.requests and not self.total_outbufs_len

    def is_over(self, now: float, patience: Patience) -> bool:
        if not self.is_silent:
            return self.total_outbufs_len > 0 and now - self.last_activity > patience.answer
        if self.request is not None and self.request.has_head:
            late = now - self.request.began - patience.body
            return bool(self.request.body_bytes_received < late * patience.rate)
        if self.request is not None and now - self.request.began > patience.head:
            return True
        return now - (self.waits_since or self.creation_time) > (patience.idle if self.has_asked else patience.head)

    def handle_close(self) -> None:
        if self.request is not None:
            self.request.close()  # the file of a large body
        super().handle_close()
