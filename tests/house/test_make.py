"""`make run` and `make test` on a machine that lacks things: one line says what, and nothing is left half made."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINE = "The venv of Python is missing. On Debian and Ubuntu: apt install python3-venv"


def make(venv: Path, python: Path, *targets: str) -> subprocess.CompletedProcess[str]:
    command = ["make", "--no-print-directory", f"VENV={venv}", f"PYTHON={python}", *targets]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def python_that(folder: Path, does: str) -> Path:
    """A Python of its own, which does this before all else."""
    file = folder / "python"
    file.write_text(f'#!/bin/sh\n{does}\nexec {sys.executable} "$@"\n')
    file.chmod(0o755)
    return file


def test_without_venv_one_line_says_what_to_type_and_nothing_is_left(tmp_path: Path) -> None:
    python = python_that(tmp_path, 'case "$*" in *ensurepip*) exit 1;; esac')
    done = make(tmp_path / "venv", python, "run")
    assert done.returncode != 0 and done.stderr.splitlines()[0] == LINE
    assert not (tmp_path / "venv").exists()


def test_a_venv_that_fails_half_way_is_taken_away_again(tmp_path: Path) -> None:
    half_made = f'case "$*" in *"-m venv"*) mkdir -p {tmp_path}/venv/bin; exit 1;; esac'
    done = make(tmp_path / "venv", python_that(tmp_path, half_made), "run")
    assert done.returncode != 0
    assert not (tmp_path / "venv").exists()


def test_a_venv_that_was_cut_off_before_it_had_pip_is_made_anew(tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").touch()
    done = make(venv, python_that(tmp_path, ":"), str(venv / "bin" / "pip"))
    assert done.returncode == 0, done.stderr
    assert subprocess.run([venv / "bin" / "pip", "--version"], check=False, capture_output=True).returncode == 0


def test_a_python_that_is_too_old_is_said_in_one_line(tmp_path: Path) -> None:
    too_old = 'case "$*" in *version_info*) echo "Python 3.11 or newer is needed." >&2; exit 1;; esac'
    done = make(tmp_path / "venv", python_that(tmp_path, too_old), "run")
    assert done.returncode != 0 and done.stderr.splitlines()[0] == "Python 3.11 or newer is needed."


def test_packages_that_cannot_be_had_are_told_and_tried_again_the_next_time(tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    (venv / "bin").mkdir(parents=True)
    pip = venv / "bin" / "pip"
    pip.write_text(f"#!/bin/sh\necho tried >> {tmp_path}/tries\nexit 1\n")
    pip.chmod(0o755)
    for tries in (1, 2):
        done = make(venv, Path(sys.executable), "run")
        assert done.returncode != 0 and done.stderr.startswith("Not everything could be installed. ")
        assert len((tmp_path / "tries").read_text().splitlines()) == tries


# what judges the screens is left out where it is missing, but not where half of it is there
def test_what_npm_left_half_done_is_taken_away(tmp_path: Path) -> None:
    judges = tmp_path / "node_modules"
    npm = tmp_path / "npm"
    npm.write_text(f"#!/bin/sh\nmkdir -p {judges}/axe-core\nexit 1\n")
    npm.chmod(0o755)
    command = ["make", "--no-print-directory", f"JUDGES={judges}", "judges"]
    path = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    done = subprocess.run(command, cwd=ROOT, env=path, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and done.stdout.endswith("What judges the screens could not be installed.\n")
    assert not judges.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to somebody else (run as root)")
def test_root_installs_nothing_into_the_folder_of_somebody_else(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.chown(tmp_path, "nobody")
    done = subprocess.run(["make", "run"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode != 0 and not (tmp_path / ".venv").exists()
    assert done.stderr.splitlines()[0] == "This folder belongs to nobody; run make as nobody, not as root."


@pytest.fixture
def nothing_installed(tmp_path: Path) -> dict[str, str]:
    """An environment in which no program is found beside the shell's own."""
    (tmp_path / "bin").mkdir()
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")} | {
        "PATH": str(tmp_path / "bin")
    }


def test_what_cannot_be_tried_here_is_left_out_and_said_in_the_last_line(nothing_installed: dict[str, str]) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/journeys/test_setup.py"]
    done = subprocess.run(command, cwd=ROOT, env=nothing_installed, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert done.stdout.splitlines()[-1].startswith("Left out, ")
    assert done.stdout.splitlines()[-1].endswith(" tests: Chromium is not installed (Debian: chromium).")


def test_preparing_a_machine_that_is_no_debian_names_what_is_missing_and_goes_on(
    nothing_installed: dict[str, str],
) -> None:
    done = subprocess.run(
        ["/bin/sh", ROOT / "tests" / "prepare"], env=nothing_installed, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert done.stdout.startswith("Not installed, since this is neither Debian nor Ubuntu: ")
    assert "chromium" in done.stdout and done.stderr == ""
