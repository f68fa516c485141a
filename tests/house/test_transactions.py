"""Where transactions end: in portal/database.py alone."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.code import PACKAGE, modules

TESTS = Path(__file__).parents[1]
# what is written there is kept although a refusal follows: counted tries, and what is noted of them
ALONE = {
    "authentication/sessions.py: sign_in",
    "credentials/birth_date_check.py: confirm_birth_date",
    "credentials/links.py: note_opened",
    "credentials/links.py: note_refused",
    "credentials/renewals.py: ask",
    "limits/attempts.py: count",
    "limits/network_waits.py: note",
}


def _functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for path, tree in modules():
        yield from ((path, node) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _calls(node: ast.AST, name: str) -> list[ast.Call]:
    """Of a function or method of this name."""
    calls = [part for part in ast.walk(node) if isinstance(part, ast.Call)]
    return [call for call in calls if ast.unparse(call.func).rpartition(".")[2] == name]


@pytest.mark.parametrize("name", ["commit", "rollback", "begin_nested"])
def test_only_the_database_module_ends_a_transaction(name: str) -> None:
    found = [f"{path}:{call.lineno}" for path, tree in modules() for call in _calls(tree, name)]
    assert not [place for place in found if not place.startswith("database.py:")]


def test_no_verb_has_a_twin_for_inside_a_transaction() -> None:
    assert not [f"{path}: {node.name}" for path, node in _functions() if node.name.endswith("_in_transaction")]


def test_each_write_transaction_is_a_with_block() -> None:
    found = []
    for path in sorted([*PACKAGE.rglob("*.py"), *TESTS.rglob("*.py")]):
        tree = ast.parse(path.read_text("utf-8"))
        blocks = {id(item.context_expr) for node in ast.walk(tree) if isinstance(node, ast.With) for item in node.items}
        found += [f"{path}:{call.lineno}" for call in _calls(tree, "writing") if id(call) not in blocks]
    assert not found


def test_these_alone_keep_what_they_write_where_a_refusal_follows() -> None:
    found = {
        f"{path}: {node.name}"
        for path, node in _functions()
        for call in _calls(node, "writing")
        if any(keyword.arg == "alone" for keyword in call.keywords)
    }
    assert found == ALONE


def test_slow_work_is_outside_of_transactions() -> None:
    slow = ("release_connection", "hash_password", "verify", "remake", "render_template")
    found = [
        f"{path}:{call.lineno}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.With) and any(_calls(item.context_expr, "writing") for item in node.items)
        for name in slow
        for call in _calls(node, name)
    ]
    assert not found
