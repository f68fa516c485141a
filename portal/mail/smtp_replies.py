"""What a mail server's answer, or its silence, means: try again or not, and whose trouble it is.

An answer with an enhanced code (RFC 3463; the registry of RFC 5248) is sorted by that code alone, any other by its
words. The first digit of the reply decides whether it is final, the rest of the code what the trouble is.
"""

import errno
import re
import smtplib
import socket
import ssl
from dataclasses import dataclass
from enum import Enum

from portal.mail.sasl import PasswordsNotTaken
from portal.mail.troubles import Trouble, Whose


class Outcome(Enum):
    SENT = "sent"
    FAILED = "failed"  # the server refuses this recipient or this message
    DELAYED = "delayed"  # anything else: try again later


@dataclass(frozen=True)
class Answer:
    """``trouble`` is None where the mail was sent.

    ``is_ours``: the trouble is the practice's own and stops mail to everyone. ``dialogue``: only when asked for.
    """

    outcome: Outcome
    trouble: Trouble | None = None
    server_said: str = ""
    is_ours: bool = False
    dialogue: str | None = None

    @property
    def reason(self) -> str:
        """In plain words; empty where there is no trouble."""
        return self.trouble.sentence if self.trouble else ""


class EncryptionRefused(smtplib.SMTPResponseException):
    """STARTTLS was offered, and then not begun."""


def explain(error: Exception) -> Answer:
    """What a conversation that broke before the recipient was judged means for staff. Nothing secret is in it."""
    if isinstance(error, smtplib.SMTPServerDisconnected) and isinstance(error.__context__, TimeoutError):
        error = error.__context__  # smtplib tells a silent server as a closed connection
    code, line = getattr(error, "smtp_code", None), getattr(error, "smtp_error", b"")
    said = said_line(code, line) if code is not None else type(error).__name__
    if isinstance(error, PasswordsNotTaken):
        said = " ".join(["AUTH", *error.ways])
    return Answer(Outcome.DELAYED, _of_error(error, code, said), said, is_ours=True)


def refused(code: int, line: bytes | str, otherwise: Trouble) -> Answer:
    """4xx is for later; 5xx about the recipient or the message is final (RFC 5321, 4.2.1)."""
    said = said_line(code, line)
    if 500 <= code < 600:
        return Answer(Outcome.FAILED, _of_reply(code, said) or otherwise, said)
    trouble = _of_reply(code, said)
    if trouble is None or trouble.whose is Whose.ADDRESS:  # a wrong address is not said to work later
        trouble = Trouble.LATER
    return Answer(Outcome.DELAYED, trouble, said, trouble.is_ours)


def said_line(code: int, line: bytes | str) -> str:
    text = line.decode("utf-8", "replace") if isinstance(line, bytes) else str(line)
    return f"{code} {' '.join(text.split())}"[:500]


