"""Nothing that is stored or logged opens a link."""

import base64
import hashlib
import logging
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask

from portal import worker
from portal.config import Settings
from portal.extensions import db
from portal.logs import Formatter
from portal.models import Link
from tests.support import factories
from tests.support.links import NEW_PASSWORD, confirm, create_account, save_password
from tests.support.mails import link_in
from tests.support.smtp import Receiver
from tests.support.visitor import Visitor


@pytest.fixture
def environment(smtp: Receiver) -> dict[str, str]:
    return {"PORTAL_MAIL_SERVER": "127.0.0.1", "PORTAL_MAIL_PORT": str(smtp.port), "PORTAL_MAIL_SECURITY": "none"}


def needles(token: str) -> dict[str, bytes]:
    """The token, its MAC and its hash, in every form that a file could hold them in."""
    mac = token.partition(".")[2]
    raw = base64.urlsafe_b64decode(mac + "=")
    found = {"token": token.encode(), "mac": mac.encode(), "raw mac": raw, "hex mac": raw.hex().encode()}
    for name, secret in (("token", token), ("mac", mac)):
        digest = hashlib.sha256(secret.encode()).digest()
        found[f"hash of the {name}"] = digest
        found[f"hex hash of the {name}"] = digest.hex().encode()
        found[f"base64 hash of the {name}"] = base64.b64encode(digest).rstrip(b"=")
        found[f"urlsafe hash of the {name}"] = base64.urlsafe_b64encode(digest).rstrip(b"=")
        found[f"base64 of the {name}"] = base64.b64encode(secret.encode()).rstrip(b"=")
    return found | {"quoted": quote(token, safe="").replace(".", "%2E").encode()}


# case 23
def test_after_the_whole_flow_no_file_and_no_log_line_holds_a_link(
    app: Flask, settings: Settings, visitor: Visitor, smtp: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    nora = factories.nora()
    invitation = factories.invite(nora)
    assert worker.work_once()
    confirm(visitor, invitation)
    assert create_account(visitor, invitation, "nora77").status_code == 303
    db.session.rollback()
    reset = factories.send_reset(nora)
    assert worker.work_once()
    confirm(visitor, reset)
    assert save_password(visitor, reset).status_code == 303
    visitor.post("/sign-in", {"username": "nora77", "password": NEW_PASSWORD})
    dana = Visitor(app)
    dana.post("/staff/sign-in", {"username": "dana.w", "password": "seven quiet lamps at noon"})
    for page in ("", "/history", "/mail", "/menu"):
        dana.get(f"/staff/clients/{nora.public_id}{page}")

    tokens = [link_in(message).rpartition("/")[2] for message in smtp.wait_for(2)[:2]]
    assert tokens == [factories.text_of(link) for link in (invitation, reset)]
    lines = "\n".join(Formatter().format(record) for record in caplog.records).encode()
    places = {path.name: path.read_bytes() for path in _files(settings.data_dir)} | {"the log": lines}
    assert len(places["portal.sqlite3-wal"]) > 0
    for token in tokens:
        for name, needle in needles(token).items():
            assert [place for place, content in places.items() if needle in content] == [], name


def test_the_search_would_find_a_link_that_was_stored(app: Flask, settings: Settings) -> None:
    link = factories.invite(factories.nora())
    (settings.data_dir / "leak").write_text(factories.text_of(link))
    assert needles(factories.text_of(link))["mac"] in b"".join(path.read_bytes() for path in _files(settings.data_dir))


# case 23
@pytest.mark.parametrize("end", ["", "." + "A" * 43])
def test_the_selector_alone_opens_nothing(end: str, visitor: Visitor) -> None:
    link: Link = factories.invite(factories.nora())
    assert visitor.get(f"/register/{link.selector}{end}").status_code == 404


def test_a_log_line_that_holds_the_address_of_a_link_is_redacted(app: Flask) -> None:
    # case 23
    token = factories.text_of(factories.invite(factories.nora()))
    record = logging.LogRecord("x", logging.ERROR, "", 0, f"GET /register/{token} failed", None, None)
    assert Formatter().format(record) == "GET /register/[removed] failed"


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
