"""All of them, one after the other. Exits with 1 where one does not hold."""

import statistics
import sys
import tempfile
import time
from contextlib import AbstractContextManager
from pathlib import Path

from tests.support import crowd
from tests.support.figures import failures, fetch, show, timed
from tests.support.live import prepared
from tests.support.server import Server
from tools.measure import mail, pictures, slow_lines


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cold_start(folder)
        profile_at_1000_and_20000(folder)
        mail.measure(folder)
        pictures.measure(folder)
        slow_lines.measure(folder)
    sys.exit(1 if failures else 0)


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


def crowded(folder: Path, clients: int, smtp_port: int | None = None) -> AbstractContextManager[tuple[Server, str]]:
    """A running server with so many clients, behind a proxy that it trusts, and the text of a staff cookie."""
    return prepared(folder, lambda: crowd.fill(clients), smtp_port, PORTAL_TRUSTED_PROXIES="127.0.0.1")


if __name__ == "__main__":
    main()
