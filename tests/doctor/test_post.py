"""The worker, the mails and the mail server, with a real one to talk to."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from portal import heartbeat, worker
from portal.config import Settings
from portal.config_values import MailServer
from tests.conftest import Clock
from tests.doctor.conftest import Look
from tests.support import cast, factories
from tests.support.certificates import Authority
from tests.support.smtp import Receiver, free_port
from tests.support.troubles import troubled

LAST_SEEN = "Monday, November 23, 2026, 9:42 AM (Eastern Standard Time)"
RUNNING = {"database": "ok", "worker": "failing"}
REFUSED = "535 5.7.8 Error: authentication failed: swordfish is wrong"


@pytest.fixture
def environment(smtp: Receiver) -> dict[str, str]:
    return {"PORTAL_MAIL_SERVER": "127.0.0.1", "PORTAL_MAIL_PORT": str(smtp.port), "PORTAL_MAIL_SECURITY": "none"}


def talking_to(settings: Settings, receiver: Receiver, security: str) -> Settings:
    return replace(settings, mail_server=MailServer("127.0.0.1", receiver.port, security, "portal", "swordfish"))


@pytest.mark.parametrize(("answer", "mark"), [(None, "off"), (RUNNING, "WRONG")])
def test_a_worker_that_does_not_run_is_wrong_only_beside_a_portal_that_does(
    look: Look, settings: Settings, clock: Clock, answer: dict[str, str] | None, mark: str
) -> None:
    assert look("mail worker", settings, answer).found == "not running"
    heartbeat.beat()
    assert look("mail worker", settings, answer).mark == "ok"
    clock.move(minutes=2)
    finding = look("mail worker", settings, answer)
    assert (finding.mark, finding.found) == (mark, f"not running, last seen {LAST_SEEN}")


def test_mails_that_wait_without_a_worker_are_wrong_also_where_the_portal_does_not_run(
    app: Flask, look: Look, settings: Settings
) -> None:
    factories.theo()
    finding = look("mail worker", settings, None)
    assert (finding.mark, finding.found) == ("WRONG", "not running; 1 mail waits")


def test_the_mails_are_counted(app: Flask, look: Look, settings: Settings, smtp: Receiver) -> None:
    factories.theo()
    assert look("mails", settings).found == "1 mail waits; none not delivered in the last 30 days"
    smtp.rcpt_replies.append("550 5.1.1 no such user")
    worker.work_once()
    assert look("mails", settings).found == "no mails wait; 1 not delivered in the last 30 days"


def test_a_trouble_of_our_own_is_wrong_and_points_at_the_mail_server(
    app: Flask, look: Look, settings: Settings
) -> None:
    troubled(cast.THEO)
    finding = look("mails", settings)
    assert finding.found == "The mail server did not take username and password; 1 mail waits"
    assert finding.advice == "Check PORTAL_MAIL_USERNAME and PORTAL_MAIL_PASSWORD."


def test_without_a_mail_server_there_is_nothing_to_talk_to(look: Look, settings: Settings) -> None:
    assert look("mail server", replace(settings, mail_server=None)).mark == "off"


def test_a_mail_server_on_this_machine_is_greeted_and_given_no_mail(
    look: Look, settings: Settings, smtp: Receiver
) -> None:
    finding = look("mail server", settings)
    assert finding.mark == "ok"
    assert "not encrypted, no sign-in, no-reply@127.0.0.1 may send" in finding.found
    said = b"".join(smtp.wire).upper()
    assert b"MAIL FROM:<NO-REPLY@127.0.0.1>" in said and said.endswith(b"QUIT\r\n")
    assert b"RCPT" not in said and b"DATA" not in said


@pytest.fixture(params=["starttls", "tls"])
def encrypted(request: pytest.FixtureRequest, authority: Authority) -> Iterator[tuple[Receiver, str]]:
    with Receiver(**{request.param: authority.good()}) as receiver:
        yield receiver, request.param


def test_encryption_and_sign_in_are_tried(look: Look, settings: Settings, encrypted: tuple[Receiver, str]) -> None:
    finding = look("mail server", talking_to(settings, *encrypted))
    assert finding.mark == "ok"
    assert "TLSv1.3, username and password taken" in finding.found


def test_a_certificate_that_cannot_be_trusted_is_told(look: Look, settings: Settings, authority: Authority) -> None:
    with Receiver(starttls=authority.expired()) as receiver:
        finding = look("mail server", talking_to(settings, receiver, "starttls"))
    assert "the mail server's certificate is not valid" in finding.found
    assert finding.advice.startswith("PORTAL_MAIL_SERVER must be the name in its certificate")


def test_a_refused_password_is_told_and_never_printed(
    look: Look, settings: Settings, encrypted: tuple[Receiver, str]
) -> None:
    encrypted[0].script["AUTH"] = [REFUSED] * 3
    finding = look("mail server", talking_to(settings, *encrypted))
    assert finding.advice == "Check PORTAL_MAIL_USERNAME and PORTAL_MAIL_PASSWORD."
    assert "authentication failed: (password) is wrong" in finding.found


# what else can go wrong in a conversation is tried in tests/mail/test_faults.py
def test_a_sender_that_is_refused_is_told(look: Look, settings: Settings, smtp: Receiver) -> None:
    smtp.script["MAIL"] = ["553 5.7.1 Sender address rejected"]
    finding = look("mail server", settings)
    assert "Sender address rejected" in finding.found
    assert finding.advice.startswith("Set PORTAL_MAIL_FROM")


def test_a_mail_server_that_cannot_be_reached_is_told_with_its_address(look: Look, settings: Settings) -> None:
    finding = look("mail server", replace(settings, mail_server=MailServer("::1", free_port(), "none")))
    assert finding.found.startswith("[::1]:") and "nothing answers at the mail server's address" in finding.found
    assert finding.advice.startswith("Check PORTAL_MAIL_SERVER and PORTAL_MAIL_PORT")
