"""Around the maker of pictures: how large a file may be, how many at once, and what it can never hurt."""

import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from portal.images import remaking
from portal.images.remaking import GATE, LOGO, BrokenPicture, FileTooLarge, NotALogo, PicturesBusy, remake
from tests.support import photos
from tests.support.server import wait_until

pytestmark = pytest.mark.usefixtures("app")


def test_a_file_of_more_than_eight_megabytes_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remaking, "_ask_maker", None)
    with pytest.raises(FileTooLarge) as refused:
        remake(photos.file() + bytes(8 * 1024 * 1024))
    assert str(refused.value.sentence) == "This file is too large. It may have at most 8 MB."


def test_a_file_of_eight_megabytes_is_read() -> None:
    file = photos.file()
    assert remake(file + bytes(8 * 1024 * 1024 - len(file))).width == 1200


def test_a_logo_is_of_another_kind_and_size() -> None:
    with pytest.raises(NotALogo):
        remake(photos.heic(), LOGO)
    with pytest.raises(FileTooLarge):
        remake(photos.file() + bytes(2 * 1024 * 1024), LOGO)


def test_a_maker_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remaking, "LONGEST", 0.001)
    with pytest.raises(PicturesBusy):
        remake(photos.file())


@pytest.mark.parametrize("script", ["import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "raise SystemExit(3)"])
def test_a_maker_that_breaks_down_breaks_nothing_else(
    script: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "maker.py"
    broken.write_text(script)
    monkeypatch.setattr(remaking, "MAKER", broken)
    with pytest.raises(BrokenPicture):
        remake(photos.file())


# needs no file, since nothing is decoded
def test_the_maker_limits_itself_before_it_reads() -> None:
    look = (
        f"import runpy, resource as r, os; maker = runpy.run_path({str(remaking.MAKER)!r}); maker['confine']();"
        "print([r.getrlimit(what)[1] for what in (r.RLIMIT_AS, r.RLIMIT_CPU, r.RLIMIT_FSIZE)], os.nice(0))"
    )
    said = subprocess.run([sys.executable, "-I", "-c", look], capture_output=True, text=True, check=True).stdout
    assert said.strip() == f"{[512 * 1024 * 1024, 10, 0]} 10"


def test_the_maker_gets_nothing_of_the_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    look = tmp_path / "look.py"
    said = "{'media_type': '', 'width': [*os.environ], 'height': 0, 'preview': 0}"
    look.write_text(f"import json, os; print(json.dumps({said}))")
    monkeypatch.setenv("PORTAL_SECRET_KEY", "x" * 40)
    monkeypatch.setattr(remaking, "MAKER", look)
    assert "PORTAL_SECRET_KEY" not in json.dumps(remake(b"").width)


def test_more_pictures_than_the_queue_holds_are_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    go_on, made = threading.Event(), ({"media_type": "image/jpeg", "width": 1, "height": 1, "preview": 0}, b"")

    def slow(*_: object, **__: object) -> object:
        assert go_on.wait(20)
        return made

    def knock(_: int) -> bool:
        try:
            return bool(remake(b"x"))
        except PicturesBusy:
            return False

    monkeypatch.setattr(remaking, "_ask_maker", slow)
    with ThreadPoolExecutor(20) as threads:
        answers = [threads.submit(knock, number) for number in range(20)]
        wait_until(lambda: sum(one.done() for one in answers) == 20 - GATE.holds, "the others are told to wait")
        go_on.set()
    assert [one.result() for one in answers].count(True) == GATE.holds
