"""What pages take, and how much memory the server has, while many lines are held that say nothing or half of what
they have to say: directly, through nginx and through Caddy. Part of `make measure`.

Alone: python -m tools.measure.slow_lines
"""

import http.client
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

from tests.support import crowd, factories
from tests.support.choices import choose
from tests.support.figures import failures, show, timed
from tests.support.live import prepared
from tests.support.processes import family
from tests.support.proxies import PROXIES, in_front_of, is_missing
from tests.support.server import Server
from tests.support.slow_lines import KINDS, Target, held
from tools.measure.pictures import memory

HELD, ROUNDS, PAGES = 200, 3, 50  # lines; turns without and with them; pages in each
SETTLING = 5  # pages
PATHS = ("/staff/clients/client-7", "/sign-in")


def measure(folder: Path) -> None:
    cookies: list[str] = []

    def fill() -> None:
        crowd.fill(100)
        choose(step_insurance="optional")
        client = factories.rosa()
        assert client.account is not None
        cookies.append(factories.sign_in(client.account))

    with prepared(folder / "lines", fill, PORTAL_TRUSTED_PROXIES="127.0.0.1") as (server, cookie):
        for way in ("directly", *PROXIES):
            if way != "directly" and is_missing(way):
                show(f"{way} is not installed: proxies measured", 0, 1, "", at_least=True)
                continue
            passing = nullcontext(server.port) if way == "directly" else in_front_of(server.port, way, folder / way)
            with passing as port:
                one_way(way, server, Target(port, f"127.0.0.1:{server.port}", cookies[0]), cookie)


def one_way(way: str, server: Server, target: Target, cookie: str) -> None:
    list(pages(target, cookie))
    before = weight(server)
    most = before
    for kind in KINDS:
        quiet: list[float] = []
        beside: list[float] = []
        for _ in range(ROUNDS):
            quiet.extend(pages(target, cookie))
            with held(kind, target, HELD):
                list(pages(target, cookie, SETTLING))  # that 200 come at once is not what is measured
                beside.extend(pages(target, cookie))
                most = max(most, weight(server))
        told(way, kind, quiet, beside)
    show(f"{way}: what the web process grows beside all of these", most - before, 16, "MB")


def told(way: str, kind: str, quiet: list[float], beside: list[float]) -> None:
    (usual, usual_95), (median, slow_95) = (
        (statistics.median(times), statistics.quantiles(times, n=20)[-1]) for times in (quiet, beside)
    )
    print(f"     pages in ms: {usual * 1000:.1f} and for 95 % {usual_95 * 1000:.1f};"
          f" beside {HELD} lines {median * 1000:.1f} and {slow_95 * 1000:.1f}")  # fmt: skip
    show(f"{way}: pages beside {HELD} lines, {kind}, 95 %", slow_95 / usual_95, 2.0, "times")


def pages(target: Target, cookie: str, count: int = PAGES) -> Iterator[float]:
    for number in range(count):
        yield timed(lambda: page(target, PATHS[number % len(PATHS)], cookie))  # noqa: B023


def page(target: Target, path: str, cookie: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=30)
    connection.request("GET", path, headers={"Host": target.host, "Cookie": f"staff={cookie}"})
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 200, (answer.status, path)
    connection.close()


def weight(server: Server) -> float:
    """Of the web process, in MB: the one that has grown most of all, but for the parent and the mail worker."""
    assert server.process is not None
    return max(memory(number, "VmRSS") for number in family(server.process.pid)[1:])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name))
    sys.exit(1 if failures else 0)
