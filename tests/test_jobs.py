"""The jobs of the worker that folders of tasks offer."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from portal import tasks as loader
from portal.contract import tasks
from portal.contract.offers import Job
from portal.contract.parts import Part
from portal.jobs import Jobs
from tests.conftest import Clock


@pytest.fixture
def done(app: Flask) -> Iterator[list[str]]:
    """What was done: ``fails`` each minute, which goes wrong, and after it ``works``, each hour."""
    found: list[str] = []

    def fails() -> None:
        found.append("fails")
        raise ZeroDivisionError

    jobs = (Job(fails, timedelta(minutes=1)), Job(lambda: found.append("works"), timedelta(hours=1)))
    tasks.use({"birds": Part(1, jobs=jobs)}, {})
    yield found
    loader.load()


def test_each_is_done_at_the_start_and_then_in_its_own_time_also_beside_one_that_fails(
    clock: Clock, done: list[str]
) -> None:
    jobs = Jobs()
    for _ in range(2):
        jobs.do()
    assert done == ["fails", "works"]
    clock.move(minutes=1)
    jobs.do()
    assert done == ["fails", "works", "fails"]
    clock.move(hours=1)
    jobs.do()
    assert done == ["fails", "works", "fails", "fails", "works"]
