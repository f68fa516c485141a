"""Visitors who say nothing, or half of what they have to say, and stay on the line."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

HOST = "Host: {host}\r\n"
FORM = "POST {path} HTTP/1.1\r\n" + HOST + "Content-Type: application/x-www-form-urlencoded\r\n"
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes.fromhex("000000040000000000")  # RFC 9113, 3.4
UPLOAD = (
    "POST /steps/insurance HTTP/1.1\r\n" + HOST + "Cookie: client={cookie}\r\nContent-Length: 16000000\r\n"
    "Content-Type: multipart/form-data; boundary=limit\r\n\r\n"
    '--limit\r\nContent-Disposition: form-data; name="front"; filename="photo"\r\n\r\n'
)
SENT_OF_UPLOAD = 60_000  # bytes


@dataclass(frozen=True)
class Target:
    """Where the lines go, and the ``Host`` that is asked for; ``cookie`` of a client who may send photos."""

    port: int
    host: str
    cookie: str = ""


def _say(text: str, **values: str) -> Callable[[Target], bytes]:
    return lambda target: text.format(host=target.host, cookie=target.cookie, **values).encode()


def _hello(_: Target) -> bytes:
    """The first bytes of a browser that expects TLS."""
    outgoing = ssl.MemoryBIO()
    hello = ssl.create_default_context().wrap_bio(ssl.MemoryBIO(), outgoing, server_hostname="portal.example.com")
    with suppress(ssl.SSLWantReadError):
        hello.do_handshake()
    return outgoing.read()


KINDS: dict[str, Callable[[Target], bytes]] = {
    "silent": lambda _: b"",
    "half a header": _say("GET /sign-in HTTP/1.1\r\n" + HOST + "Accept: text/"),
    "kept alive": _say("GET /health HTTP/1.1\r\n" + HOST + "\r\n"),
    "HTTP/2": lambda _: PREFACE,
    "half a body": _say(FORM + "Content-Length: 100\r\n\r\nuser", path="/sign-in"),
    "half a body to nowhere": _say(FORM + "Content-Length: 100\r\n\r\nuser", path="/nowhere"),
    "half a chunk": _say(FORM + "Transfer-Encoding: chunked\r\n\r\n64\r\nuser", path="/sign-in"),
    "expecting": _say(FORM + "Content-Length: 100\r\nExpect: 100-continue\r\n\r\n", path="/sign-in"),
    "half an upload": lambda target: _say(UPLOAD)(target) + bytes(SENT_OF_UPLOAD),
    "TLS": _hello,
}


class Lines:
    """So many lines of one kind."""

    def __init__(self, kind: str, target: Target, count: int) -> None:
        self.said, self.target, self.count = KINDS[kind](target), target, count
        self.sockets: list[socket.socket] = []

    def fill(self) -> None:
        """Opens as many as are missing: who was hung up on calls again."""
        self.sockets = [line for line in self.sockets if not has_ended(line)]
        while len(self.sockets) < self.count:
            line = socket.create_connection(("127.0.0.1", self.target.port), timeout=10)
            self.sockets.append(line)
            try:
                line.sendall(self.said)
            except OSError:  # it was hung up on while it spoke
                continue

    def close(self) -> None:
        for line in self.sockets:
            line.close()


@contextmanager
def held(kind: str, target: Target, count: int) -> Iterator[Lines]:
    lines = Lines(kind, target, count)
    try:
        lines.fill()
        yield lines
    finally:
        lines.close()


def has_ended(line: socket.socket) -> bool:
    """Whether the other side has hung up; what it has said before is thrown away."""
    line.setblocking(False)
    try:
        while line.recv(65536):
            continue
        return True
    except BlockingIOError:
        return False
    except OSError:
        return True
    finally:
        line.settimeout(10)
