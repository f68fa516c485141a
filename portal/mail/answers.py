"""What a mail server's answer, or its silence, means: for the queue, and in plain words for staff."""

import errno
import re
import smtplib
import socket
import ssl
from dataclasses import dataclass
from enum import Enum


class Outcome(Enum):
    SENT = "sent"
    FAILED = "failed"  # the server refuses this recipient or this message
    DELAYED = "delayed"  # anything else: try again later


@dataclass(frozen=True)
class Answer:
    """``is_ours``: the trouble is the practice's own, whoever the mail was for. ``dialogue``: only when asked for."""

    outcome: Outcome
    reason: str = ""  # in plain words
    server_said: str = ""
    is_ours: bool = False
    dialogue: str | None = None


class EncryptionRefused(smtplib.SMTPResponseException):
    """STARTTLS was offered, and then not begun."""


def explain(error: Exception) -> Answer:
    """What a conversation that broke before the recipient was judged means for staff. Nothing secret is in it."""
    if isinstance(error, smtplib.SMTPServerDisconnected) and isinstance(error.__context__, TimeoutError):
        error = error.__context__  # smtplib tells a silent server as a closed connection
    code, line = getattr(error, "smtp_code", None), getattr(error, "smtp_error", b"")
    said = said_line(code, line) if code is not None else type(error).__name__
    return Answer(Outcome.DELAYED, _reason(error, code), said, is_ours=True)


def refused(code: int, line: bytes | str, reason: str) -> Answer:
    """4xx is for later; 5xx about the recipient or the message is final (RFC 5321, 4.2.1)."""
    said = said_line(code, line)
    if 500 <= code < 600:
        return Answer(Outcome.FAILED, _plain(code, said.lower(), reason), said)
    return Answer(Outcome.DELAYED, "the mail server asked to try again later", said)


def said_line(code: int, line: bytes | str) -> str:
    text = line.decode("utf-8", "replace") if isinstance(line, bytes) else str(line)
    return f"{code} {' '.join(text.split())}"[:500]


_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (ssl.SSLError, "no encrypted connection to the mail server could be made"),
    (EncryptionRefused, "the mail server did not begin encryption"),
    (smtplib.SMTPAuthenticationError, "the mail server did not take username and password"),
    (smtplib.SMTPSenderRefused, "the mail server did not take the sender's address"),
    (smtplib.SMTPHeloError, "the mail server did not take the greeting of this machine"),
    (smtplib.SMTPConnectError, "the mail server did not want to talk"),
    (smtplib.SMTPServerDisconnected, "the mail server closed the connection"),
    (socket.gaierror, "the mail server's name was not found"),
    (TimeoutError, "the mail server did not answer in time"),
    (ConnectionRefusedError, "nothing answers at the mail server's address"),
    (ConnectionError, "the mail server closed the connection"),
)
_CERTIFICATE = {  # X509_V_ERR_* of OpenSSL
    9: "it is not valid yet",
    10: "it has expired",
    **dict.fromkeys((18, 19, 20, 21), "this machine does not know its issuer"),
    **dict.fromkeys((62, 64), "it is for another name"),
}
# enhanced status codes (RFC 3463, 3; RFC 5248), where the server gives one
_ENHANCED = re.compile(r"^\d{3}[ -](5\.\d{1,3}\.\d{1,3})\b")
_BY_CODE = {
    **dict.fromkeys(("5.1.1", "5.1.6", "5.2.1"), "no such mailbox"),
    **dict.fromkeys(("5.1.2", "5.1.10", "5.4.4"), "no mail server takes mail for this address"),
    **dict.fromkeys(("5.1.7", "5.1.8"), "the mail server did not take the sender's address"),
    **dict.fromkeys(("5.2.2", "5.2.3", "5.3.4"), "the mailbox is full or the message too large"),
}
_NO_MAILBOX = re.compile(
    r"\b(no such (user|mailbox|recipient)|unknown user|user unknown|(user|mailbox) (does not exist|not found))\b"
)
_FULL = re.compile(r"\b(mailbox|quota|inbox)\b.*\b(full|exceeded|over quota)\b|\bover quota\b")


def _reason(error: Exception, code: int | None) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        why = _CERTIFICATE.get(error.verify_code)
        return "the mail server's certificate is not valid" + (f": {why}" if why else "")
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return f"the mail server offers no {'encryption' if 'STARTTLS' in str(error) else 'sign-in'}"
    if isinstance(error, smtplib.SMTPAuthenticationError) and code is not None and code < 500:
        return "the mail server could not check username and password"
    if isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPHeloError) and code is not None and code < 500:
        return "the mail server asked to try again later"
    if isinstance(error, OSError) and error.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH):
        return "this machine finds no way to the mail server"
    known = (reason for kind, reason in _REASONS if isinstance(error, kind))
    return next(known, "the conversation with the mail server broke off")


def _plain(code: int, said: str, otherwise: str) -> str:
    """By the enhanced code, and by words only where there is none."""
    enhanced = _ENHANCED.match(said)
    if enhanced:
        return _BY_CODE.get(enhanced[1], otherwise)
    if _NO_MAILBOX.search(said):
        return "no such mailbox"
    if code == 552 or _FULL.search(said):
        return "the mailbox is full or the message too large"
    return otherwise
