"""Figures that must hold, each printed beside its bound: `make measure`. Exits with 1 where one does not."""

import http.client
import statistics
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from tests.support import crowd
from tests.support.hanging import HangingServer
from tests.support.live import prepared
from tests.support.server import Server
from tests.support.smtp import Receiver

failures: list[str] = []


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cold_start(folder)
        profile_at_1000_and_20000(folder)
        forgotten_password_whatever_the_mail_server_does(folder)
    sys.exit(1 if failures else 0)


def show(what: str, figure: float, bound: float, unit: str) -> None:
    is_good = figure <= bound
    print(f"{'ok  ' if is_good else 'MISS'} {what}: {figure:.3f} {unit} (at most {bound} {unit})", flush=True)
    if not is_good:
        failures.append(what)


def cold_start(folder: Path) -> None:
    """From starting the process to its first answer, five times each."""
    for what, fresh in (("cold start on an empty data folder", True), ("cold start on an existing one", False)):
        first, well = [], []
        for turn in range(5):
            with Server(folder / (f"fresh-{turn}" if fresh else "fresh-0")) as server:
                assert server.first_answer_after is not None
                first.append(server.first_answer_after)
                well.append(time.perf_counter() - server.began)
        print(f"     {what}: database and mail worker well after {statistics.median(well):.3f} s")
        show(f"{what}, to the first answer, median of 5", statistics.median(first), 1.5, "s")


def profile_at_1000_and_20000(folder: Path) -> None:
    """The profile with the client menu, 200 times each in turn."""
    with crowded(folder / "small", 1_000) as small, crowded(folder / "large", 20_000) as large:
        pages = {"small": (*small, 1_000), "large": (*large, 20_000)}
        times: dict[str, list[float]] = {name: [] for name in pages}
        for turn in range(220):
            for name, (server, cookie, count) in pages.items():
                number = 1 + (turn * 7919) % count
                took = timed(lambda: fetch(server, f"/staff/clients/client-{number}", f"staff={cookie}"))  # noqa: B023
                if turn >= 20:
                    times[name].append(took)
        small_median, large_median = (statistics.median(times[name]) for name in ("small", "large"))
        print(f"     profile page: {small_median * 1000:.2f} ms at 1,000 and {large_median * 1000:.2f} ms at 20,000")
        show("profile page at 20,000 clients against 1,000", large_median / small_median, 1.2, "times")


def forgotten_password_whatever_the_mail_server_does(folder: Path) -> None:
    """The request, in turn with a mail server that takes everything and with one that never says a word."""
    with (
        Receiver() as receiver,
        HangingServer() as silent,
        crowded(folder / "healthy", 300, receiver.port) as (healthy_portal, _),
        crowded(folder / "silent", 300, silent.port) as (silent_portal, _),
    ):
        asking = [ask_for_resets(healthy_portal), ask_for_resets(silent_portal)]
        pairs = list(zip(*asking, strict=True))[10:]
    healthy, hanging = (statistics.median(times) for times in zip(*pairs, strict=True))
    print(f"     forgotten password: {healthy * 1000:.2f} ms, silent mail server {hanging * 1000:.2f} ms")
    show("forgotten password with a silent mail server against a healthy one", hanging / healthy, 1.2, "times")


def ask_for_resets(server: Server) -> Iterator[float]:
    """170 requests from 20 addresses, at most 3 for a name and 20 from an address: below the limits."""
    page, cookies = fetch(server, "/forgot-password", "")
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    for turn in range(170):
        number = 5 + turn % 59 * 5
        form = {"csrf_token": token, "username": f"user{number}", "email": f"client{number}@example.com"}
        headers = {"X-Forwarded-For": f"192.0.2.{turn % 20}"}
        yield timed(lambda: post(server, "/forgot-password", form, cookies, headers))  # noqa: B023


def crowded(folder: Path, clients: int, smtp_port: int | None = None) -> AbstractContextManager[tuple[Server, str]]:
    """A running server with so many clients, behind a proxy that it trusts, and the text of a staff cookie."""
    return prepared(folder, lambda: crowd.fill(clients), smtp_port, PORTAL_TRUSTED_PROXIES="127.0.0.1")


def fetch(server: Server, path: str, cookie: str) -> tuple[str, str]:
    return _ask(server, "GET", path, None, {"Cookie": cookie})


def post(server: Server, path: str, form: dict[str, str], cookie: str, headers: dict[str, str]) -> tuple[str, str]:
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    return _ask(server, "POST", path, urllib.parse.urlencode(form), kind | headers)


def _ask(server: Server, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    assert answer.status == 200, (answer.status, path)
    connection.close()
    return text, (answer.headers["Set-Cookie"] or "").partition(";")[0]


def timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
