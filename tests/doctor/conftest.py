"""A portal that is well, and the doctor's word on it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from portal.config import Settings
from portal.doctor import CHECKS
from portal.doctor.finding import Case, Finding
from portal.extensions import db
from tests.support.certificates import Authority

Look = Callable[..., Finding]


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    return Authority(tmp_path, monkeypatch)


@pytest.fixture
def look(app: Flask) -> Look:
    """One check by its name, with these settings, beside a portal that runs where an answer of it is given."""

    def look_at(name: str, settings: Settings, answer: dict[str, str] | None = None) -> Finding:
        db.session.rollback()
        return CHECKS[name](Case(settings, answer))

    return look_at
