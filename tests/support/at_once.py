"""Several who do the same thing at the same moment."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from portal.extensions import db

One, Met = TypeVar("One"), TypeVar("Met")


def at_once(act: Callable[[One], Met], everybody: Sequence[One]) -> list[Met]:
    """What each of them met; they wait for each other first."""
    db.session.rollback()
    start = threading.Barrier(len(everybody))

    def when_all_are_there(one: One) -> Met:
        start.wait(20)
        return act(one)

    with ThreadPoolExecutor(len(everybody)) as threads:
        return list(threads.map(when_all_are_there, everybody))
