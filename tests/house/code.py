"""The program's own files, for the tests about them."""

import ast
from collections.abc import Iterator
from pathlib import Path

import portal

PACKAGE = Path(portal.__file__).parent
TEMPLATES = PACKAGE / "templates"


def modules(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """Each module below these folders of the package (all of it without any): its path and its syntax tree."""
    roots = [PACKAGE / folder for folder in folders] or [PACKAGE]
    for path in sorted(path for root in roots for path in root.rglob("*.py")):
        yield path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text("utf-8"))


def imported(tree: ast.Module) -> set[str]:
    """The full names of what a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {str(node.module)}
    return names


def templates() -> dict[str, str]:
    """The text of each template by its name, those of the tasks' folders too."""
    found = {path.relative_to(TEMPLATES).as_posix(): path for path in sorted(TEMPLATES.rglob("*.*"))}
    for folder in sorted((PACKAGE / "tasks").glob("*/templates")):
        found |= {f"tasks/{folder.parent.name}/{path.name}": path for path in sorted(folder.glob("*.html"))}
    return {name: path.read_text("utf-8") for name, path in found.items()}
