"""Email addresses: kept and compared as they are mailed, and shown as people read them.

A domain is kept as DNS has it, in A-labels (RFC 5890), made by UTS 46 without transitional mapping:
müller.example and xn--mller-kva.example are one. What stands before the @ is ASCII, as mail without SMTPUTF8 needs it.
"""

import re

import idna
from email_validator import EmailNotValidError, validate_email

from portal.text import plain, tidy

LONGEST = 254  # RFC 5321, as its erratum 1690 has it
_JOINERS = "\u200c\u200d"  # a domain that needs them (RFC 5892, A.1) must not become another without them


class NotAnAddress(ValueError):
    """Not exactly one address, or one with a quoted mailbox or an address literal."""


class NeedsSmtpUtf8(ValueError):
    """Letters before the @ that only servers with SMTPUTF8 (RFC 6531) can take, which many have not."""


def read(typed: str) -> str:
    """As it is kept: without unseen marks, signs of other keyboards as usual, the domain as it is mailed to.

    Raises NotAnAddress, NeedsSmtpUtf8.
    """
    if len(typed) > LONGEST:
        raise NotAnAddress()
    mailbox, domain = _parts(typed)
    try:
        address = f"{mailbox}@{_as_mailed(domain)}"
    except UnicodeError as error:
        raise NotAnAddress() from error
    try:
        needs_more = validate_email(address, check_deliverability=False, strict=True).smtputf8
    except EmailNotValidError as error:
        if not _is_test_name(address):
            raise NotAnAddress() from error
        return address
    if needs_more:
        raise NeedsSmtpUtf8()
    return address


def address_key(address: str) -> str:
    """An address as it is compared: without regard to case (RFC 5321 lets a server differ; none does)."""
    mailbox, domain = _parts(address)
    try:
        domain = _as_mailed(domain)
    except UnicodeError:
        domain = domain.casefold()
    return f"{mailbox.casefold()}@{domain.lower()}" if domain else mailbox.casefold()


def shown(address: str) -> str:
    """With the domain as people read it; as it is where that cannot be told."""
    mailbox, at, domain = address.rpartition("@")
    if "xn--" not in domain.lower():
        return address
    try:
        return f"{mailbox}{at}{idna.decode(domain)}"
    except UnicodeError:
        return address


def _parts(typed: str) -> tuple[str, str]:
    """Mailbox and domain; all of it is the mailbox where there is no @."""
    mailbox, at, domain = tidy(typed).replace("\uff20", "@").rpartition("@")
    if not at:
        return plain(domain), ""
    kept = re.sub(f"[^{_JOINERS}]+", lambda part: plain(part[0]), domain.strip(_JOINERS))
    return plain(mailbox), kept.replace("\u3002", ".")


def _as_mailed(domain: str) -> str:
    """In A-labels; what is ASCII already keeps its case. Raises UnicodeError, of which IDNAError is one."""
    return domain if domain.isascii() else idna.encode(domain, uts46=True).decode()


def _is_test_name(address: str) -> bool:
    """Names that RFC 2606 keeps for tests and demonstrations are not mailable, but not mistyped either."""
    return bool(re.fullmatch(r"[A-Za-z0-9._%+-]{1,64}@([A-Za-z0-9-]{1,63}\.)+(test|example|localhost)", address))
