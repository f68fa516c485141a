"""The rules that are broken, as the lists beside this file have them."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
LISTS = ("rules.toml", "cases.toml", "conventions.toml", "faults.toml")


@dataclass(frozen=True)
class Mutation:
    """``before`` stands once in ``file`` and becomes ``after``; then one of ``tests`` has to fail.

    ``name`` is the rule in words, ``reference`` where docs/rules.md has it.
    """

    name: str
    reference: str
    file: str
    before: str
    after: str
    tests: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.reference}: {self.name}"


def read(folder: Path = FOLDER) -> list[Mutation]:
    return [
        Mutation(**values, tests=tuple(tests))
        for name in LISTS
        for values in tomllib.loads((folder / name).read_text("utf-8"))["mutation"]
        for tests in [values.pop("tests")]
    ]


def chosen(mutations: Iterable[Mutation], names: Iterable[str]) -> Iterator[Mutation]:
    """Those whose reference is one of the names, or whose name has one of them in it; all of them without any."""
    wanted = [name.lower() for name in names]
    for mutation in mutations:
        if not wanted or any(name == mutation.reference or name in mutation.name.lower() for name in wanted):
            yield mutation
