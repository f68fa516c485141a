"""The same lines through nginx and Caddy, with the configuration of docs/."""

import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.support import factories, photos
from tests.support.choices import choose
from tests.support.insurance import LEAST
from tests.support.live import prepared
from tests.support.proxies import PROXIES, in_front_of, is_missing
from tests.support.server import Server
from tests.support.slow_lines import KINDS, Target, held
from tests.support.wire import Wire

pytestmark = pytest.mark.slow
NEEDED = [
    pytest.param(name, marks=pytest.mark.skipif(is_missing(name), reason=f"{name} is not installed (Debian: {name})"))
    for name in PROXIES
]


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    """And the cookie of Rosa, who may send photos."""
    cookies = []

    def fill() -> None:
        choose(task_insurance=True)
        account = factories.rosa().account
        assert account is not None
        cookies.append(factories.sign_in(account))

    folder = tmp_path_factory.mktemp("proxies") / "live"
    with prepared(folder, fill, PORTAL_TRUSTED_PROXIES="127.0.0.1") as (server, _):
        yield server, cookies[0]


@pytest.mark.parametrize("program", NEEDED)
def test_lines_through_a_proxy_cost_nobody_a_page(portal: tuple[Server, str], program: str, tmp_path: Path) -> None:
    server, cookie = portal
    host = f"127.0.0.1:{server.port}"
    with in_front_of(server.port, program, tmp_path / program) as port:
        for kind in KINDS:
            with held(kind, Target(port, host, cookie), 200):
                began = time.monotonic()
                assert status(port, host, "/sign-in") == 200, kind
                assert time.monotonic() - began < 5, kind


@pytest.mark.parametrize("program", NEEDED)
def test_two_large_photos_pass_a_proxy(portal: tuple[Server, str], program: str, tmp_path: Path) -> None:
    server, cookie = portal
    with in_front_of(server.port, program, tmp_path / program) as port:
        phone = Wire(port, f"127.0.0.1:{server.port}")
        phone.cookies["client"] = cookie
        phone.get("/insurance")
        file = photos.file()
        large = file + bytes(8 * 1024 * 1024 - len(file))
        assert phone.upload("/insurance", LEAST, {"front": large, "back": large}).status == 303


def status(port: int, host: str, path: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Host": host})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status
