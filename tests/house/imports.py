"""Who imports whom inside the program: every import counts, also in a function or for types alone, and the loader's."""

import ast
from collections.abc import Container, Iterator
from functools import cache

from tests.house.code import imported, modules

LOADS = ("import_module", "__import__")


@cache
def imports() -> dict[str, set[str]]:
    """By the full name of each module: those of ours that it imports."""
    trees = {_name(path): tree for path, tree in modules()}
    of_folders = {name for name in trees if folder_of(name)}
    found = {}
    for name, tree in trees.items():
        # what is imported by a name that is made up at run time can be any of the folders
        found[name] = set(_imported(tree, trees)) | (of_folders if _loads(tree) else set())
    return found


@cache
def libraries() -> dict[str, set[str]]:
    """By the full name of each module: the packages of others that it imports, flask of flask.globals."""
    return {_name(path): {name.partition(".")[0] for name in imported(tree)} for path, tree in modules()}


def reached(name: str) -> set[str]:
    """Everything that is imported along with this module, the module itself among it."""
    found: set[str] = set()
    further = {name}
    while further:
        found |= further
        further = {used for user in further for used in imports()[user]} - found
    return found


def layer(name: str) -> str:
    """The package or module right below portal; create_app() itself is in ``portal``."""
    return name.split(".")[1] if "." in name else name


def folder_of(name: str) -> str:
    """The folder of a task that this module belongs to, or empty."""
    parts = name.split(".")
    return parts[2] if parts[:2] == ["portal", "tasks"] and len(parts) > 2 else ""


def _imported(tree: ast.Module, known: Container[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                yield from (part for part in [name if name in known else str(node.module)] if part in known)


def _loads(tree: ast.Module) -> bool:
    return any(isinstance(node, ast.Call) and ast.unparse(node.func).endswith(LOADS) for node in ast.walk(tree))


def _name(path: str) -> str:
    return f"portal.{path.removesuffix('.py').replace('/', '.')}".removesuffix(".__init__").removesuffix(".")
