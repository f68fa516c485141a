"""The log: no secret gets in, no line can be forged."""

import logging
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

from portal import logs
from portal.credentials import links
from tests.conftest import Clock
from tests.support import cast, factories
from tests.support.live import prepared
from tests.support.mails import link_in
from tests.support.smtp import Receiver
from tests.support.visitor import Visitor
from tests.support.wire import Wire

TOKEN = "kZiCycW6bTS6G9jJ7KtyUA.8Gx1liMcqfXRhzsSpkfhBnu542ihVEnx4a0tkHDBst8"
PATHS = ("/register/", "/reset-password/", "/staff/register/", "/staff/reset-password/")
SMTP_PASSWORD = "kept-mail-secret-4711"


def line(message: str, *values: object, error: BaseException | None = None) -> str:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("portal.web", logging.INFO, __file__, 1, message, values, info)
    return logs.Formatter("%(levelname)s %(name)s: %(message)s").format(record)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("around", ["GET {} HTTP/1.1", "'{}'", '"{}"', "{}?x=1", "({})", "http://portal.test{}", "{}"])
def test_a_link_is_taken_out_wherever_it_stands(path: str, around: str) -> None:
    written = line("seen: %s", around.format(path + TOKEN))
    assert TOKEN not in written and TOKEN.partition(".")[2] not in written
    assert f"{path}[removed]" in written


def test_the_one_time_code_is_taken_out() -> None:
    written = line("GET %s", "/setup?code=abcdefghijklmnopqrstuvwx")
    assert written == "INFO portal.web: GET /setup?code=[removed]"


def test_what_is_no_secret_stays() -> None:
    assert line("mail %s: %s, %s", 7, "sent", "/register/birth-date?").startswith("INFO portal.web: mail 7: sent, ")
    assert line("GET /staff/clients?q=%s", "anna") == "INFO portal.web: GET /staff/clients?q=anna"


# case 140
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x85", "\u2028", "\u2029", "\x0b", "\x0c", "\x1b[2K", "\x00"])
def test_a_line_end_in_a_value_makes_no_second_line(end: str) -> None:
    written = line("sign-in of %s refused", f"x{end}2025-01-01 admin ok")
    assert len(written.splitlines()) == 1
    assert end not in written
    assert "admin ok refused" in written


def _raise(text: str) -> ValueError:
    try:
        raise ValueError(text)
    except ValueError as error:
        return error


def test_a_traceback_keeps_its_lines_and_loses_its_secrets() -> None:
    written = line("broken", error=_raise(f"cannot open /register/{TOKEN}"))
    assert len(written.splitlines()) > 3 and "Traceback" in written
    assert TOKEN not in written and "/register/[removed]" in written


# case 140
def test_a_line_end_in_an_exception_does_not_look_like_a_line_of_the_log() -> None:
    written = line("broken", error=_raise("x\n2025-01-01 12:00:00 INFO portal: admin ok"))
    assert not [text for text in written.splitlines()[1:] if text.startswith("2025")]


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """The program's own log, at its most talkative."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    monkeypatch.setattr(logging, "raiseExceptions", True)
    stream = StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    logs.set_up(logging.DEBUG)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)


# case 139
def test_an_exception_on_the_link_route_leaves_no_token_in_the_log(
    visitor: Visitor, log: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = factories.text_of(factories.invite(factories.nora()))

    def broken(text: str, *_: object) -> None:
        raise RuntimeError(f"broken at /register/{token} with {text!r}")

    monkeypatch.setattr(links, "find", broken)
    response = visitor.get(f"/register/{token}")
    assert response.status_code == 500
    written = log.getvalue()
    assert "RuntimeError" in written and "Traceback" in written
    assert token.partition(".")[2] not in written
    assert token not in response.text and "Traceback" not in response.text
    number = response.text.partition("Number of the error: ")[2][:8]
    assert number and number in written


def test_a_line_that_cannot_be_written_is_not_repeated_raw(log: StringIO) -> None:
    logging.getLogger("portal.web").info("%d tokens: %s", "no number", TOKEN)
    assert TOKEN not in log.getvalue()


def test_what_goes_wrong_again_and_again_is_told_each_ten_minutes(clock: Clock, log: StringIO) -> None:
    trouble = logs.RareWarnings(logging.getLogger("portal"))
    for minutes in (0, 1, 8, 1, -60):
        clock.move(minutes=minutes)
        trouble.warn("cannot write, %s minutes on", minutes)
    told = [text.rpartition("write, ")[2] for text in log.getvalue().splitlines()]
    assert told == ["0 minutes on", "1 minutes on", "-60 minutes on"]


# case 139: everything that a server of its own writes on both its outputs while a client goes all the way
def test_a_run_of_the_server_leaves_no_secret_in_its_log(tmp_path: Path, smtp: Receiver) -> None:
    def fill() -> None:
        factories.invite(factories.rosa_to_be())

    with prepared(tmp_path / "live", fill) as (server, cookie):
        server.stop()
        server.environment |= {
            "PORTAL_MAIL_SERVER": "127.0.0.1", "PORTAL_MAIL_PORT": str(smtp.port), "PORTAL_MAIL_SECURITY": "none",
            "PORTAL_MAIL_USERNAME": "mailer", "PORTAL_MAIL_PASSWORD": SMTP_PASSWORD,
        }  # fmt: skip
        server.start()
        staff = Wire(server.port)
        staff.cookies["staff"] = cookie
        fields = {"first_name": "Theo", "last_name": "Nakamura", "birth_date": "1995-07-02", "provider": "",
                  "email": "theo@example.com"}  # fmt: skip
        staff.get("/staff/clients/new")
        profile = staff.post("/staff/clients/new", fields).location or ""
        staff.get(profile)
        assert staff.post(f"{profile}/invitations", {}).status == 303
        (message,) = smtp.wait_for(1)
        client, link = Wire(server.port), link_in(message)
        path = link.partition(str(server.port))[2]
        client.get(path)
        client.get(path + "x")
        client.get("/register")
        selector = path.rpartition("/")[2].partition(".")[0]
        client.post("/register/birth-date", {"link": selector, "month": "7", "day": "2", "year": "1995"})
        client.get("/register")
        chosen = {"link": selector, "username": "theo.n", "password": cast.PASSWORD, "confirm": cast.PASSWORD}
        assert client.post("/register", chosen).location == "/home"
        secret_cookies = [value for wire in (staff, client) for value in wire.cookies.values() if len(value) > 20]
        server.stop()
        written = server.log.read_text()
    assert "mail" in written, "the log was written at all"
    secrets = [path.rpartition("/")[2], path.rpartition(".")[2], cast.PASSWORD, SMTP_PASSWORD, "1995-07-02",
               *secret_cookies, (server.folder / "secret-key").read_text()]  # fmt: skip
    assert [secret for secret in secrets if secret in written] == []
