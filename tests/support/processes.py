"""The processes of this machine, as far as a test started them."""

import os
import signal
from pathlib import Path


def family(parent: int) -> list[int]:
    """The process with this number and all below it."""
    found = [parent]
    for number in found:  # grows while it is read
        for task in Path(f"/proc/{number}/task").glob("*/children"):
            try:
                found.extend(int(child) for child in task.read_text().split())
            except OSError:  # it ended meanwhile
                continue
    return found


def runs(number: int) -> bool:
    """Whether it is there and more than an entry that its parent has not read yet."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def name_of(number: int) -> str:
    return Path(f"/proc/{number}/comm").read_text().strip()


def kill(numbers: list[int]) -> None:
    """All at once, as a power cut would."""
    for number in numbers:
        try:
            os.kill(number, signal.SIGKILL)
        except ProcessLookupError:
            continue
