"""The jobs that folders of portal/tasks have for the worker."""

import logging

from portal import clock
from portal.contract import tasks
from portal.contract.offers import Job
from portal.database import release_connection

log = logging.getLogger(__name__)


class Jobs:
    """When each was last done is remembered by this process alone: at its start all are done."""

    def __init__(self) -> None:
        self._last: dict[Job, float] = {}

    def do(self) -> None:
        """Those whose time has come."""
        now = clock.now().timestamp()
        for job in (job for part in tasks.parts().values() for job in part.jobs):
            if abs(now - self._last.get(job, 0.0)) >= job.every.total_seconds():
                self._last[job] = now
                _do(job)


def _do(job: Job) -> None:
    try:
        job.run()
    except Exception:  # it must stop neither the mails nor the other jobs
        log.exception("a job failed and is tried again after %s", job.every)
    finally:
        release_connection()
