"""What only calls itself a picture, or is one to do harm (portal/images/isolated.py)."""

import contextlib

import pytest
from PIL import Image

from portal.images.remaking import BrokenPicture, NotAPicture, TooManyPixels, remake
from tests.support import photos

pytestmark = pytest.mark.usefixtures("app")
KINDS = photos.of_each_kind()
FOREIGN = {
    "gif": photos.file(kind="GIF"),
    "tiff": photos.file(kind="TIFF"),
    "ico": photos.file(photos.picture(64, 64), "ICO"),
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "eps": photos.file(kind="EPS"),
    "a script with a picture in it": b"#!/bin/sh\n" + photos.file(),
    "avif": b"\0\0\0\x20ftypavif\0\0\0\0avifmif1miaf",
    "film": b"\0\0\0\x20ftypisom\0\0\0\0isomiso2mp41",
    "nothing": b"",
    "zeros": bytes(5000),
}


@pytest.mark.parametrize("what", FOREIGN)
def test_what_is_no_picture_is_refused(what: str) -> None:
    with pytest.raises(NotAPicture):
        remake(FOREIGN[what])


@pytest.mark.parametrize(("kind", "part"), [*((kind, 0.5) for kind in KINDS), ("JPEG", 0.02), ("JPEG", 0.9)])
def test_half_a_picture_is_refused(kind: str, part: float) -> None:
    noisy = photos.phone(400, 300)
    file = photos.heic(noisy) if kind == "HEIC" else photos.file(noisy, kind)
    with pytest.raises((BrokenPicture, NotAPicture)):
        remake(file[: int(len(file) * part)])


# a progressive one is coarse at first, and fine only at its end
def test_half_a_progressive_picture_is_refused() -> None:
    file = photos.file(photos.phone(400, 300), progressive=True)
    with pytest.raises(BrokenPicture):
        remake(file[: len(file) // 2])


@pytest.mark.parametrize(("mode", "part"), [("RGB", 0.25), ("RGB", 0.93), ("L", 0.93), ("CMYK", 0.93)])
def test_a_picture_that_would_end_in_grey_is_refused(mode: str, part: float) -> None:
    file = photos.file(photos.phone(400, 600).convert(mode))
    with pytest.raises(BrokenPicture):
        remake(file[: int(len(file) * part)])


# the smaller, which would fit into the memory
@pytest.mark.parametrize("size", [(40_000, 40_000), (10_000, 5_100)])
def test_a_bomb_is_refused_by_its_head(size: tuple[int, int]) -> None:
    bomb = photos.bomb(*size)
    assert len(bomb) < 250_000
    with pytest.raises(TooManyPixels):
        remake(bomb)


@pytest.mark.parametrize(("kind", "quickly"), [("PNG", {"compress_level": 1}), ("WEBP", {"method": 0})])
def test_what_needs_more_memory_than_there_is_hurts_nobody(kind: str, quickly: dict[str, int]) -> None:
    largest = Image.new("RGBA", (7000, 7000), (1, 2, 3, 4))
    with contextlib.suppress(TooManyPixels):
        assert len(remake(photos.file(largest, kind, **quickly)).data) <= 400_000


def test_a_picture_with_its_size_made_up_is_refused() -> None:
    file = bytearray(photos.file(photos.picture(640, 480)))
    at = file.index(b"\xff\xc0") + 5
    file[at : at + 4] = b"\xff\xff\xff\xff"  # 65,535 by 65,535
    with pytest.raises(TooManyPixels):
        remake(bytes(file))
