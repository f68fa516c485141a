"""The input of a check, and its result."""

from dataclasses import dataclass
from typing import Any

from portal.config import Settings


@dataclass(frozen=True)
class Case:
    settings: Settings
    answer: dict[str, Any] | None  # of /health, asked at PORTAL_BIND; None where no portal runs there

    @property
    def is_running(self) -> bool:
        return self.answer is not None


@dataclass(frozen=True)
class Finding:
    found: str
    advice: str = ""  # one sentence on what to do; empty where all is well
    is_off: bool = False  # not in use, or not running, and so neither well nor wrong

    @property
    def is_wrong(self) -> bool:
        return bool(self.advice)

    @property
    def mark(self) -> str:
        return "WRONG" if self.is_wrong else "off" if self.is_off else "ok"


def off(found: str) -> Finding:
    return Finding(found, is_off=True)
