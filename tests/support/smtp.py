"""A real SMTP receiver on a free port of this machine."""

import asyncio
import email
import email.policy
import socket
import ssl
import threading
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

TAKEN = "250 OK queued"
MESSAGE = b"From: a@maple.example\r\nTo: b@example.com\r\nSubject: x\r\n\r\nhello\r\n"
HEADERS = {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"}
HANG, CUT = "(silence)", "(the end of the connection)"  # instead of a reply


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Receiver:
    """Keeps what it is given. ``script`` holds for a stage (greeting, a command, or ``end`` of the message) what it
    says there instead of the usual: a list of replies, one each, or one for every time; ``replies`` is the list for
    ``end``, ``rcpt_replies`` that for RCPT. ``wire`` has every line that came in.

    A reply may be HANG or CUT; at ``end`` it has then taken the message all the same.
    ``starttls`` offers encryption, ``tls`` begins with it; with either, AUTH is offered, in these ``ways`` where they
    are given. ``signed_in`` has username and password of each who did, as they came.
    """

    def __init__(
        self, starttls: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1"
    ) -> None:
        self.host = host
        self.messages: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.replies: list[str] = []
        self.rcpt_replies: list[str] = []
        self.script: dict[str, list[str] | str] = {}
        self.wire: list[bytes] = []
        self.ways: list[str] | None = None
        self.signed_in: list[tuple[bytes, bytes]] = []
        self.connections = 0  # on which anything was said
        self.close_after_data = False
        self.silent_for: list[str] = []  # recipients at which it falls silent, once each
        self.silent_after_data = 0  # so many mails are taken without an answer
        self.arrived = threading.Condition()
        self.port = free_port()
        self._controller = _Listener(self, starttls, tls)

    def __enter__(self) -> "Receiver":
        self._controller.start()
        self.wire.clear()
        return self

    def authenticate(self, *asked: object) -> AuthResult:
        login = asked[-1]
        assert isinstance(login, LoginPassword)
        self.signed_in.append((login.login, login.password))
        return AuthResult(success=True)

    def offer_smtputf8(self, offered: bool) -> None:
        self._controller.SMTP_kwargs["enable_SMTPUTF8"] = offered

    def next_reply(self, stage: str) -> str | None:
        replies = self.script.get(stage) or None
        return replies.pop(0) if isinstance(replies, list) else replies

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.rcpt_replies:
            return self.rcpt_replies.pop(0)
        if address in self.silent_for:
            self.silent_for.remove(address)
            await asyncio.get_running_loop().create_future()  # never
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        reply = self.replies.pop(0) if self.replies else self.next_reply("end")
        if reply and reply not in (HANG, CUT):
            return reply
        content = envelope.content
        assert isinstance(content, bytes)
        with self.arrived:
            parsed: Any = email.message_from_bytes(content, policy=email.policy.default)
            self.messages.append(parsed)
            self.recipients.extend(envelope.rcpt_tos)
            self.arrived.notify_all()
        if self.silent_after_data:
            self.silent_after_data -= 1
            reply = HANG
        if reply:
            await end_or_hang(server, reply)
        return TAKEN

    def wait_for(self, count: int, seconds: float = 15.0) -> list[EmailMessage]:
        """The messages, once there are at least so many."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.messages) >= count, seconds), (
                f"{len(self.messages)} of {count} mails came"
            )
            return list(self.messages)


class _Listener(Controller):
    def __init__(self, receiver: Receiver, starttls: ssl.SSLContext | None, tls: ssl.SSLContext | None) -> None:
        self.receiver = receiver
        super().__init__(
            receiver, hostname=receiver.host, port=receiver.port, ssl_context=tls, tls_context=starttls,
            authenticator=receiver.authenticate, auth_require_tls=bool(starttls),
        )  # fmt: skip

    def factory(self) -> SMTP:
        return _Conversation(self.receiver, **self.SMTP_kwargs)

    def _trigger_server(self) -> None:
        socket.create_connection((self.hostname, self.port), 1.0).close()


class _Conversation(SMTP):
    """Says at each stage what the script has for it, instead of what it would."""

    def __init__(self, receiver: Receiver, **kwargs: Any) -> None:
        self.receiver, self.has_greeted, self.has_heard = receiver, False, False
        super().__init__(receiver, **kwargs)

    def data_received(self, data: bytes) -> None:
        self.receiver.connections += not self.has_heard
        self.has_heard = True
        self.receiver.wire.append(data)
        super().data_received(data)

    async def push(self, status: Any) -> None:
        if not self.has_greeted:
            self.has_greeted = True
            return await self._say("greeting", self.push, status)
        if self.receiver.ways is not None and str(status).startswith("250-AUTH "):
            status = f"250-AUTH {' '.join(self.receiver.ways)}"
        await super().push(status)
        if status == TAKEN and self.receiver.close_after_data:
            self.transport.close()  # before QUIT can be read

    async def smtp_EHLO(self, arg: str) -> None:
        await self._say("EHLO", super().smtp_EHLO, arg)

    async def smtp_HELO(self, arg: str) -> None:
        await self._say("HELO", super().smtp_HELO, arg)

    async def smtp_STARTTLS(self, arg: str) -> None:
        await self._say("STARTTLS", super().smtp_STARTTLS, arg)

    async def smtp_AUTH(self, arg: str) -> None:
        await self._say("AUTH", super().smtp_AUTH, arg)

    async def smtp_MAIL(self, arg: str | None) -> None:
        await self._say("MAIL", super().smtp_MAIL, arg)

    async def smtp_RCPT(self, arg: str | None) -> None:
        await self._say("RCPT", super().smtp_RCPT, arg)

    async def smtp_DATA(self, arg: str) -> None:
        await self._say("DATA", super().smtp_DATA, arg)

    async def smtp_RSET(self, arg: str) -> None:
        await self._say("RSET", super().smtp_RSET, arg)

    async def _say(self, stage: str, otherwise: Any, arg: str | None) -> None:
        scripted = self.receiver.next_reply(stage)
        if scripted is None:
            await otherwise(arg)
        elif scripted in (HANG, CUT):
            await end_or_hang(self, scripted)
        else:
            await self.push(scripted)


async def end_or_hang(conversation: SMTP, reply: str) -> None:
    if reply == CUT:
        assert isinstance(conversation.transport, asyncio.WriteTransport)
        conversation.transport.abort()
    await asyncio.get_running_loop().create_future()  # never, or until the connection is lost
