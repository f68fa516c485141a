"""What can be wrong with a mail server, and what must come of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from portal.config_values import MailServer
from tests.support.certificates import Authority
from tests.support.smtp import CUT, HANG, Receiver, free_port

NOT_IN_TIME, CLOSED = "the mail server did not answer in time", "the mail server closed the connection"
LATER, CERTIFICATE = "the mail server asked to try again later", "the mail server's certificate is not valid: "
NO_ENCRYPTION = "the mail server offers no encryption"


@dataclass(frozen=True)
class Fault:
    """``script`` as of Receiver. ``copies``: how often the mail comes once the server is well again."""

    name: str
    reason: str
    script: dict[str, str] = field(default_factory=dict)
    is_ours: bool = True
    state: str = "waiting"
    security: str = "none"
    certificate: str = "good"
    host: str = "127.0.0.1"
    is_there: bool = True
    copies: int = 1
    closes_after_data: bool = False

    @contextmanager
    def begun(self, authority: Authority) -> Iterator[tuple[MailServer, Receiver]]:
        """The troubled server, as a setting and as itself."""
        certificate = getattr(authority, self.certificate)()
        offers = {"starttls": certificate} if self.security == "starttls" and self.reason != NO_ENCRYPTION else {}
        with Receiver(**({"tls": certificate} if self.security == "tls" else offers)) as receiver:
            receiver.script, receiver.close_after_data = dict(self.script), self.closes_after_data
            port = receiver.port if self.is_there else free_port()
            credentials = ("mailer", "kept-mail-secret-4711") if self.security != "none" else ()
            yield MailServer(self.host, port, self.security, *credentials), receiver


FAULTS = (
    Fault("refused connection", "nothing answers at the mail server's address", is_there=False),
    Fault("name not found", "the mail server's name was not found", host="mail.invalid"),
    Fault("silent at connect", NOT_IN_TIME, {"greeting": HANG}),
    Fault("silent at connect, encrypted", NOT_IN_TIME, {"greeting": HANG}, security="tls"),
    Fault("silent at EHLO", NOT_IN_TIME, {"EHLO": HANG}),
    Fault("silent at STARTTLS", NOT_IN_TIME, {"STARTTLS": HANG}, security="starttls"),
    Fault("silent at AUTH", NOT_IN_TIME, {"AUTH": HANG}, security="starttls"),
    Fault("silent at MAIL", NOT_IN_TIME, {"MAIL": HANG}),
    Fault("silent at RCPT", NOT_IN_TIME, {"RCPT": HANG}),
    Fault("silent at DATA", NOT_IN_TIME, {"DATA": HANG}),
    Fault("silent at the end of DATA", NOT_IN_TIME, {"end": HANG}, copies=2),
    Fault("421 at connect", "the mail server did not want to talk", {"greeting": "421 too busy"}),
    Fault("554 at connect", "the mail server did not want to talk", {"greeting": "554 go away"}),
    Fault("EHLO refused", "the mail server did not take the greeting of this machine",
          {"EHLO": "550 no", "HELO": "550 no"}),
    Fault("sender refused", "the mail server did not take the sender's address", {"MAIL": "550 not you"}),
    Fault("sender put off", LATER, {"MAIL": "452 4.3.1 Insufficient system storage"}),
    Fault("greylisting", LATER, {"RCPT": "450 4.2.0 Greylisted"}, is_ours=False),
    Fault("451 at RCPT", LATER, {"RCPT": "451 4.3.0 Not now"}, is_ours=False),
    Fault("452 at the end of DATA", LATER, {"end": "452 4.3.1 No room"}, is_ours=False),
    Fault("550 at RCPT", "no such mailbox", {"RCPT": "550 5.1.1 No such user"}, is_ours=False, state="failed"),
    Fault("552 at DATA", "the message is too large for the mail server", {"end": "552 5.3.4 Too big"},
          is_ours=False, state="failed"),
    Fault("cut at connect", CLOSED, {"greeting": CUT}),
    Fault("cut at RCPT", CLOSED, {"RCPT": CUT}),
    Fault("cut before the answer to DATA", CLOSED, {"end": CUT}, copies=2),
    Fault("certificate of another name", CERTIFICATE + "it is for another name", security="starttls",
          certificate="for_another_host"),
    Fault("certificate of another name, encrypted at once", CERTIFICATE + "it is for another name", security="tls",
          certificate="for_another_host"),
    Fault("certificate that has expired", CERTIFICATE + "it has expired", security="starttls", certificate="expired"),
    Fault("certificate of nobody known", CERTIFICATE + "this machine does not know its issuer", security="starttls",
          certificate="self_signed"),
    Fault("wrong password", "the mail server did not take username and password",
          {"AUTH": "535 5.7.8 Authentication failed"}, security="starttls"),
    Fault("password cannot be checked", "the mail server could not check username and password",
          {"AUTH": "454 4.7.0 Temporary failure"}, security="starttls"),
    Fault("STARTTLS refused", "the mail server did not begin encryption", {"STARTTLS": "454 not now"},
          security="starttls"),
    Fault("no STARTTLS", NO_ENCRYPTION, security="starttls"),
)  # fmt: skip
# the mail is taken all the same: what comes of it is tested in test_worker.py (case 101); here for the measurement
TAKEN = Fault("cut after the answer to DATA", "", state="sent", closes_after_data=True)
