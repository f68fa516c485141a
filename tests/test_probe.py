"""Who is told how their request has arrived: the doctor, and nobody else."""

import pytest
from flask import Flask

from portal import config, forwarded, probe
from portal.config import Settings
from tests.support.visitor import Visitor


def test_the_doctor_is_told_and_does_not_count_as_a_visitor(visitor: Visitor, settings: Settings) -> None:
    headers = {probe.HEADER: probe.mark(settings), "X-Forwarded-For": f"{probe.CLAIMED}, 192.0.2.7"}
    seen = visitor.get("/health", headers=headers).json["arrival"]
    assert (seen["peer"], seen["hops"]) == ("127.0.0.1", [probe.CLAIMED, "192.0.2.7"])
    assert forwarded.unheeded(settings) is None


@pytest.mark.parametrize("mark", [None, "", "x", "é", "0" * 64])
def test_nobody_else_is(app: Flask, visitor: Visitor, mark: str | None) -> None:
    headers = {} if mark is None else {probe.HEADER: mark}
    assert "arrival" not in visitor.get("/health", headers=headers).json
    assert probe.mark(config.current()) not in visitor.get("/health", headers=headers).text
