"""One thing, one name: of classes, functions and imports; and plain words."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.house.code import PACKAGE, modules


def everywhere() -> Iterator[tuple[str, ast.Module]]:
    yield from modules()
    tests = PACKAGE.parent / "tests"
    for path in sorted(Path(tests).rglob("*.py")):
        if "node_modules" not in path.parts:
            yield path.relative_to(tests.parent).as_posix(), ast.parse(path.read_text("utf-8"))


def test_no_two_classes_have_one_name() -> None:
    found = defaultdict(list)
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                found[node.name].append(path)
    assert not {name: paths for name, paths in found.items() if len(paths) > 1}


# steps_of(client) says what it does where it is called, in any file
def test_no_function_has_a_name_that_says_nothing_without_its_module() -> None:
    assert not [
        f"{path}: {node.name}"
        for path, tree in everywhere()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name == "of"
    ]


def test_no_module_is_imported_as_what_all_of_them_are() -> None:
    assert not [
        f"{path}: {alias.name} as {alias.asname}"
        for path, tree in everywhere()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom | ast.Import)
        for alias in node.names
        if alias.asname in ("verbs", "facts")
    ]


# short sentences that a newcomer reads once
NOT_PLAIN = re.compile(
    r"\b(whoever|whomever|somebody|sets? (it |them |this )?right|domain's word|nobody reads)\b", re.IGNORECASE
)
WRITTEN = (".py", ".html", ".txt", ".js", ".css", ".md")


def test_comments_documents_and_pages_are_in_plain_words() -> None:
    folders = (PACKAGE, PACKAGE.parent / "docs")
    files = (path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in WRITTEN)
    assert not [
        f"{path.relative_to(PACKAGE.parent)}:{number}: {match[0]}"
        for path in files
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if (match := NOT_PLAIN.search(line))
    ]
