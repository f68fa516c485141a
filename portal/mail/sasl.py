"""Signing in at a mail server by username and password (RFC 4954), in UTF-8, where smtplib knows ASCII alone."""

import hmac
import smtplib
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any

WAYS = ("CRAM-MD5", "PLAIN", "LOGIN")  # those of smtplib that a password is enough for
LONGEST_COMMAND = 512  # octets with the end of the line (RFC 5321, 4.5.3.1.4); AUTH has no longer one
MOST_CHALLENGES = 5


class PasswordsNotTaken(smtplib.SMTPException):
    """The server takes no passwords. ``ways``: what it offers instead, as it names them."""

    def __init__(self, ways: list[str]) -> None:
        super().__init__("no way of signing in by a password")
        self.ways = ways


class SignsIn(smtplib.SMTP):
    user: str
    password: str

    def login(self, user: str, password: str, *, initial_response_ok: bool = True) -> Any:
        """As smtplib has it. Raises PasswordsNotTaken as well."""
        self.ehlo_or_helo_if_needed()
        if self.has_extn("auth"):
            ways = self.esmtp_features["auth"].upper().split()
            if not set(ways) & set(WAYS):
                raise PasswordsNotTaken(ways)
            self.esmtp_features["auth"] = " ".join(ways)  # smtplib compares letter for letter
        return super().login(user, password, initial_response_ok=initial_response_ok)

    def auth(self, mechanism: str, authobject: Callable[..., Any], *, initial_response_ok: bool = True) -> Any:
        """Raises SMTPAuthenticationError."""
        first = authobject() if initial_response_ok and mechanism != "LOGIN" else None  # LOGIN answers challenges only
        command = f"{mechanism} {_encoded(first)}" if first is not None else mechanism
        if (
            len(f"AUTH {command}\r\n") > LONGEST_COMMAND
        ):  # then the response goes as the answer to a challenge, which may be longer
            command = mechanism
        code, said = self.docmd("AUTH", command)
        for count in range(1, MOST_CHALLENGES + 1):
            if code != 334:
                break
            self._auth_challenge_count = count
            code, said = self.docmd(_encoded(authobject(b64decode(said))))
        if code in (235, 503):  # the latter: signed in already
            return code, said
        raise smtplib.SMTPAuthenticationError(code, said)

    def auth_cram_md5(self, challenge: Any = None) -> Any:
        """RFC 2195; the password is the key."""
        if challenge is None:
            return None
        return f"{self.user} {hmac.new(self.password.encode(), challenge, 'md5').hexdigest()}"


def _encoded(response: str) -> str:
    return b64encode(response.encode()).decode()
