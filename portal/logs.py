"""The log: secrets are taken out of every line, and nobody can forge one (OWASP ASVS 16.2.5, 16.4.1)."""

import logging
import re
import sys
from datetime import UTC, datetime, timedelta

from portal import clock

AGAIN = timedelta(minutes=10)
_LINK = re.compile(r"((?:/staff)?/(?:register|reset-password)/)[^\s?#'\"]+")
_CODE = re.compile(r"(/setup\?code=)[^\s&#'\"]+")
_TOKEN = re.compile(r"(?<![\w-])[\w-]{22}\.[\w-]{43}(?![\w-])")  # a link without its address, as in an exception
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def redacted(text: str) -> str:
    return _TOKEN.sub("[removed]", _CODE.sub(r"\1[removed]", _LINK.sub(r"\1[removed]", text)))


class Formatter(logging.Formatter):
    """Redacts the finished line with its traceback, whose lines are indented so that none looks like the log's own."""

    def format(self, record: logging.LogRecord) -> str:
        line = redacted(super().format(record))
        line = _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", line)
        return line.replace("\n", "\n  " if record.exc_info else "\\n")


class RareWarnings:
    """For what goes wrong again and again: one line, and the next after ten minutes at the earliest."""

    def __init__(self, log: logging.Logger) -> None:
        self._log, self._told_at = log, datetime.min.replace(tzinfo=UTC)

    def warn(self, text: str, *values: object) -> None:
        now = clock.now()
        if abs(now - self._told_at) >= AGAIN:  # also where the clock was set back
            self._told_at = now
            self._log.warning(text, *values)


def set_up(level: int = logging.INFO) -> None:
    """Send the log to standard error, once."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.raiseExceptions = False  # a line that cannot be written must not be repeated raw, past the formatter
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