_ERRORS: tuple[tuple[type[Exception], Trouble], ...] = (
    (ssl.SSLError, Trouble.NOT_ENCRYPTED),
    (EncryptionRefused, Trouble.ENCRYPTION_REFUSED),
    (PasswordsNotTaken, Trouble.NO_PASSWORDS),
    (smtplib.SMTPHeloError, Trouble.GREETING_REFUSED),
    (smtplib.SMTPConnectError, Trouble.NOT_TALKING),
    (smtplib.SMTPServerDisconnected, Trouble.CLOSED),
    (socket.gaierror, Trouble.NO_NAME),
    (TimeoutError, Trouble.NO_ANSWER),
    (ConnectionRefusedError, Trouble.NOTHING_THERE),
    (ConnectionError, Trouble.CLOSED),
)
_CERTIFICATES = {  # X509_V_ERR_* of OpenSSL
    9: Trouble.CERTIFICATE_TOO_NEW,
    10: Trouble.CERTIFICATE_EXPIRED,
    **dict.fromkeys((18, 19, 20, 21), Trouble.CERTIFICATE_UNKNOWN),
    **dict.fromkeys((62, 64), Trouble.CERTIFICATE_OF_ANOTHER),
}
# subject and detail of an enhanced code; "#" and "(" stand before it in the answers of some servers
_ENHANCED = re.compile(r"^\d{3}[ -][#(\[]?[245]\.(\d{1,3})\.(\d{1,3})\b")
_BY_CODE = {
    "1.1": Trouble.NO_MAILBOX,
    **dict.fromkeys(("1.2", "1.10", "4.1", "4.4"), Trouble.NO_DOMAIN),  # 1.10: a null MX (RFC 7505)
    "1.3": Trouble.NOT_AN_ADDRESS,
    "1.6": Trouble.MOVED,
    **dict.fromkeys(("1.7", "1.8", "7.27"), Trouble.SENDER),  # 7.27: its domain has a null MX
    "2.1": Trouble.SWITCHED_OFF,
    "2.2": Trouble.FULL,
    **dict.fromkeys(("4.5", "7.28"), Trouble.TOO_MANY),
    **dict.fromkeys(("2.3", "3.4"), Trouble.TOO_LARGE),
    **dict.fromkeys(("6.7", "6.9"), Trouble.BEYOND_ASCII),  # RFC 6531
    **dict.fromkeys(("7.10", "7.11"), Trouble.ENCRYPTION_WANTED),
    **dict.fromkeys(("7.9", "7.139"), Trouble.NO_PASSWORDS),  # 7.139 is Microsoft's own, and in no registry
    **dict.fromkeys((f"7.{detail}" for detail in (20, 21, 22, 23, 24, 26, 29)), Trouble.NOT_PROVEN),  # RFC 7372
}
_BY_SUBJECT = {
    "1": Trouble.ADDRESS_REFUSED,
    "2": Trouble.TAKES_NO_MAIL,
    "3": Trouble.SYSTEM,
    "4": Trouble.NETWORK,
    "5": Trouble.PROTOCOL,
    "6": Trouble.MESSAGE_REFUSED,
    "7": Trouble.POLICY,
}
_BY_WORDS = tuple(
    (re.compile(pattern), trouble)
    for pattern, trouble in (
        (r"\b(no such (user|mailbox|recipient)|unknown user|user unknown|recipient unknown)\b", Trouble.NO_MAILBOX),
        (r"\b(user|mailbox|recipient|account) (does not exist|doesn't exist|not found)\b", Trouble.NO_MAILBOX),
        (r"\buser (does not|doesn't) have an? \S+ account\b", Trouble.NO_MAILBOX),  # Yahoo, after the message
        (r"\b(mailbox|quota|inbox)\b.*\b(full|exceeded|over quota)\b|\bover quota\b", Trouble.FULL),
        (r"\b(mailbox|account)\b.*\b(disabled|inactive|suspended)\b", Trouble.SWITCHED_OFF),
        (r"\b(spf|dkim|dmarc)\b", Trouble.NOT_PROVEN),
        (r"\brelay(ing)?\b|\b(black|block|deny) ?list|\bblocked\b|\bspam|\bpolicy\b|\breputation\b", Trouble.POLICY),
    )
)
_OF_SENDERS = (Trouble.SIGN_IN_WANTED, Trouble.ENCRYPTION_WANTED, Trouble.NOT_PROVEN, Trouble.TOO_LARGE)


def _of_error(error: Exception, code: int | None, said: str) -> Trouble:
    if isinstance(error, ssl.SSLCertVerificationError):
        return _CERTIFICATES.get(error.verify_code, Trouble.CERTIFICATE)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Trouble.NO_ENCRYPTION if "STARTTLS" in str(error) else Trouble.NO_SIGN_IN
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return _of_sign_in(error.smtp_code, said)
    if isinstance(error, smtplib.SMTPSenderRefused):
        found = _of_reply(error.smtp_code, said)
        is_later = error.smtp_code < 500 and found is not Trouble.SENDER
        return found if found in _OF_SENDERS else Trouble.LATER if is_later else Trouble.SENDER
    if isinstance(error, smtplib.SMTPHeloError) and code is not None and code < 500:
        return Trouble.LATER
    if isinstance(error, OSError) and error.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH):
        return Trouble.NO_WAY
    known = (trouble for kind, trouble in _ERRORS if isinstance(error, kind))
    return next(known, Trouble.BROKE_OFF)


def _of_sign_in(code: int, said: str) -> Trouble:
    found = _of_reply(code, said)
    if found in (Trouble.NO_PASSWORDS, Trouble.ENCRYPTION_WANTED):
        return found
    return Trouble.SIGN_IN_UNCHECKED if code < 500 else Trouble.SIGN_IN_REFUSED


def _of_reply(code: int, said: str) -> Trouble | None:
    """By the enhanced code, or by words where there is none. None where neither tells."""
    words = said.lower()
    if code == 530:  # RFC 4954, 6, and RFC 3207, 4
        return Trouble.ENCRYPTION_WANTED if "starttls" in words else Trouble.SIGN_IN_WANTED
    enhanced = _ENHANCED.match(said)
    if enhanced and enhanced[1] != "0":
        return _of_code(code, *enhanced.groups())
    otherwise = Trouble.FULL_OR_LARGE if code == 552 else None  # RFC 5321, 4.2.3
    return next((trouble for pattern, trouble in _BY_WORDS if pattern.search(words)), otherwise)


def _of_code(code: int, subject: str, detail: str) -> Trouble | None:
    """None for a 4xx with no code of its own (greylisting, say): the server asks to try again later."""
    found = _BY_CODE.get(f"{int(subject)}.{int(detail)}")
    if code < 500 and (found is None or found.whose is Whose.ADDRESS):
        return Trouble.NETWORK if subject == "4" else None
    return found or _BY_SUBJECT.get(subject)
