"""One conversation with the mail server (RFC 5321), and what it answered."""

import smtplib
import socket
import ssl
from dataclasses import dataclass
from enum import Enum
from types import TracebackType
from typing import Any, Self

from flask_mail import Connection

from portal.config_values import MailServer
from portal.extensions import mail as flask_mail

TIMEOUT = 20.0  # seconds, for each step


class Outcome(Enum):
    SENT = "sent"
    FAILED = "failed"  # the server refuses this recipient or this message
    DELAYED = "delayed"  # anything else: try again later


@dataclass(frozen=True)
class Answer:
    outcome: Outcome
    reason: str = ""  # in plain words
    server_said: str = ""


class VerifiedConnection(Connection):
    """Flask-Mail's connection with a time limit and verified TLS, which its own lacks."""

    def __init__(self, server: MailServer) -> None:
        super().__init__(flask_mail)
        self.server = server
        self.host: smtplib.SMTP

    def configure_host(self) -> smtplib.SMTP:
        server, context = self.server, ssl.create_default_context()
        if server.security == "tls":
            host: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=context)
        else:
            host = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
        try:
            if server.security == "starttls":
                host.starttls(context=context)
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
            self.host.quit()
        except (OSError, smtplib.SMTPException):  # after the answer to DATA a failing goodbye changes nothing
            self.host.close()

    def deliver(self, sender: str, recipient: str, message: bytes) -> Answer:
        """MAIL, RCPT, DATA. Raises OSError and SMTPException where the conversation breaks."""
        self.host.ehlo_or_helo_if_needed()
        options = [] if recipient.isascii() else ["SMTPUTF8"]  # RFC 6531
        if options and not self.host.has_extn("smtputf8"):
            return Answer(Outcome.FAILED, "the mail server takes no address with letters beyond a to z")
        code, line = self.host.mail(sender, options)
        if code != 250:
            return _delayed("the mail server did not take the sender's address", code, line)
        code, line = self.host.rcpt(recipient)
        if code not in (250, 251):
            return _refused(code, line, "the mail server refused the address")
        try:
            code, line = self.host.data(message)
        except smtplib.SMTPDataError as error:
            return _refused(error.smtp_code, error.smtp_error, "the mail server refused the message")
        if code != 250:
            return _refused(code, line, "the mail server refused the message")
        return Answer(Outcome.SENT, server_said=_line(code, line))


def send(server: MailServer, sender: str, recipient: str, message: bytes) -> Answer:
    """Deliver one message over a connection of its own; never raises for what a server or network can do."""
    try:
        with VerifiedConnection(server) as connection:
            return connection.deliver(sender, recipient, message)
    except (OSError, smtplib.SMTPException, UnicodeError, ValueError) as error:
        return explain(error)


def explain(error: Exception) -> Answer:
    """What a broken conversation means for staff. Nothing secret is in it."""
    if isinstance(error, smtplib.SMTPServerDisconnected) and isinstance(error.__context__, TimeoutError):
        error = error.__context__  # smtplib tells a silent server as a closed connection
    known = (reason for kind, reason in _REASONS if isinstance(error, kind))
    reason = next(known, "the conversation with the mail server broke off")
    code, line = getattr(error, "smtp_code", None), getattr(error, "smtp_error", b"")
    said = _line(code, line) if code is not None else type(error).__name__
    return Answer(Outcome.DELAYED, reason, said)


_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (ssl.SSLCertVerificationError, "the mail server's certificate is not valid"),
    (ssl.SSLError, "no encrypted connection to the mail server could be made"),
    (smtplib.SMTPNotSupportedError, "the mail server offers no encryption or sign-in"),
    (smtplib.SMTPAuthenticationError, "the mail server did not take username and password"),
    (smtplib.SMTPServerDisconnected, "the mail server closed the connection"),
    (smtplib.SMTPConnectError, "the mail server did not want to talk"),
    (socket.gaierror, "the mail server's name was not found"),
    (TimeoutError, "the mail server did not answer in time"),
    (ConnectionRefusedError, "nothing answers at the mail server's address"),
)


def _refused(code: int, line: bytes | str, reason: str) -> Answer:
    """4xx is for later; 5xx about the recipient or the message is final (RFC 5321, 4.2.1)."""
    if 500 <= code < 600:
        return Answer(Outcome.FAILED, _plain(code, line, reason), _line(code, line))
    return _delayed("the mail server asked to try again later", code, line)


def _delayed(reason: str, code: int, line: bytes | str) -> Answer:
    return Answer(Outcome.DELAYED, reason, _line(code, line))


def _plain(code: int, line: bytes | str, otherwise: str) -> str:
    text = _line(code, line).lower()
    if any(
        word in text for word in ("5.1.1", "no such", "unknown user", "user unknown", "does not exist", "not found")
    ):
        return "no such mailbox"
    if "5.2.2" in text or "full" in text or "quota" in text or code == 552:
        return "the mailbox is full or the message too large"
    return otherwise


def _line(code: int, line: bytes | str | Any) -> str:
    text = line.decode("utf-8", "replace") if isinstance(line, bytes) else str(line)
    return f"{code} {' '.join(text.split())}"[:500]
