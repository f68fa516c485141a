"""Nothing grows so long that it wants another cut."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.code import PACKAGE

ROOT = PACKAGE.parent
LONGEST_FILE, LONGEST_FUNCTION, LARGEST_PACKAGE = 200, 40, 1300  # lines
OF_PAGES = ("web", "client", "staff")  # as large as there are pages


def files() -> Iterator[tuple[Path, str]]:
    for folder in ("portal", "tests", "tools"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "node_modules" not in path.parts:
                yield path.relative_to(ROOT), path.read_text("utf-8")


def test_no_file_is_long() -> None:
    lengths = {str(path): text.count("\n") for path, text in files()}
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_long() -> None:
    found = {}
    for path, text in files():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found[f"{path}: {node.name}"] = (node.end_lineno or 0) - node.lineno + 1
    assert {name: length for name, length in found.items() if length > LONGEST_FUNCTION} == {}


def test_no_package_of_the_domain_is_large() -> None:
    lengths: dict[str, int] = {}
    for path, text in files():
        if path.parts[0] == "portal" and len(path.parts) > 2 and path.parts[1] not in OF_PAGES:
            lengths[path.parts[1]] = lengths.get(path.parts[1], 0) + text.count("\n")
    assert {package: length for package, length in lengths.items() if length > LARGEST_PACKAGE} == {}
