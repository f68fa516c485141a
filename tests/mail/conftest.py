"""A mail server for each test, which takes what it is given."""

from pathlib import Path

import pytest

from tests.support.certificates import Authority
from tests.support.smtp import Receiver


@pytest.fixture
def environment(smtp: Receiver) -> dict[str, str]:
    return {"PORTAL_MAIL_SERVER": "127.0.0.1", "PORTAL_MAIL_PORT": str(smtp.port), "PORTAL_MAIL_SECURITY": "none"}


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    return Authority(tmp_path, monkeypatch)
