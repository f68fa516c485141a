"""What a test means by "rule 9" or "case 47" can be looked up in docs/rules.md."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.code import PACKAGE
from tools.mutations.lists import read

ROOT = PACKAGE.parent
TABLES = {"Rules": "rule", "Cases": "case", "Conventions": "convention", "Faults": "fault"}
NUMBERS = r"\d{1,3}[a-z]?(?:(?:, | and )\d{1,3}[a-z]?)*(?![\w.])"
NAMED = re.compile(rf"\b({'|'.join(TABLES.values())})s? ({NUMBERS})")


def document() -> str:
    return (ROOT / "docs" / "rules.md").read_text("utf-8")


def known() -> set[str]:
    found, kind = set(), ""
    for line in document().splitlines():
        if line.startswith("## "):
            kind = TABLES[line[3:]]
        elif row := re.match(r"\| (\d+)( ★)? \|", line):
            found.add(f"{kind} {row[1]}")
    return found


def referred_to() -> Iterator[tuple[str, Path]]:
    for path in sorted((ROOT / "tests").rglob("*.py")):
        for kind, numbers in NAMED.findall(path.read_text("utf-8")):
            for number in re.findall(r"\d+", numbers):
                yield f"{kind} {number}", path


def test_every_reference_is_in_the_document() -> None:
    there = known()
    assert sorted({f"{path.name}: {reference}" for reference, path in referred_to() if reference not in there}) == []
    assert sorted({str(mutation) for mutation in read() if mutation.reference not in there}) == []


def test_every_test_that_the_document_names_is_there() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)`", document())
    assert named and [name for name in named if not (ROOT / name).is_file()] == []


def test_every_rule_convention_and_fault_and_every_case_with_a_star_is_broken_by_a_mutation() -> None:
    broken = {mutation.reference for mutation in read()}
    starred = {f"case {number}" for number in re.findall(r"^\| (\d+) ★ \|", document(), re.MULTILINE)}
    others = {reference for reference in known() if not reference.startswith("case ")}
    assert (starred | others) - broken == set()
