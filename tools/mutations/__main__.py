"""``python -m tools.mutations [-j N] [names…]``: breaks the rules and tells which of them no test has noticed."""

import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory

import click

from tools.mutations.checkout import Checkout, Outcome, Result
from tools.mutations.lists import Mutation, chosen, read

ROOT = Path(__file__).parents[2]


@click.command()
@click.option("-j", "--jobs", default=1, help="So many copies at work at once.")
@click.argument("names", nargs=-1)
def main(jobs: int, names: tuple[str, ...]) -> None:
    """NAMES are references like "rule 9" or words of a rule's name; without any, all are broken."""
    mutations = list(chosen(read(), names))
    with TemporaryDirectory(prefix="mutations-") as folder:
        copies = [Checkout.copy(ROOT, Path(folder) / str(number)) for number in range(jobs)]
        _stop_unless_sound(copies[0], mutations)
        results = _try_all(copies, mutations)
    caught = sum(result.outcome is Outcome.CAUGHT for result in results)
    click.echo(f"{caught} of {len(mutations)} caught")
    sys.exit(0 if mutations and caught == len(mutations) else 1)


def _stop_unless_sound(copy: Checkout, mutations: Sequence[Mutation]) -> None:
    """The tests run against the copy, and pass while nothing is broken."""
    foreign = copy.foreign_package()
    if foreign is not None:
        sys.exit(f"The copy would be tested with {foreign}.")
    run = copy.test(dict.fromkeys(test for mutation in mutations for test in mutation.tests))
    click.echo(run.stdout + run.stderr if run.returncode else f"nothing broken: {run.stdout.splitlines()[-1]}")
    if run.returncode:
        sys.exit("The tests fail without any mutation.")


def _try_all(copies: Sequence[Checkout], mutations: Sequence[Mutation]) -> list[Result]:
    free: SimpleQueue[Checkout] = SimpleQueue()
    for copy in copies:
        free.put(copy)

    def try_out(mutation: Mutation) -> Result:
        copy, began = free.get(), time.monotonic()
        try:
            result = copy.try_out(mutation)
        finally:
            free.put(copy)
        seconds = time.monotonic() - began
        click.echo(f"{result.outcome.value:<14} {seconds:5.1f} s  {mutation}  ({result.said})")
        return result

    with ThreadPoolExecutor(len(copies)) as threads:
        return list(threads.map(try_out, mutations))


if __name__ == "__main__":
    main()
