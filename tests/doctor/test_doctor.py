"""`portal doctor` as it is typed: beside a portal that runs, and beside one that does not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.doctor import CHECKS
from tests.support.live import prepared
from tests.support.server import Server, wait_until
from tests.support.smtp import Receiver


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("doctor") / "live"
    with Receiver() as receiver, prepared(folder, lambda: None, receiver.port) as (server, _):
        yield server


def marks(server: Server) -> tuple[int, dict[str, str], str]:
    """Exit status, the mark of each line, and all that was printed."""
    done = server.run("doctor")
    lines = [line.split("  ") for line in done.stdout.splitlines()]
    return done.returncode, {[part for part in line if part][1].strip(): line[0].strip() for line in lines}, done.stdout


def test_beside_a_portal_that_runs_all_is_well(portal: Server) -> None:
    status, found, text = marks(portal)
    assert status == 0, text
    assert list(found) == ["settings", *CHECKS]
    assert {name for name, mark in found.items() if mark != "ok"} == {"certificate", "proxy"}


# case 124: after the first run, while the real server runs
def test_every_file_of_a_running_portal_is_for_its_user_alone(portal: Server) -> None:
    files = [path for path in portal.folder.rglob("*") if path.is_file()]
    wanted = {"portal.sqlite3", "portal.sqlite3-wal", "portal.sqlite3-shm", "secret-key"}
    assert wanted <= {path.name for path in files}
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in files}
    assert modes == {path.name: oct(0o600) for path in files}
    assert portal.folder.stat().st_mode & 0o777 == 0o700


def test_each_thing_that_is_wrong_is_a_line_and_the_status_is_1(portal: Server) -> None:
    (portal.folder / "secret-key").chmod(0o644)
    status, found, text = marks(portal)
    (portal.folder / "secret-key").chmod(0o600)
    assert status == 1
    assert {name for name, mark in found.items() if mark == "WRONG"} >= {"secret", "file modes"}
    assert (portal.folder / "secret-key").read_text() not in text
    assert len(text.splitlines()) == len(CHECKS) + 1


def test_a_wrong_setting_is_the_only_line(portal: Server) -> None:
    portal.environment["PORTAL_WORKERS"] = "many"
    done = portal.run("doctor")
    del portal.environment["PORTAL_WORKERS"]
    assert (done.returncode, len(done.stdout.splitlines())) == (1, 1)
    assert done.stdout.startswith("WRONG  settings        PORTAL_WORKERS: 'many' is not a number from 1 to 64.")


def test_without_a_data_folder_there_is_nothing_to_look_at_and_none_is_made(tmp_path: Path) -> None:
    done = Server(tmp_path / "nothing").run("doctor")
    assert (done.returncode, len(done.stdout.splitlines())) == (1, 1)
    assert not (tmp_path / "nothing").exists()


def test_a_file_that_is_no_database_stops_no_other_check(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    (folder / "secret-key").write_text("x" * 40)
    (folder / "portal.sqlite3").write_bytes(b"no database at all " * 500)
    for file in folder.iterdir():
        file.chmod(0o600)
    status, found, text = marks(Server(folder))
    assert (status, found["database"], found["integrity"]) == (1, "WRONG", "WRONG"), text
    assert (found["file modes"], found["mail server"]) == ("ok", "off")
    assert "Traceback" not in text


# the last, since it ends the portal
def test_beside_one_that_does_not_run_nothing_is_wrong(portal: Server) -> None:
    portal.stop()
    wait_until(lambda: not (portal.folder / "portal.sqlite3-wal").exists(), "the database is closed")
    (portal.folder / "worker-alive").write_text("0")
    status, found, text = marks(portal)
    assert status == 0, text
    off = {name for name, mark in found.items() if mark != "ok"}
    assert off == {"portal", "public address", "certificate", "proxy", "uploads", "mail worker"}
