"""The loop of a web process in a thread of the test, with a program of a few lines behind it."""

import socket
import threading
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from portal.wire.lines import Patience
from portal.wire.server import Server

HEADERS = [("X-Of-Every-Answer", "yes")]
ROOM = 100_000  # bytes of a body that are kept
Room = Callable[[dict[str, Any]], tuple[int, Hashable]]


class Loop:
    """``seen``: the environment of each request that has reached the program, with its body under "body"."""

    def __init__(self, patience: Patience, most_lines: int | None, room: Room) -> None:
        self.seen: list[dict[str, Any]] = []
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.listener.getsockname()[1])
        self.server = Server(self._program, self.listener, room, 2, HEADERS, patience, most_lines)
        self.thread = threading.Thread(target=self.server.run, daemon=True)

    def _program(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        self.seen.append(environ | {"body": environ["wsgi.input"].read()})
        self.may_answer.wait(10)
        body = b"x" * int(environ.get("HTTP_X_ANSWER", "2"))
        start("200 OK", [("Content-Length", str(len(body))), ("Content-Type", "text/plain")])
        return [body]

    def call(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def asks(self, *parts: bytes) -> bytes:
        """What the server says to this until it hangs up."""
        with self.call() as line:
            for part in parts:
                line.sendall(part)
            return everything(line)


def everything(line: socket.socket) -> bytes:
    """Until the other side hangs up; whoever hangs up on what was not read yet resets the line."""
    said = b""
    try:
        while part := line.recv(65536):
            said += part
    except ConnectionResetError:
        pass
    return said


@contextmanager
def running(
    patience: Patience = Patience(),  # noqa: B008
    most_lines: int | None = None,
    room: Room = lambda environ: (ROOM, environ.get("HTTP_X_SENDER")),
) -> Iterator[Loop]:
    loop = Loop(patience, most_lines, room)
    loop.thread.start()
    try:
        yield loop
    finally:
        loop.may_answer.set()
        loop.server.stop()
        loop.thread.join(15)
        assert not loop.thread.is_alive()
