"""What the log says where every page is refused for its host."""

import logging
from dataclasses import replace

import pytest
from flask import Flask

from portal import config
from portal.web.middleware import refused_hosts
from portal.web.middleware.refused_hosts import RefusedHosts
from tests.support.visitor import Visitor


@pytest.fixture(autouse=True)
def _tells_anew(app: Flask) -> None:
    """The application is older than this test."""
    app.extensions["refused_hosts"] = RefusedHosts()


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == refused_hosts.__name__]


def test_each_host_is_told_once_with_the_line_that_is_missing(
    visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    config.use(replace(config.current(), public_url="https://portal.example.com"))
    for host in ("127.0.0.1:8000", "127.0.0.1:8000", "portal", "portal.example.com"):
        visitor.get("/sign-in", environ_overrides={"HTTP_HOST": host})
    first, second = lines(caplog)
    assert "the host '127.0.0.1:8000' was refused, since the public address is https://portal.example.com" in first
    assert "proxy_set_header Host $http_host;" in first
    assert "the host 'portal' was refused" in second


def test_a_stranger_cannot_fill_the_log(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    told = RefusedHosts()
    with caplog.at_level(logging.WARNING), app.app_context():
        for number in range(1000):
            told.tell(f"{number}" + "x" * 5000)
    assert len(lines(caplog)) == refused_hosts.MOST
    assert max(map(len, lines(caplog))) < 500
