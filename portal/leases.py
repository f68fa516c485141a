"""Who holds the lease of a mail: a process, told apart from a later one with the same number by its start time."""

import os
from pathlib import Path

from portal.text import number as text_number


def holder() -> str:
    """This process, as the row of a mail names it."""
    return f"{os.getpid()}:{_started(os.getpid())}"


def runs(lease_holder: str) -> bool:
    """Whether the process that is named so still runs on this machine."""
    number, _, started = lease_holder.partition(":")
    process = text_number(number)
    return process is not None and bool(started) and _started(process) == started


def _started(process: int) -> str:
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return ""
    state, *fields = stat.rpartition(")")[2].split()
    return "" if state == "Z" else fields[18]  # starttime, field 22 of proc(5)
