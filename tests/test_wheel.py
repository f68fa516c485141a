"""What is installed: all that the program reads from beside its package in a checkout."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from portal.web import documents

CHECKOUT = Path(__file__).parent.parent
READ = """
from portal import schema
from portal.web import documents
print(documents.__file__, len(documents.parts("getting-in.md")), (schema.migrations_folder() / "env.py").exists())
"""


@pytest.mark.slow
def test_the_wheel_holds_the_help_and_the_migrations(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=CHECKOUT, check=True, capture_output=True, timeout=60)
    (wheel,) = tmp_path.glob("*.whl")
    ZipFile(wheel).extractall(tmp_path)
    read = subprocess.run([sys.executable, "-c", READ], cwd=tmp_path, check=True, capture_output=True, timeout=60)
    here = len(documents.parts("getting-in.md"))
    assert read.stdout.decode() == f"{tmp_path}/portal/web/documents.py {here} True\n"
