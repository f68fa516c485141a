"""A real SMTP receiver on a free port of this machine."""

import asyncio
import email
import email.policy
import re
import socket
import threading
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Receiver:
    """Keeps what it is given. ``replies`` are sent after DATA, one each, before it goes back to 250."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.replies: list[str] = []
        self.rcpt_replies: list[str] = []
        self.close_after_data = False
        self.arrived = threading.Condition()
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def __enter__(self) -> "Receiver":
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.rcpt_replies:
            return self.rcpt_replies.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.replies:
            return self.replies.pop(0)
        content = envelope.content
        assert isinstance(content, bytes)
        with self.arrived:
            parsed: Any = email.message_from_bytes(content, policy=email.policy.default)
            self.messages.append(parsed)
            self.recipients.extend(envelope.rcpt_tos)
            self.arrived.notify_all()
        if self.close_after_data:
            asyncio.get_running_loop().call_later(0.01, server.transport.close)
        return "250 OK queued"

    def wait_for(self, count: int, seconds: float = 15.0) -> list[EmailMessage]:
        """The messages, once there are at least so many."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.messages) >= count, seconds), (
                f"{len(self.messages)} of {count} mails came"
            )
            return list(self.messages)


def text_of(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def html_of(message: EmailMessage) -> str:
    part = message.get_body(("html",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def link_in(message: EmailMessage) -> str:
    """The link, which stands on a line of its own."""
    found = re.search(r"^https?://\S+$", text_of(message), re.MULTILINE)
    assert found, "no link in the mail"
    return found[0]
