"""`portal staff add`."""

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.authentication import sessions
from portal.authentication.audiences import STAFF
from portal.commands.main import portal
from portal.config import Settings
from portal.extensions import db
from portal.models import Event, Staff
from tests.support import cast, factories
from tests.support.server import PORTAL
from tests.support.staff_room import named

SAM = {"name": cast.SAM.name, "email": cast.SAM.email or "", "username": "sam.o", "role": "manager"}
pytestmark = pytest.mark.usefixtures("app")


def test_somebody_is_added_and_signs_in_at_once(settings: Settings) -> None:
    password = "  two spaces before me "  # and no line end behind it
    options = [word for name, value in SAM.items() for word in (f"--{name}", value)]
    command = [PORTAL, "staff", "add", *options, "--password-stdin"]
    environment = os.environ | {"PORTAL_DATA_DIR": str(settings.data_dir)}
    done = subprocess.run(command, env=environment, capture_output=True, input=password, text=True)
    assert (done.returncode, done.stdout) == (0, "Sam Okafor can sign in as sam.o.\n")
    sam = named(cast.SAM.name)
    assert sam is not None and (sam.role, sam.email, sam.is_active) == ("manager", cast.SAM.email, True)
    assert sessions.sign_in(STAFF, "sam.o", password, factories.HERE)
    event = db.session.query(Event).filter_by(kind="staff_added").one()
    assert (event.actor, event.staff_id) == ("system", sam.id)
    assert event.sentence == "Sam Okafor added to the staff as Manager: on the command line"


def test_what_is_missing_is_asked_for(settings: Settings) -> None:
    typed = "\n".join([cast.SAM.name, cast.SAM.email or "", "sam.o", "staff", cast.PASSWORD, cast.PASSWORD, ""])
    done = CliRunner().invoke(portal, ["staff", "add"], typed, {"PORTAL_DATA_DIR": str(settings.data_dir)})
    assert done.exit_code == 0, done.stderr
    for label in ("Name:", "Email:", "Username:", "Role (owner, manager, staff):"):
        assert label in done.stdout
    sam = named(cast.SAM.name)
    assert sam is not None and sam.role == "staff"


WRONG: list[tuple[dict[str, str], str]] = [
    ({"name": "a\x07b"}, "Name: Please remove the invisible characters."),
    ({"email": "no address"}, "Email: This is not a complete email address, like name@example.com."),
    ({"email": "DANA@maple.example"}, "Email: Another member of staff has this address."),
    ({"username": "Dana.W"}, "Username: This username is not available. Choose another."),
    ({"role": "king"}, "Role: It is one of owner, manager and staff."),
]
WRONG_PASSWORDS = [
    (b"short\n", "Use at least 12 characters. A short sentence works well."),
    (b"", "Choose a password."), (b"\xff\xfe\n", "It is not UTF-8."),
    (b"Maple Street Counseling 1\n", "This is a name or a word that others know of you. Choose other words."),
]  # fmt: skip


def refusal(settings: Settings, given: dict[str, str], typed: bytes = b"seven quiet lamps\n") -> str:
    """What stands on standard error; in this process, which takes less time than another one."""
    options = [word for name, value in given.items() for word in (f"--{name}", value)]
    environment = {"PORTAL_DATA_DIR": str(settings.data_dir)}
    done = CliRunner().invoke(portal, ["staff", "add", *options, "--password-stdin"], typed, environment)
    assert (done.exit_code, done.stdout) == (1, "")
    return done.stderr


def test_what_the_forms_refuse_is_refused_in_one_line(settings: Settings) -> None:
    for wrong, sentence in WRONG:
        assert refusal(settings, SAM | wrong) == f"Error: {sentence}\n"
    for typed, sentence in WRONG_PASSWORDS:
        assert refusal(settings, SAM, typed) == f"Error: Password: {sentence}\n"
    assert {person.name for person in db.session.query(Staff)} == {cast.DANA.name}


def test_with_the_password_from_standard_input_nothing_else_is_asked(settings: Settings) -> None:
    without_role = {name: value for name, value in SAM.items() if name != "role"}
    assert refusal(settings, without_role) == "Error: With --password-stdin, --role must be given too.\n"


def test_before_the_practice_is_set_up_nobody_is_added(
    settings: Settings, migrated_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "new"
    shutil.copytree(migrated_folder, folder)
    said = refusal(replace(settings, data_dir=folder), SAM)
    assert "not set up yet" in said and len(said.splitlines()) == 1


def test_a_reset_is_refused_for_who_is_deactivated(settings: Settings) -> None:
    factories.make_otto()
    environment = {"PORTAL_DATA_DIR": str(settings.data_dir)}
    done = CliRunner().invoke(portal, ["staff", "reset", "otto.r"], env=environment)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "Error: The staff account of Otto Reyes is deactivated. Activate it first.\n"
