"""Figures beside their bounds, and plain requests to measure with."""

import http.client
import time
import urllib.parse
from collections.abc import Callable, Iterator

from tests.support.server import Server

failures: list[str] = []


def show(what: str, figure: float, bound: float, unit: str, *, at_least: bool = False) -> None:
    is_good = figure >= bound if at_least else figure <= bound
    words = "at least" if at_least else "at most"
    print(f"{'ok  ' if is_good else 'MISS'} {what}: {figure:.3f} {unit} ({words} {bound} {unit})", flush=True)
    if not is_good:
        failures.append(what)


def ask_for_resets(server: Server, batch: int) -> Iterator[float]:
    """170 requests, and how many seconds each has taken: of a batch at most 3 for a name and 20 from an address,
    below the limits. Another batch is of other names and addresses."""
    page, cookies = fetch(server, "/forgot-password", "")
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    for turn in range(170):
        number = 5 + (batch * 59 + turn % 59) * 5
        form = {"csrf_token": token, "username": f"user{number}", "email": f"client{number}@example.com"}
        headers = {"X-Forwarded-For": f"10.0.{batch}.{turn % 20}"}
        yield timed(lambda: post(server, "/forgot-password", form, cookies, headers))  # noqa: B023


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
