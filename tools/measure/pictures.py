"""Figures of the photos that clients send, each beside what the same takes without them. Part of `make measure`.

Alone: python -m tools.measure.pictures
"""

import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path

from tests.support import crowd, factories, photos
from tests.support.cast import Person
from tests.support.choices import choose
from tests.support.figures import failures, fetch, show, timed
from tests.support.insurance import LEAST
from tests.support.live import prepared
from tests.support.processes import family
from tests.support.server import Server
from tests.support.wire import Wire

AT_ONCE, TURNS, ROUNDS = 10, 5, 6
PAGES = ("/staff/clients/client-7", "/staff/clients", "/sign-in")
MB = 1024


def measure(folder: Path) -> None:
    cookies: list[str] = []

    def fill() -> None:
        crowd.fill(100)
        choose(task_insurance=True)
        for number in range(AT_ONCE):
            client = factories.make_client(Person("Una", f"Park {number}", None, f"una.{number}"), registered=True)
            assert client.account is not None
            cookies.append(factories.sign_in(client.account))

    camera = photos.phone()
    files = {"JPEG": photos.file(camera, quality=90), "HEIC": photos.heic(camera, quality=55)}
    with prepared(folder / "pictures", fill) as (server, cookie):
        phones = [phone(server, text) for text in cookies]
        floor = statistics.median(timed(lambda: sent_and_shown(phones[0], None)) for _ in range(TURNS))
        for kind, file in files.items():
            one(server, phones[0], kind, file, floor)
        ten_at_once(server, phones, files["JPEG"], cookie)


def phone(server: Server, cookie: str) -> Wire:
    wire = Wire(server.port)
    wire.cookies["client"] = cookie
    wire.get("/insurance")
    return wire


def sent_and_shown(wire: Wire, file: bytes | None) -> None:
    """From the press of the button until the page is there with the photo on it."""
    answer = wire.upload("/insurance", LEAST, {"front": file} if file else {})
    assert answer.status == 303, (answer.status, answer.text[-600:])
    shown = wire.get(answer.location or "").text
    if file:
        picture = shown.partition('name="front_kept" value="')[2].partition('"')[0]
        assert wire.get(f"/pictures/{picture}?size=small").status == 200


def one(server: Server, wire: Wire, kind: str, file: bytes, floor: float) -> None:
    times = [timed(lambda: sent_and_shown(wire, file)) for _ in range(TURNS)]
    with watched(server) as peak:
        sent_and_shown(wire, file)
    print(f"     a photo of 12 megapixels, {kind} of {len(file) / 1e6:.1f} MB; the form without it takes {floor:.3f} s")
    show(f"a photo, {kind}, until it is kept and shown, longest of {TURNS}", max(times), 2.0, "s")
    print(f"     the maker at most {peak['maker']:.0f} MB, the server {peak['server']:.0f} MB more than before")
    show(f"a photo, {kind}, memory of the maker, and what the server grows", sum(peak.values()), 150, "MB")


def ten_at_once(server: Server, phones: list[Wire], file: bytes, cookie: str) -> None:
    """The same pages in turn without uploads and while ten photos come at once."""
    quiet: list[float] = []
    busy: list[float] = []
    took: list[float] = []
    with ThreadPoolExecutor(AT_ONCE) as threads:

        def send() -> list[Future[float]]:
            return [threads.submit(timed, lambda one=one: sent_and_shown(one, file)) for one in phones]  # type: ignore[misc]

        for _ in range(ROUNDS):
            sending = send()
            while not all(one.done() for one in sending):
                busy.extend(pages(server, cookie))
            took.append(max(one.result() for one in sending))
            while len(quiet) < len(busy):
                quiet.extend(pages(server, cookie))
        with watched(server) as peak:
            wait(send())
    print(f"     {AT_ONCE} photos at once: the last is kept and shown after {statistics.median(took):.1f} s")
    print(f"     the maker at most {peak['maker']:.0f} MB, the server {peak['server']:.0f} MB more than before")
    slow, usual = (statistics.quantiles(times, n=20)[-1] for times in (busy, quiet))
    print(f"     pages, 95 % of {len(quiet)}: {usual * 1000:.1f} ms, and {slow * 1000:.1f} ms beside the photos")
    show(f"pages while {AT_ONCE} photos come, 95 %", slow / usual, 2.0, "times")


def pages(server: Server, cookie: str) -> Iterator[float]:
    for path in PAGES:
        yield timed(lambda: fetch(server, path, f"staff={cookie}"))  # noqa: B023


@contextmanager
def watched(server: Server) -> Iterator[dict[str, float]]:
    """The most memory in MB that a maker of pictures has had, and that the web process has gained."""
    assert server.process is not None
    parent, peak, done = server.process.pid, {"maker": 0.0, "server": 0.0}, threading.Event()
    before = {number: memory(number, "VmRSS") for number in family(parent)}

    def look() -> None:
        while not done.wait(0.02):
            for number in family(parent):
                if number not in before and "images/isolated" in command(number):
                    peak["maker"] = max(peak["maker"], memory(number, "VmHWM"))
            peak["server"] = max(peak["server"], *(memory(number, "VmRSS") - had for number, had in before.items()))

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield peak
    finally:
        done.set()
        looking.join()


def memory(process: int, what: str) -> float:
    """In MB; 0 where it has ended."""
    lines = read(process, "status").splitlines()
    return next((int(line.split()[1]) / MB for line in lines if line.startswith(f"{what}:")), 0.0)


def command(process: int) -> str:
    return read(process, "cmdline")


def read(process: int, what: str) -> str:
    try:
        return Path(f"/proc/{process}/{what}").read_text()
    except OSError:
        return ""


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name))
    sys.exit(1 if failures else 0)
