"""The mutations fit the code as it is: otherwise they break nothing, and nobody learns of it."""

import ast
from pathlib import Path

from tests.house.code import PACKAGE
from tools.mutations.lists import chosen, read

ROOT = PACKAGE.parent


def functions(path: Path) -> set[str]:
    return {node.name for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)}


def test_what_a_mutation_replaces_stands_once_in_its_file() -> None:
    found = {str(mutation): (ROOT / mutation.file).read_text("utf-8").count(mutation.before) for mutation in read()}
    assert {name: count for name, count in found.items() if count != 1} == {}


def test_the_tests_that_should_notice_it_are_there() -> None:
    missing = []
    for mutation in read():
        for test in mutation.tests:
            name, _, function = test.partition("[")[0].partition("::")
            if not (ROOT / name).is_file() or (function and function not in functions(ROOT / name)):
                missing.append(f"{mutation}: {test}")
    assert missing == []


def test_they_are_chosen_by_reference_or_by_a_word_of_their_name() -> None:
    assert [mutation.reference for mutation in chosen(read(), ["rule 1"])] == ["rule 1"]
    assert {mutation.reference for mutation in chosen(read(), ["a username is one", "case 5"])} == {"rule 7", "case 5"}
    assert len(list(chosen(read(), []))) == len(read())
