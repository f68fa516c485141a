"""Connecting: all addresses of a name share one time limit, and the worker says at each that it lives."""

import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from portal import config
from portal.config_values import MailServer
from portal.mail import smtp_client
from portal.mail.smtp_client import Mailer
from portal.mail.smtp_replies import Answer, Outcome
from tests.support.certificates import Authority
from tests.support.hanging import DeafServer
from tests.support.post import send_alone
from tests.support.smtp import MESSAGE, Receiver, free_port

DEAF = ("127.0.0.2", "127.0.0.3", "127.0.0.4")
HERE, NAME = "127.0.0.1", "localhost"


def name(monkeypatch: pytest.MonkeyPatch, port: int, *addresses: str) -> None:
    """The name has these addresses from now on."""
    found: list[Any] = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]
    real = socket.getaddrinfo

    def look_up(host: str, *rest: Any, **options: Any) -> Any:
        return found if host == NAME else real(host, *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


def send(mailer: Mailer, port: int, security: str = "none") -> Answer:
    return mailer.send(MailServer(NAME, port, security), "a@maple.example", "b@example.com", MESSAGE)


# and without "/ left": the first would have all of it
def test_addresses_that_do_not_answer_are_given_up_in_the_time_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp_client, "TIMEOUT", 0.9)
    port, steps = free_port(), list[float]()
    name(monkeypatch, port, *DEAF)
    with DeafServer(port, *DEAF):
        began = time.monotonic()
        answer = send(Mailer(on_step=lambda: steps.append(time.monotonic() - began)), port)
        took = time.monotonic() - began
    assert (answer.outcome, answer.reason) == (Outcome.DELAYED, "the mail server did not answer in time")
    assert 0.8 < took < 1.5
    assert len(steps) == 1 + len(DEAF)
    assert steps[-1] < 0.85, "the last one has a share of the time"


@pytest.mark.parametrize("security", ["none", "starttls"])
def test_an_address_that_answers_is_found_behind_those_that_do_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, security: str
) -> None:
    certificate = Authority(tmp_path, monkeypatch).good(NAME)
    with Receiver(**({security: certificate} if security != "none" else {})) as receiver:
        name(monkeypatch, receiver.port, *DEAF[:2], HERE)
        with DeafServer(receiver.port, *DEAF[:2]):
            monkeypatch.setattr(smtp_client, "TIMEOUT", 0.9)
            mailer = Mailer()
            answer = send(mailer, receiver.port, security)
            mailer.close()
    assert (answer.outcome, len(receiver.messages)) == (Outcome.SENT, 1)


def test_where_each_address_is_refused_the_refusal_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    name(monkeypatch, port, HERE, *DEAF)
    assert send(Mailer(), port).reason == "nothing answers at the mail server's address"


@pytest.fixture
def as_typed(tmp_path: Path) -> Callable[..., MailServer]:
    """The mail server as the settings understand what was typed."""

    def load(**values: str) -> MailServer:
        given = {f"PORTAL_{name}": text for name, text in values.items()}
        server = config.load({"PORTAL_DATA_DIR": str(tmp_path), "PORTAL_MAIL_FROM": "a@maple.example", **given})
        assert server.mail_server is not None
        return server.mail_server

    return load


@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
def test_a_mail_server_at_an_address_in_brackets_is_reached_and_must_prove_that_address(
    authority: Authority, as_typed: Callable[..., MailServer], security: str
) -> None:
    for certificate, outcome in (authority.good("::1"), Outcome.SENT), (authority.good(), Outcome.DELAYED):
        with Receiver(**({security: certificate} if security != "none" else {}), host="::1") as receiver:
            server = as_typed(MAIL_SERVER="[::1]", MAIL_PORT=str(receiver.port), MAIL_SECURITY=security)
            answer = send_alone(server)
        assert answer.outcome is (Outcome.SENT if security == "none" else outcome), answer


@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
def test_the_mail_server_is_greeted_by_the_name_of_the_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, as_typed: Callable[..., MailServer], security: str
) -> None:
    monkeypatch.setattr(socket, "getfqdn", lambda *_: "desk")  # a machine without a full name
    certificate = Authority(tmp_path, monkeypatch).good()
    with Receiver(**({security: certificate} if security != "none" else {})) as receiver:
        server = as_typed(MAIL_SERVER=HERE, MAIL_PORT=str(receiver.port), MAIL_SECURITY=security)
        assert send_alone(server).outcome is Outcome.SENT
    assert {line for line in receiver.wire if line.upper().startswith(b"EHLO")} == {b"ehlo maple.example\r\n"}
