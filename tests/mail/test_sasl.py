"""Signing in at the mail server: which bytes it gets, and what is said where it takes no password."""

import base64
import hmac
from collections.abc import Iterator

import pytest

from portal.config_values import MailServer
from portal.mail.smtp_replies import Answer, Outcome
from tests.support.certificates import Authority
from tests.support.post import send_alone
from tests.support.smtp import Receiver

SECRETS = {
    "other letters and spaces": " Größe  пароль \N{DECIDUOUS TREE}\N{OLD TURKIC LETTER ORKHON A} ",
    "three hundred characters": "ü" * 300,
    "what AUTH itself uses": "a=*\r\n.b",
}


@pytest.fixture
def server(authority: Authority) -> Iterator[Receiver]:
    with Receiver(starttls=authority.good()) as receiver:
        yield receiver


def sign_in(server: Receiver, username: str, password: str) -> Answer:
    wanted = MailServer("127.0.0.1", server.port, "starttls", username, password)
    return send_alone(wanted)


@pytest.mark.parametrize("way", ["PLAIN", "LOGIN"])
@pytest.mark.parametrize("secret", SECRETS)
def test_username_and_password_arrive_in_utf_8(server: Receiver, way: str, secret: str) -> None:
    server.ways = [way]
    username = SECRETS[secret][:60]
    assert sign_in(server, username, SECRETS[secret]).outcome is Outcome.SENT
    assert server.signed_in == [(username.encode(), SECRETS[secret].encode())]


@pytest.mark.parametrize("secret", SECRETS)
def test_where_the_server_challenges_the_password_is_the_key_in_utf_8(server: Receiver, secret: str) -> None:
    server.ways = ["CRAM-MD5"]
    challenge = b"<1896.697170952@mail.example>"
    server.script["AUTH"] = [f"334 {base64.b64encode(challenge).decode()}"]
    sign_in(server, "büro", SECRETS[secret])
    answer = base64.b64decode(server.wire[server.wire.index(b"AUTH CRAM-MD5\r\n") + 1])
    digest = hmac.new(SECRETS[secret].encode(), challenge, "md5").hexdigest()
    assert answer == f"büro {digest}".encode()


# RFC 4954, 4: an initial response that would make the line too long is not sent with it
def test_no_command_is_longer_than_it_may_be(server: Receiver) -> None:
    server.ways = ["PLAIN"]
    sign_in(server, "mailer", "ü" * 300)
    assert b"AUTH PLAIN\r\n" in server.wire
    server.wire.clear()
    sign_in(server, "mailer", "short enough")
    assert [line for line in server.wire if line.startswith(b"AUTH PLAIN ")]


@pytest.mark.parametrize("ways", [["XOAUTH2", "OAUTHBEARER"], []])
def test_a_server_that_offers_no_way_for_passwords_is_told_as_such(server: Receiver, ways: list[str]) -> None:
    server.ways = ways
    answer = sign_in(server, "mailer", "kept-mail-secret-4711")
    assert (answer.outcome, answer.is_ours) == (Outcome.DELAYED, True)
    assert answer.reason == "the mail server does not take passwords"
    assert answer.server_said == (f"AUTH {' '.join(ways)}").strip()
    assert not [line for line in server.wire if b"4711" in line or line.upper().startswith(b"AUTH")]


# Google's and Microsoft's answers where a password is offered and meant not to be
@pytest.mark.parametrize(
    "said",
    ["534 5.7.9 Application-specific password required.",
     "535 5.7.139 Authentication unsuccessful, basic authentication is disabled."],
)  # fmt: skip
def test_a_server_that_offers_passwords_and_then_takes_none_is_told_alike(server: Receiver, said: str) -> None:
    server.script["AUTH"] = said
    assert sign_in(server, "mailer", "kept-mail-secret-4711").reason == "the mail server does not take passwords"


def test_ways_in_small_letters_are_the_same_ways(server: Receiver) -> None:
    server.ways = ["login", "plain"]
    assert sign_in(server, "mailer", "kept-mail-secret-4711").outcome is Outcome.SENT
