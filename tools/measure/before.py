"""The profile page beside that of an earlier commit, in turn: `.venv/bin/python -m tools.measure.before COMMIT`."""

import io
import os
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

from tests.support.figures import failures, fetch, show, timed
from tests.support.server import Server

HERE = Path(__file__).parents[2]
CLIENTS, TURNS, WARM_UP, STARTS = 1000, 400, 40, 9
FILL = """
import sys
from portal import config, create_app
from portal.extensions import db
from portal.models import Staff
from tests.support import crowd, factories
try:
    from portal import data_folder
except ImportError:  # its name in older versions
    from portal import storage as data_folder
try:
    from portal import schema
except ImportError:
    from portal import database as schema

settings = config.load({"PORTAL_DATA_DIR": sys.argv[1]})
data_folder.prepare(settings)
with create_app(settings).app_context():
    schema.upgrade(settings, db.engine)
    factories.make_practice()
    crowd.fill(int(sys.argv[2]))
    print(factories.sign_in(Staff.by_sign_in_name("dana.w")))
"""


def main(commit: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        trees = {"before": unpacked(commit, folder / "tree"), "now": HERE}
        cookies = {which: filled(tree, folder / which) for which, tree in trees.items()}
        with (
            Server(folder / "before", PYTHONPATH=str(trees["before"]), PYTHONSAFEPATH="1") as before,
            Server(folder / "now", PYTHONPATH=str(HERE), PYTHONSAFEPATH="1") as now,
        ):
            compare({"before": before, "now": now}, cookies)
        compare_starts(folder, trees)
    sys.exit(1 if failures else 0)


def unpacked(commit: str, place: Path) -> Path:
    packed = subprocess.run(["git", "archive", commit], cwd=HERE, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(place, filter="data")
    return place


def filled(tree: Path, folder: Path) -> str:
    """The cookie of somebody who works there."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PORTAL_")}
    done = subprocess.run(
        [sys.executable, "-c", FILL, str(folder), str(CLIENTS)], cwd=tree, check=True, text=True,
        capture_output=True, env=environment | {"PYTHONPATH": str(tree)},
    )  # fmt: skip
    return done.stdout.strip()


def compare(servers: dict[str, Server], cookies: dict[str, str]) -> None:
    """Of five clients each is of another status."""
    times: dict[str, list[float]] = {which: [] for which in servers}
    for turn in range(TURNS + WARM_UP):
        page = f"/staff/clients/client-{1 + (turn * 7919) % CLIENTS}"
        for which, server in servers.items():
            took = timed(lambda: fetch(server, page, f"staff={cookies[which]}"))  # noqa: B023
            if turn >= WARM_UP:
                times[which].append(took)
    before, now = (statistics.median(times[which]) for which in ("before", "now"))
    print(f"     profile page: {before * 1000:.2f} ms before and {now * 1000:.2f} ms now")
    show("profile page, now against before, median", now / before, 1.05, "times")


def compare_starts(folder: Path, trees: dict[str, Path]) -> None:
    """To the first answer, and until database and mail worker are well, on the folders of before."""
    times: dict[str, list[tuple[float, float]]] = {which: [] for which in trees}
    for _ in range(STARTS):
        for which, tree in trees.items():
            with Server(folder / which, PYTHONPATH=str(tree), PYTHONSAFEPATH="1") as server:
                assert server.first_answer_after is not None
                times[which].append((server.first_answer_after, time.perf_counter() - server.began))
    for number, what in enumerate(("first answer", "all well")):
        before, now = (statistics.median(pair[number] for pair in times[which]) for which in ("before", "now"))
        print(f"     cold start to {what}: {before:.3f} s before and {now:.3f} s now")
        show(f"cold start to {what}, now against before, median", now / before, 1.0, "times")


if __name__ == "__main__":
    main(sys.argv[1])
