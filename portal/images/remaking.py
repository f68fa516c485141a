"""Uploaded pictures are never kept: each is made anew, small and without anything but its pixels.

That happens in a process of its own with little memory, little time and no place before others
(portal/images/isolated.py), so that neither a decompression bomb nor a bug in a decoder reaches the server.
"""

import json
import logging
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from portal.i18n import lazy
from portal.images.endings import completed
from portal.work_queue import Each, Gate

log = logging.getLogger(__name__)
MB = 1024 * 1024
QUEUE = 11
MAKER = Path(__file__).with_name("isolated.py")
ENVIRONMENT = {"MALLOC_ARENA_MAX": "1"}  # none of our settings; and glibc stays within the memory limit
LONGEST = 30  # seconds, then it is killed


@dataclass(frozen=True)
class Limits:
    """Of the file in bytes and of the new picture in pixels and bytes; ``kinds`` in the words of Pillow.

    ``preview_side``: of a second, small picture, in pixels; 0: there is none.
    """

    largest_file: int
    longest_side: int
    largest_result: int
    keeps_transparency: bool = False
    preview_side: int = 0
    kinds: tuple[str, ...] = ("JPEG", "PNG", "WEBP", "HEIF")


PHOTO = Limits(largest_file=8 * MB, longest_side=2000, largest_result=400_000, preview_side=256)
LOGO = Limits(2 * MB, longest_side=600, largest_result=60_000, keeps_transparency=True, kinds=("JPEG", "PNG", "WEBP"))


@dataclass(frozen=True)
class Remade:
    media_type: str
    width: int  # in pixels
    height: int
    data: bytes
    preview: bytes | None = None


class PictureRefused(Exception):
    """Nothing was made. ``sentence`` is for the person who chose the file."""

    sentence = lazy("This picture could not be read. Please choose another.")


class NotAPicture(PictureRefused):
    """Its first bytes are those of none of the kinds that are taken."""

    sentence = lazy("This file is not a picture that we can read. Please choose a JPEG, PNG, WebP or HEIC file.")


class NotALogo(NotAPicture):
    """As NotAPicture, where fewer kinds are taken."""

    sentence = lazy("This file is not a picture that we can read. Please choose a JPEG, PNG or WebP file.")


class FileTooLarge(PictureRefused):
    """The file itself has too many bytes."""

    def __init__(self, largest: int) -> None:
        super().__init__("file too large")
        self.sentence = lazy("This file is too large. It may have at most %(size)s MB.", size=largest // MB)


class TooManyPixels(PictureRefused):
    """More pixels than a phone takes, or than there is memory for."""

    sentence = lazy("This picture has too many pixels. Please choose a smaller one, or take a new photo.")


class BrokenPicture(PictureRefused):
    """It begins as a picture, but cannot be decoded within the limits."""

    sentence = lazy("This picture is damaged. Please choose another, or take a new photo.")


class PicturesBusy(Exception):
    """More pictures are being made, or more else is done, than this machine can; try again in 5 s."""


REFUSALS = {"not_a_picture": NotAPicture, "too_many_pixels": TooManyPixels, "broken": BrokenPicture}
GATE = Gate("pictures", QUEUE, PicturesBusy)
EACH = Each(2, PicturesBusy)


def remake(data: bytes, limits: Limits = PHOTO) -> Remade:
    """The picture in this file, made anew. Raises PictureRefused, PicturesBusy.

    It takes as long as a second: call it with no connection to the database held.
    """
    if len(data) > limits.largest_file:
        raise FileTooLarge(limits.largest_file)
    whole = completed(data)
    with GATE.turn():
        head, content = _ask_maker(whole, limits, was_completed=whole != data)
    if "refused" in head:
        refusal = REFUSALS[head["refused"]]
        raise NotALogo() if refusal is NotAPicture and "HEIF" not in limits.kinds else refusal()
    end = len(content) - head["preview"]
    return Remade(head["media_type"], head["width"], head["height"], content[:end], content[end:] or None)


def _ask_maker(data: bytes, limits: Limits, was_completed: bool) -> tuple[dict[str, Any], bytes]:
    """What the process says, and the new picture. Raises BrokenPicture where its limits have ended it."""
    wanted = {name: value for name, value in asdict(limits).items() if name != "largest_file"}
    wanted["was_completed"] = was_completed
    command = [sys.executable, "-I", str(MAKER), json.dumps(wanted)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, env=ENVIRONMENT, timeout=LONGEST)
    except subprocess.TimeoutExpired as error:
        raise PicturesBusy() from error  # its own limit is one of work: this machine has too much to do
    if done.returncode:
        log.warning("the maker of pictures ended with %s: %s", done.returncode, _last_line(done.stderr))
        raise BrokenPicture()
    head, _, content = done.stdout.partition(b"\n")
    return json.loads(head), content


def _last_line(stderr: bytes) -> str:
    """Why the Python process has ended, without anything of the picture."""
    return stderr.decode(errors="replace").rstrip().rpartition("\n")[2][:200]
