"""The disk below the data folder is full: nothing is saved, everything else goes on, and whoever watches is told."""

import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.test import encode_multipart

from portal import heartbeat, logs, worker
from portal.config import Settings
from portal.extensions import db
from portal.models import Client
from tests.support import factories, photos
from tests.support.choices import choose
from tests.support.database import contents
from tests.support.insurance import LEAST, upload
from tests.support.visitor import Visitor

SIZE = 12_000_000  # bytes


@pytest.fixture(scope="module")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """On a small disk of its own."""
    disk = tmp_path_factory.mktemp("disk")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", disk], capture_output=True)
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.decode().strip()}")
    folder = disk / "data"
    folder.mkdir()
    yield folder
    subprocess.run(["umount", "--lazy", disk], check=True)


@pytest.fixture
def filler(settings: Settings) -> Path:
    return settings.data_dir / "filler"


def fill(filler: Path) -> None:
    """To the last byte."""
    db.session.rollback()
    with db.engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    with filler.open("wb", buffering=0) as file:
        for size in (65536, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue


def test_health_says_so_at_once_and_is_well_again_when_there_is_room(visitor: Visitor, filler: Path) -> None:
    heartbeat.beat()
    assert visitor.get("/health").status_code == 200
    fill(filler)
    answer = visitor.get("/health")
    assert (answer.status_code, answer.json["disk"]) == (503, "full")
    filler.unlink()
    assert visitor.get("/health").status_code == 200


def test_a_worker_that_cannot_say_that_it_lives_does_not_count_as_alive(app: Flask, filler: Path) -> None:
    heartbeat.beat()
    fill(filler)
    with pytest.raises(OSError, match="No space left"):
        heartbeat.beat()
    assert not heartbeat.is_alive()
    filler.unlink()
    heartbeat.beat()
    assert heartbeat.is_alive()


def test_the_worker_tells_of_it_in_one_line_and_no_traceback(
    app: Flask, filler: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "trouble", logs.RareWarnings(worker.log))
    fill(filler)
    worker.run(Rounds(5))
    filler.unlink()
    (line,) = [record for record in caplog.records if record.name == worker.__name__]
    assert "tries again: " in line.getMessage() and line.exc_info is None


class Rounds(threading.Event):
    """Set after so many."""

    def __init__(self, left: int) -> None:
        super().__init__()
        self.left = left

    def wait(self, timeout: float | None = None) -> bool:
        self.left -= 1
        if self.left <= 0:
            self.set()
        return self.is_set()


def test_reading_goes_on_and_nothing_is_saved(staff_browser: Visitor, settings: Settings, filler: Path) -> None:
    nora = factories.nora()
    page = f"/staff/clients/{nora.public_id}"
    staff_browser.get(page)
    before = contents(settings)
    fill(filler)
    for address in (page, "/staff/clients", "/staff/activity", "/sign-in", f"{page}/history"):
        assert staff_browser.get(address).status_code == 200, address
    fields = {"first_name": "Lee", "last_name": "Full", "provider": ""}
    answer = staff_browser.post("/staff/clients/new", fields)
    assert (answer.status_code, "The disk is full, nothing was saved." in answer.text) == (503, True)
    assert int(answer.headers["Retry-After"]) > 0
    assert contents(settings) == before
    filler.unlink()
    assert staff_browser.post("/staff/clients/new", fields).status_code == 303
    assert db.session.query(Client).filter_by(last_name="Full").count() == 1


def test_a_photo_for_whose_way_there_is_no_room_is_refused_with_the_same_words(
    client_browser: Visitor, filler: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(task_insurance=True)
    fields = {"csrf_token": client_browser.csrf_token(), **LEAST, "front": upload(photos.file() + bytes(900_000))}
    limit, body = encode_multipart(fields)
    monkeypatch.setattr(tempfile, "tempdir", str(filler.parent))
    fill(filler)
    kind = f"multipart/form-data; boundary={limit}"
    answer = client_browser.http.post("/insurance", data=body, content_type=kind, base_url=client_browser.base)
    assert (answer.status_code, "The disk is full" in answer.text) == (503, True)
    filler.unlink()
