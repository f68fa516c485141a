"""What becomes of a mutation, tried on a program of one line and one test."""

from pathlib import Path

import pytest

from tools.mutations.checkout import Checkout, Outcome, Result
from tools.mutations.lists import Mutation

TEST = "def test_two_is_two():\n    import little\n    assert little.two() == 2\n"


@pytest.fixture
def copy(tmp_path: Path) -> Checkout:
    source = tmp_path / "source"
    (source / ".venv").mkdir(parents=True)
    (source / "little.py").write_text("def two():\n    return 2\n")
    (source / "test_little.py").write_text(TEST)
    return Checkout.copy(source, tmp_path / "copy")


def outcome(copy: Checkout, before: str, after: str, test: str = "test_little.py") -> Outcome:
    return copy.try_out(Mutation("two is two", "rule 1", "little.py", before, after, (test,))).outcome


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("return 2", "return 1 + 1", Outcome.SURVIVED),
        ("return 4", "return 3", Outcome.NOT_FOUND),
        ("o", "u", Outcome.NOT_FOUND),  # with "two" and more of them
        ("return 2", "return (", Outcome.BROKEN),
        ("return 2", "return tow", Outcome.BROKEN),
    ],
)
def test_nothing_else_has_caught_it(copy: Checkout, before: str, after: str, expected: Outcome) -> None:
    (copy.root / "little.py").write_text("def two():\n    no = 1\n    return 2\n")
    assert outcome(copy, before, after) is expected


def test_a_test_that_is_not_there_has_caught_nothing(copy: Checkout) -> None:
    assert outcome(copy, "return 2", "return 3", "test_little.py::test_gone") is Outcome.BROKEN


# of the same length within one second: Python would go on with what it has compiled
def test_the_test_that_fails_has_caught_it_and_the_copy_is_whole_again(copy: Checkout) -> None:
    mutation = Mutation("two is two", "rule 1", "little.py", "return 2", "return 3", ("test_little.py",))
    assert copy.try_out(mutation) == Result(Outcome.CAUGHT, "test_little.py::test_two_is_two")
    assert copy.test(["test_little.py"]).returncode == 0
    assert (copy.root / "little.py").read_text() == "def two():\n    return 2\n"


def test_the_copy_is_without_the_installed_parts_and_tries_its_own_code(copy: Checkout) -> None:
    assert not (copy.root / ".venv").exists()
    assert copy.foreign_package("little") is None
    assert copy.foreign_package("portal") is not None
