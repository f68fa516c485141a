"""Conversations with the mail server (RFC 5321): one connection for mails that follow each other."""

import smtplib
import ssl
import time
from collections.abc import Callable
from dataclasses import replace
from types import TracebackType
from typing import Any, Self

from flask_mail import Connection

from portal.config_values import MailServer
from portal.extensions import mail as flask_mail
from portal.mail.smtp_replies import Answer, EncryptionRefused, Outcome, explain, refused, said_line
from portal.mail.smtp_wire import EncryptedWire, Wire
from portal.mail.troubles import Trouble

TIMEOUT = 20.0  # seconds, for each step
IDLE = 3.0  # seconds after which a connection without a mail is closed
MOST = 100  # mails over one connection
GOODBYE = 2.0  # seconds to wait for the answer to QUIT, which changes nothing
BROKEN = (OSError, smtplib.SMTPException, UnicodeError, ValueError)  # what a server or network can do


class VerifiedConnection(Connection):
    """Flask-Mail's connection with a time limit and verified TLS, which its own lacks."""

    def __init__(self, server: MailServer, on_step: Callable[[], None] = lambda: None) -> None:
        super().__init__(flask_mail)
        self.server, self.on_step = server, on_step
        self.spoken: list[str] = []
        self.mails = 0
        self.host: Wire

    def configure_host(self) -> Wire:
        server, context = self.server, ssl.create_default_context()
        options: dict[str, Any] = {"timeout": TIMEOUT, "local_hostname": server.greeted_as}
        kind = EncryptedWire if server.security == "tls" else Wire
        if kind is EncryptedWire:
            options["context"] = context
        host = kind(self.spoken, self.on_step, server.host, server.port, **options)
        try:
            if server.security == "starttls":
                self._encrypt(host, context)
            if isinstance(host.sock, ssl.SSLSocket):
                self.spoken.append(f"* encrypted with {host.sock.version()}")
            if server.username and server.password:
                host.login(server.username, server.password)
        except BaseException:
            host.close()
            raise
        return host

    def __enter__(self) -> Self:
        self.host = self.configure_host()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.host.timeout = GOODBYE
            self.host.quit()
        except BROKEN:  # after the answer to DATA a failing goodbye changes nothing
            self.host.close()

    def deliver(self, sender: str, recipient: str, message: bytes) -> Answer:
        """MAIL, RCPT, DATA. Raises OSError and SMTPException where the conversation breaks."""
        self._begin()
        options = [] if recipient.isascii() else ["SMTPUTF8", "BODY=8BITMIME"]  # RFC 6531
        if options and not self.host.has_extn("smtputf8"):
            return Answer(Outcome.FAILED, Trouble.BEYOND_ASCII)
        code, line = self.host.mail(sender, options)
        if code != 250:
            raise smtplib.SMTPSenderRefused(code, line, sender)
        code, line = self.host.rcpt(recipient)
        if code not in (250, 251):
            return refused(code, line, Trouble.ADDRESS_REFUSED)
        try:
            code, line = self.host.data(message)
        except smtplib.SMTPDataError as error:
            return refused(error.smtp_code, error.smtp_error, Trouble.MESSAGE_REFUSED)
        if code != 250:
            return refused(code, line, Trouble.MESSAGE_REFUSED)
        return Answer(Outcome.SENT, server_said=said_line(code, line))

    def _begin(self) -> None:
        self.host.has_begun_data = False
        self.host.ehlo_or_helo_if_needed()
        if self.mails:
            code, line = self.host.rset()
            if code != 250:
                raise smtplib.SMTPResponseException(code, line)
        self.mails += 1

    def _encrypt(self, host: Wire, context: ssl.SSLContext) -> None:
        host.ehlo_or_helo_if_needed()
        try:
            host.starttls(context=context)
        except smtplib.SMTPResponseException as error:
            raise EncryptionRefused(error.smtp_code, error.smtp_error) from error


class Mailer:
    """Sends mails over one connection while they follow each other, and over a new one after any trouble."""

    def __init__(self, on_step: Callable[[], None] = lambda: None) -> None:
        self.on_step = on_step  # called at each step of a conversation, which may take TIMEOUT
        self._line: VerifiedConnection | None = None
        self._used_at = 0.0

    def send(
        self, server: MailServer, sender: str, recipient: str, message: bytes, *, with_dialogue: bool = False
    ) -> Answer:
        """Deliver one message; never raises for what a server or network can do."""
        line = self._line
        if line and (with_dialogue or line.server != server or line.mails >= MOST or self._is_idle()):
            self.close()
        elif line:
            answer = self._talk(line, sender, recipient, message)
            if self._line or line.host.has_begun_data:
                return _without_password(answer, server)
            # the server had closed this connection, which says nothing about the mail
        line = VerifiedConnection(server, self.on_step)
        answer = self._talk(line, sender, recipient, message)
        if with_dialogue:
            broken_by = [f"* {answer.reason}"] if self._line is None and answer.reason else []
            answer = replace(answer, dialogue="\n".join(line.spoken + broken_by))
        return _without_password(answer, server)

    def close_if_idle(self) -> None:
        if self._line and self._is_idle():
            self.close()

    def close(self) -> None:
        if self._line:
            self._line.__exit__(None, None, None)
            self._line = None

    def _is_idle(self) -> bool:
        return time.monotonic() - self._used_at >= IDLE

    def _talk(self, line: VerifiedConnection, sender: str, recipient: str, message: bytes) -> Answer:
        """Afterwards ``_line`` is the connection where it can be used again, else None."""
        try:
            if line is not self._line:
                self._line = line.__enter__()
            answer = line.deliver(sender, recipient, message)
        except BROKEN as error:
            answer = explain(error)
            self._drop()
        if answer.server_said.startswith("421"):  # the server closes the connection (RFC 5321, 3.8)
            self._drop()
        self._used_at = time.monotonic()
        return answer

    def _drop(self) -> None:
        if self._line:
            self._line.host.close()
            self._line = None


def _without_password(answer: Answer, server: MailServer) -> Answer:
    """Some servers quote what they refuse."""
    if not server.password:
        return answer
    said, dialogue = (
        text and text.replace(server.password, "(password)") for text in (answer.server_said, answer.dialogue)
    )
    return replace(answer, server_said=said or "", dialogue=dialogue)
