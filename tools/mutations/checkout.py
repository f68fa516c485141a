"""A copy of the checkout, in which one rule at a time is broken and the tests are run."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from tools.mutations.lists import Mutation

LEFT_OUT = (".git", ".venv", "node_modules", "__pycache__", ".*_cache", ".hypothesis", "data", "screenshots")
LONGEST = 600  # seconds that the tests of one mutation may take
FAILED = re.compile(r"^FAILED (?P<test>.+?)(?: - (?P<why>.*))?$", re.MULTILINE)
# what a program that cannot run at all dies of: this would notice any change, and so says nothing of the rule
CRASHES = ("ImportError", "ModuleNotFoundError", "NameError", "UnboundLocalError", "SyntaxError", "IndentationError",
           "AttributeError", "TypeError")  # fmt: skip


class Outcome(Enum):
    CAUGHT = "caught"
    SURVIVED = "SURVIVED"
    NOT_FOUND = "text not found"
    BROKEN = "broken"


@dataclass(frozen=True)
class Result:
    """``said`` is the test that failed, or what went wrong otherwise."""

    outcome: Outcome
    said: str = ""


class Checkout:
    def __init__(self, root: Path) -> None:
        self.root = root

    @classmethod
    def copy(cls, source: Path, target: Path) -> "Checkout":
        shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns(*LEFT_OUT))
        return cls(target)

    def foreign_package(self, package: str = "portal") -> Path | None:
        """Where the package comes from, unless it is this copy's own: then nothing that is broken here is tested."""
        found = self._python("-c", f"import {package}; print({package}.__file__)").stdout.strip()
        return None if Path(found).is_relative_to(self.root) else Path(found)

    def test(self, tests: Iterable[str], longest: int | None = None) -> subprocess.CompletedProcess[str]:
        """``longest``: seconds. Raises TimeoutExpired."""
        options = ("-x", "-q", "-rfE", "-p", "no:cacheprovider", "-p", "xdist.plugin", "--no-header", "--tb=line")
        return self._python("-m", "pytest", *options, *tests, longest=longest)

    def try_out(self, mutation: Mutation) -> Result:
        path = self.root / mutation.file
        whole = path.read_text("utf-8") if path.is_file() else ""
        if whole.count(mutation.before) != 1:
            return Result(Outcome.NOT_FOUND, f"not once in {mutation.file}")
        broken = whole.replace(mutation.before, mutation.after)
        if path.suffix == ".py" and not _is_python(broken):
            return Result(Outcome.BROKEN, f"{mutation.file} is no Python any more")
        _write(path, broken)
        try:
            run = self.test(mutation.tests, LONGEST)
        except subprocess.TimeoutExpired:
            return Result(Outcome.BROKEN, f"the tests did not end in {LONGEST} seconds")
        finally:
            _write(path, whole)
        return judged(run.returncode, run.stdout + run.stderr)

    def _python(self, *arguments: str, longest: int | None = None) -> subprocess.CompletedProcess[str]:
        # without the plug-ins that the tests do not need, whose import takes longer than most of the tests
        plain = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "COLUMNS": "300"}
        environment = os.environ | plain | {"PYTHONPATH": str(self.root)}
        return subprocess.run(
            [sys.executable, *arguments], cwd=self.root, env=environment, capture_output=True, text=True,
            timeout=longest,
        )  # fmt: skip


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


def _write(path: Path, text: str) -> None:
    """Python takes compiled code for current by size and second alone, so that goes as well."""
    path.write_text(text, "utf-8")
    for compiled in path.parent.glob(f"__pycache__/{path.stem}.*.pyc"):
        compiled.unlink()


def judged(code: int, output: str) -> Result:
    """What pytest tells by its exit code (0 passed, 1 failed) and its summary."""
    if code == 0:
        return Result(Outcome.SURVIVED, "every test passed")
    failed = FAILED.search(output)
    last = next((line for line in reversed(output.splitlines()) if line.strip()), "")
    if code != 1 or failed is None:
        return Result(Outcome.BROKEN, last)
    if (failed["why"] or "").startswith(CRASHES):
        return Result(Outcome.BROKEN, f"{failed['test']} fails with {failed['why']}")
    path, _, function = failed["test"].partition("::")
    return Result(Outcome.CAUGHT, f"{Path(path).name}::{function}")
