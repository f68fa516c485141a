"""Whether a portal runs, and whether its public address leads to it: asked of servers that listen for real."""

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from portal.config import Settings
from portal.doctor import address
from tests.doctor.conftest import Look
from tests.support.certificates import Authority
from tests.support.smtp import free_port

WELL = {"database": "ok", "worker": "ok"}
Answering = Callable[..., Settings]


@contextmanager
def listening(status: int, body: bytes, context: ssl.SSLContext | None) -> Iterator[int]:
    """The port of a web server that answers each GET so."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def public(settings: Settings, port: int, scheme: str = "http") -> Settings:
    return replace(settings, public_url=f"{scheme}://127.0.0.1:{port}")


def test_where_nothing_listens_the_portal_is_not_running_which_is_not_wrong(look: Look, settings: Settings) -> None:
    settings = replace(settings, bind=("127.0.0.1", free_port()))
    assert address.answer_of_portal(settings) is None
    assert [look(name, settings).mark for name in ("portal", "public address", "certificate")] == ["off"] * 3


@pytest.mark.parametrize(
    ("status", "body", "answer"),
    [(200, json.dumps(WELL).encode(), WELL), (200, b"[1]", None), (404, b"", None), (200, b"[" * 1000, None)],
)
def test_only_a_portal_counts_as_one(
    settings: Settings, status: int, body: bytes, answer: dict[str, str] | None
) -> None:
    with listening(status, body, None) as port:
        assert address.answer_of_portal(replace(settings, bind=("0.0.0.0", port))) == answer


def test_a_portal_that_cannot_use_its_database_is_wrong(look: Look, settings: Settings) -> None:
    assert look("portal", settings, WELL).mark == "ok"
    assert look("portal", settings, WELL | {"database": "failing"}).mark == "WRONG"


def test_a_public_address_that_leads_here_is_well(look: Look, settings: Settings) -> None:
    with listening(503, json.dumps(WELL | {"worker": "failing"}).encode(), None) as port:
        assert look("public address", public(settings, port), WELL).mark == "ok"


def test_a_public_address_that_leads_elsewhere_is_wrong(look: Look, settings: Settings) -> None:
    with listening(502, b"Bad gateway", None) as port:
        finding = look("public address", public(settings, port), WELL)
    assert finding.found == f"http://127.0.0.1:{port} answers with 502, and not from this portal"
    assert finding.advice.startswith("Let the web server in front pass requests")


def test_a_public_address_where_nothing_answers_is_wrong_beside_a_portal_that_runs(
    look: Look, settings: Settings
) -> None:
    assert "does not answer from here: Connection refused" in look("public address", public(settings, 1), WELL).found
    nowhere = replace(settings, public_url="https://portal.invalid")
    assert look("public address", nowhere, WELL).found.endswith("the name is not known")


@pytest.mark.parametrize(("days", "mark"), [(14, "ok"), (13, "WRONG")])
def test_a_certificate_says_how_long_it_holds_and_is_wrong_in_its_last_two_weeks(
    look: Look, settings: Settings, authority: Authority, days: int, mark: str
) -> None:
    ends = datetime.now(UTC) + timedelta(days=days, hours=1)
    with listening(200, json.dumps(WELL).encode(), authority.until(ends)) as port:
        settings = public(settings, port, "https")
        assert look("public address", settings, WELL).mark == "ok"
        finding = look("certificate", settings)
    assert finding.mark == mark and f"{days} more days" in finding.found


@pytest.mark.parametrize("kind", ["self_signed", "for_another_host", "expired"])
def test_a_certificate_that_browsers_refuse_is_wrong(
    look: Look, settings: Settings, authority: Authority, kind: str
) -> None:
    with listening(200, b"", getattr(authority, kind)()) as port:
        settings = public(settings, port, "https")
        assert look("certificate", settings).found.startswith("not valid: ")
        assert look("public address", settings, WELL).found.endswith("its certificate is not valid")
