"""What can be wrong with a mail, in the words that staff read everywhere, and whose trouble each is.

The client menu, Mail, Needs attention and `portal doctor` all take their words from here.
"""

from enum import Enum


class Whose(Enum):
    """Who can end it."""

    ADDRESS = "address"  # another address is needed
    RECIPIENT = "recipient"  # the mailbox or its server; later the same address may work
    PRACTICE = "practice"  # the settings, the sender's domain, the mail server that the practice uses


_ENCRYPTION = "Check PORTAL_MAIL_SECURITY and PORTAL_MAIL_PORT: starttls is for 587, tls for 465."
_CREDENTIALS = "Check PORTAL_MAIL_USERNAME and PORTAL_MAIL_PASSWORD."
_SENDER = "Set PORTAL_MAIL_FROM to an address that this user may send from."
_PLACE = "Check PORTAL_MAIL_SERVER and PORTAL_MAIL_PORT, and that the firewall lets this machine out to it."
_CERTIFICATE = (
    "PORTAL_MAIL_SERVER must be the name in its certificate, and this machine must know the issuer "
    "(on Debian: the package ca-certificates)."
)
_SERVERS_WORDS = "What it said tells more; its provider can help."
_INVALID = "the mail server's certificate is not valid"


class Trouble(Enum):
    """``sentence``: in plain words. ``advice``: what the practice must do, for troubles of its own.

    The names are kept in the rows of mails.
    """

    NO_MAILBOX = "no such mailbox", Whose.ADDRESS
    MOVED = "the mailbox has moved", Whose.ADDRESS
    SWITCHED_OFF = "the mailbox is switched off", Whose.ADDRESS
    NO_DOMAIN = "no mail server takes mail for this address", Whose.ADDRESS
    NOT_AN_ADDRESS = "the mail server does not take this for an address", Whose.ADDRESS
    BEYOND_ASCII = "the mail server takes no address with letters beyond a to z", Whose.ADDRESS
    UNWRITABLE = "this address cannot be written into a mail", Whose.ADDRESS
    ADDRESS_REFUSED = "the mail server refused the address", Whose.ADDRESS

    FULL = "the mailbox is full", Whose.RECIPIENT
    FULL_OR_LARGE = "the mailbox is full or the message too large", Whose.RECIPIENT
    TAKES_NO_MAIL = "the mailbox takes no mail at present", Whose.RECIPIENT
    SYSTEM = "the mail system of this address has a trouble of its own", Whose.RECIPIENT
    NETWORK = "the mail system of this address could not be reached", Whose.RECIPIENT
    LATER = "the mail server asked to try again later", Whose.RECIPIENT

    POLICY = (
        "the mail server's rules refused it, not because of the address", Whose.PRACTICE,
        "What it said tells why: a missing sign-in (PORTAL_MAIL_USERNAME), a sender it does not know "
        "(PORTAL_MAIL_FROM), or a block list; its provider can help.",
    )  # fmt: skip
    NOT_PROVEN = (
        "refused because the sender's domain is not proven (SPF, DKIM, DMARC)", Whose.PRACTICE,
        "Publish the SPF and DKIM records that the mail provider names, for the domain of PORTAL_MAIL_FROM.",
    )  # fmt: skip
    TOO_MANY = (
        "the mail server takes no more mails from the practice for now", Whose.PRACTICE,
        "Its provider lets so many out in an hour or a day; ask for more, or wait.",
    )  # fmt: skip
    SENDER = "the mail server did not take the sender's address", Whose.PRACTICE, _SENDER
    TOO_LARGE = "the message is too large for the mail server", Whose.PRACTICE, "A smaller logo makes mails smaller."
    MESSAGE_REFUSED = "the mail server refused the message", Whose.PRACTICE, _SERVERS_WORDS
    PROTOCOL = "the mail server did not understand the portal", Whose.PRACTICE, _SERVERS_WORDS
    CANNOT_WRITE = "the portal could not write this mail", Whose.PRACTICE, "The portal's log says why."

    SIGN_IN_WANTED = "the mail server wants a username and a password", Whose.PRACTICE, _CREDENTIALS
    SIGN_IN_REFUSED = "the mail server did not take username and password", Whose.PRACTICE, _CREDENTIALS
    SIGN_IN_UNCHECKED = (
        "the mail server could not check username and password", Whose.PRACTICE,
        "Its provider knows why; the portal tries again by itself.",
    )  # fmt: skip
    NO_PASSWORDS = (
        "the mail server does not take passwords", Whose.PRACTICE,
        "Make an app password at the mail provider and set it as PORTAL_MAIL_PASSWORD; where it has none, "
        "use another provider, since the portal signs in with passwords only.",
    )  # fmt: skip
    NO_SIGN_IN = (
        "the mail server offers no sign-in", Whose.PRACTICE,
        "Check PORTAL_MAIL_PORT: 587 and 465 are for signing in; or set no PORTAL_MAIL_USERNAME and no password.",
    )  # fmt: skip
    NO_ENCRYPTION = "the mail server offers no encryption", Whose.PRACTICE, _ENCRYPTION
    ENCRYPTION_WANTED = "the mail server wants encryption", Whose.PRACTICE, _ENCRYPTION
    ENCRYPTION_REFUSED = "the mail server did not begin encryption", Whose.PRACTICE, _ENCRYPTION
    NOT_ENCRYPTED = "no encrypted connection to the mail server could be made", Whose.PRACTICE, _ENCRYPTION
    CERTIFICATE = _INVALID, Whose.PRACTICE, _CERTIFICATE
    CERTIFICATE_TOO_NEW = f"{_INVALID}: it is not valid yet", Whose.PRACTICE, "Check the clock of this machine."
    CERTIFICATE_EXPIRED = f"{_INVALID}: it has expired", Whose.PRACTICE, _CERTIFICATE
    CERTIFICATE_UNKNOWN = f"{_INVALID}: this machine does not know its issuer", Whose.PRACTICE, _CERTIFICATE
    CERTIFICATE_OF_ANOTHER = f"{_INVALID}: it is for another name", Whose.PRACTICE, _CERTIFICATE
    GREETING_REFUSED = (
        "the mail server did not take the greeting of this machine", Whose.PRACTICE,
        "Set PORTAL_PUBLIC_URL and PORTAL_MAIL_FROM to names that others know.",
    )  # fmt: skip
    NOT_TALKING = (
        "the mail server did not want to talk", Whose.PRACTICE,
        "Its operator may have shut this machine's address out; what it said tells more.",
    )  # fmt: skip
    CLOSED = "the mail server closed the connection", Whose.PRACTICE, _PLACE
    NO_NAME = (
        "the mail server's name was not found", Whose.PRACTICE,
        "Check how PORTAL_MAIL_SERVER is written, and this machine's name service.",
    )  # fmt: skip
    NO_ANSWER = "the mail server did not answer in time", Whose.PRACTICE, _PLACE
    NOTHING_THERE = "nothing answers at the mail server's address", Whose.PRACTICE, _PLACE
    NO_WAY = "this machine finds no way to the mail server", Whose.PRACTICE, _PLACE
    BROKE_OFF = "the conversation with the mail server broke off", Whose.PRACTICE, _PLACE

    def __init__(self, sentence: str, whose: Whose, advice: str = "") -> None:
        self.sentence, self.whose, self.advice = sentence, whose, advice

    @property
    def is_ours(self) -> bool:
        return self.whose is Whose.PRACTICE


def named(name: str | None) -> Trouble | None:
    """The trouble that a row names; None where it names none, or one of a later version."""
    return Trouble.__members__.get(name or "")


SILENCE = (Trouble.NO_ANSWER, Trouble.NOTHING_THERE)  # nothing was heard of the server at all
OURS = tuple(trouble.name for trouble in Trouble if trouble.is_ours)
