"""smtplib's end of the line, with a time limit for each answer as a whole, and a note of what was said."""

import smtplib
import socket
import time
from collections.abc import Callable
from typing import Any

from portal.mail.sasl import SignsIn


class Wire(SignsIn):
    """``spoken`` holds the lines of both sides, but neither passwords nor the mail itself."""

    file: Any

    def __init__(self, spoken: list[str], on_step: Callable[[], None], host: str, port: int, **options: Any) -> None:
        self.spoken, self.on_step, self.last_code = spoken, on_step, 0
        self.has_begun_data = False  # from then on the server may have the mail, whatever it answers
        spoken.append(f"* connecting to {host}, port {port}")
        super().__init__(host, port, **options)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        """One time limit for all addresses of the name, shared among those that are left. Raises OSError."""
        self.on_step()
        found, end = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM), time.monotonic() + timeout
        trouble = OSError("the name has no address")
        for left, (*_, address) in zip(range(len(found), 0, -1), found, strict=True):
            self.on_step()
            try:
                connected = socket.create_connection((str(address[0]), port), max(end - time.monotonic(), 0.01) / left)
            except OSError as error:
                trouble = error
            else:
                connected.settimeout(timeout)
                return connected
        raise trouble

    def putcmd(self, cmd: str, args: str = "") -> None:
        self.spoken.append(f"> {self._shown(cmd, args)}")
        super().putcmd(cmd, args)

    def getreply(self) -> tuple[int, bytes]:
        self.on_step()
        if self.file is None:  # at first, and again where encryption begins
            assert self.sock is not None
            self.file = _Lines(self.sock)
        self.file.end = time.monotonic() + self.timeout
        self.last_code, text = super().getreply()
        self.has_begun_data = self.has_begun_data or self.last_code == 354
        *lines, last = text.decode("utf-8", "replace").split("\n")
        self.spoken += [f"< {self.last_code}-{line}" for line in lines] + [f"< {self.last_code} {last}"]
        if self.sock is not None:
            self.sock.settimeout(self.timeout)  # for what is written next
        return self.last_code, text

    def send(self, s: Any) -> None:
        if self.last_code == 354:
            self.spoken.append("> (the mail)")
        super().send(s)

    def _shown(self, cmd: str, args: str) -> str:
        if self.last_code == 334:  # an answer to a challenge of AUTH
            return "(not shown)"
        if cmd.upper() == "AUTH":
            return f"AUTH {args.split(' ')[0]}{' (not shown)' if ' ' in args else ''}"
        return f"{cmd.upper() if cmd.isalpha() else cmd} {args}".strip()


class EncryptedWire(Wire, smtplib.SMTP_SSL):
    """Encrypted from the first byte on."""

    _host: str

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self.context.wrap_socket(super()._get_socket(host, port, timeout), server_hostname=self._host)


class _Lines:
    """Like ``socket.makefile``, but a server that sends a byte now and then runs out of time too."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock, self.rest, self.end = sock, b"", 0.0

    def readline(self, limit: int) -> bytes:
        while b"\n" not in self.rest and len(self.rest) < limit:
            left = self.end - time.monotonic()
            if left <= 0:
                raise TimeoutError
            self.sock.settimeout(left)
            received = self.sock.recv(4096)
            if not received:
                break
            self.rest += received
        length = min(self.rest.find(b"\n") + 1 or len(self.rest), limit)
        line, self.rest = self.rest[:length], self.rest[length:]
        return line

    def close(self) -> None:
        """Nothing of its own to close."""
