"""What becomes of an uploaded picture."""

import io
from typing import Any

import pytest
from PIL import Image, ImageCms, ImageColor, PngImagePlugin

from portal.images.endings import completed
from portal.images.remaking import LOGO, PHOTO, Limits, remake
from tests.support import photos

pytestmark = pytest.mark.usefixtures("app")
KINDS = photos.of_each_kind()
UPRIGHT = ["red", "lime", "blue", "white"]


def shown(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def corners(image: Image.Image) -> list[str]:
    """The colours of the four quarters, nearly."""
    plain = image.convert("RGB")
    return [_name(plain.getpixel((plain.width * x // 4, plain.height * y // 4))) for y in (1, 3) for x in (1, 3)]


def _name(colour: Any) -> str:
    def distance(name: str) -> int:
        return sum(abs(one - other) for one, other in zip(ImageColor.getrgb(name), colour))

    return min(UPRIGHT, key=distance)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_becomes_a_jpeg_of_the_same_picture(kind: str) -> None:
    remade = remake(KINDS[kind])
    assert (remade.media_type, remade.width, remade.height) == ("image/jpeg", 1200, 900)
    assert (shown(remade.data).format, shown(remade.data).size) == ("JPEG", (1200, 900))
    assert corners(shown(remade.data)) == UPRIGHT


def test_a_noisy_photo_becomes_small() -> None:
    remade = remake(photos.file(photos.phone(1500, 2200)))
    assert len(remade.data) <= 400_000
    assert max(shown(remade.data).size) <= 2000
    assert (remade.width, remade.height) == shown(remade.data).size


def test_a_photo_has_a_preview_small_enough_for_a_page() -> None:
    remade = remake(photos.file(photos.phone(1500, 1000)))
    assert remade.preview is not None and len(remade.preview) <= 3_500
    assert shown(remade.preview).format == "WEBP" and max(shown(remade.preview).size) <= 256
    assert remake(photos.file(), LOGO).preview is None


def test_the_longest_side_is_two_thousand_pixels() -> None:
    assert shown(remake(photos.file(photos.picture(3000, 6000))).data).size == (1000, 2000)


@pytest.mark.parametrize(("kind", "orientation"), [*(("JPEG", way) for way in range(1, 9)), ("PNG", 6), ("WEBP", 6)])
def test_a_photo_taken_any_way_up_is_upright(kind: str, orientation: int) -> None:
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # of Image.Transpose
    image = photos.picture()
    if orientation > 1:
        image = image.transpose(Image.Transpose(undo[orientation]))
    remade = remake(photos.file(image, kind, exif=photos.exif(orientation)))
    assert ((remade.width, remade.height), corners(shown(remade.data))) == ((1200, 900), UPRIGHT)


def test_a_heic_taken_on_its_side_is_upright() -> None:
    on_its_side = photos.picture().transpose(Image.Transpose.ROTATE_90)
    file = photos.heic(on_its_side, exif=photos.exif(6).tobytes())
    remade = remake(file)
    assert ((remade.width, remade.height), corners(shown(remade.data))) == ((1200, 900), UPRIGHT)


def test_damaged_metadata_do_not_spoil_a_photo() -> None:
    assert remake(photos.file(exif=b"Exif\0\0II*\0\xff\xff\xff\xffnonsense")).width == 1200


@pytest.mark.parametrize(("kind", "limits"), [(kind, PHOTO) for kind in KINDS] + [(kind, LOGO) for kind in LOGO.kinds])
def test_nothing_but_the_pixels_stays(kind: str, limits: Limits) -> None:
    told = {"xmp": b"<x:xmpmeta>secret words</x:xmpmeta>", "exif": photos.exif(),
            "icc_profile": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()}  # fmt: skip
    if kind == "JPEG":
        told["comment"] = "secret words"
    if kind == "PNG":
        told["pnginfo"] = PngImagePlugin.PngInfo()
        told["pnginfo"].add_text("Comment", "secret words")
    file = (
        photos.heic(exif=photos.exif().tobytes(), xmp=told["xmp"])
        if kind == "HEIC"
        else photos.file(None, kind, **told)
    )
    assert b"secret words" in file and photos.GPS in file and photos.CAMERA.encode() in file
    remade = remake(file, limits)
    data = remade.data
    for word in (b"secret words", photos.GPS, photos.CAMERA.encode(), b"Exif", b"ICC", b"iCCP", b"xmp", b"http"):
        assert word not in data + (remade.preview or b"")
    assert not shown(data).getexif() and set(shown(data).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


WITHOUT_AN_END = {
    "JPEG without its last two bytes": (photos.file(photos.phone(400, 300))[:-2], PHOTO),
    "JPEG without its last ten bytes": (photos.file(photos.phone(400, 300))[:-10], PHOTO),
    "progressive JPEG": (photos.file(photos.phone(400, 300), progressive=True)[:-2], PHOTO),
    "JPEG that is larger than it is kept": (photos.file(photos.phone(4200, 200))[:-2], PHOTO),
    "JPEG of print": (photos.file(photos.phone(400, 300).convert("CMYK"))[:-2], PHOTO),
    "JPEG with a small one in its Exif": (photos.file(photos.phone(400, 300), exif=photos.exif())[:-2], PHOTO),
    "PNG without IEND": (photos.file(photos.phone(400, 300), "PNG")[:-12], PHOTO),
    "PNG without its last two bytes": (photos.file(photos.phone(400, 300), "PNG")[:-2], LOGO),
    "WebP without its last two bytes": (photos.file(photos.phone(400, 300), "WEBP")[:-2], PHOTO),
}


@pytest.mark.parametrize("what", WITHOUT_AN_END)
def test_a_picture_that_lacks_its_last_bytes_is_taken_as_browsers_take_it(what: str) -> None:
    file, limits = WITHOUT_AN_END[what]
    remade = shown(remake(file, limits).data)
    last_row = remade.convert("L").crop((0, remade.height - 1, *remade.size))
    assert len(set(last_row.tobytes())) > 3, "the last row has what the picture has there"


# its bytes are not touched: what hangs on behind the end of a picture may look like anything
def test_a_picture_with_its_end_is_left_as_it_is() -> None:
    for file in [*KINDS.values(), KINDS["JPEG"] + b"tail", photos.file(progressive=True), b"\xff\xd8\xff", b"RIFF"]:
        assert completed(file) is file


@pytest.mark.parametrize("kind", KINDS)
def test_what_hangs_on_behind_a_picture_is_gone(kind: str) -> None:
    tail = b"<!doctype html><script>alert(1)</script>%PDF-1.7 PK\x03\x04evil.exe PK\x05\x06" + bytes(18)
    data = remake(KINDS[kind] + tail).data
    assert not any(part in data for part in (b"<script>", b"%PDF", b"evil.exe"))
    assert data.endswith(b"\xff\xd9")


def test_of_a_moving_picture_the_first_frame_is_taken() -> None:
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue", "white")]
    for kind in ("WEBP", "PNG"):
        file = photos.file(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
        assert corners(shown(remake(file).data)) == ["red"] * 4


MODES = {"L": "JPEG", "1": "PNG", "LA": "PNG", "P": "PNG"}


@pytest.mark.parametrize("mode", MODES)
def test_each_way_of_keeping_colours_is_read(mode: str) -> None:
    image = Image.new("RGB", (60, 60), "white").convert(mode)
    assert corners(shown(remake(photos.file(image, MODES[mode])).data)) == ["white"] * 4


def test_the_colours_of_print_look_alike() -> None:
    assert corners(shown(remake(photos.file(photos.picture(mode="CMYK"))).data)) == UPRIGHT


def test_sixteen_bits_of_grey_keep_their_shades() -> None:
    grey = Image.frombytes("I;16", (64, 64), (0x8000).to_bytes(2, "little") * 64 * 64)
    pixel = shown(remake(photos.file(grey, "PNG")).data).getpixel((32, 32))
    assert isinstance(pixel, tuple) and all(120 <= value <= 136 for value in pixel)  # type: ignore[operator]


@pytest.mark.parametrize("size", [(1, 1), (1, 9000)])
def test_the_smallest_picture_stays_one(size: tuple[int, int]) -> None:
    remade = remake(photos.file(Image.new("RGB", size)))
    assert (remade.width, remade.height) == tuple(min(side, 2000) for side in size)


def test_what_is_transparent_in_a_photo_becomes_white() -> None:
    assert corners(shown(remake(photos.file(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG")).data)) == ["white"] * 4


def test_a_logo_stays_transparent_and_small() -> None:
    drawn = Image.new("RGBA", (1500, 500))
    drawn.paste("red", (750, 0, 1500, 500))
    remade = remake(photos.file(drawn, "PNG"), LOGO)
    assert (remade.media_type, remade.width, remade.height) == ("image/png", 600, 200)
    clear = shown(remade.data).convert("RGBA")
    assert (clear.getpixel((10, 10)), clear.getpixel((590, 10))) == ((0, 0, 0, 0), (255, 0, 0, 255))


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_logo_full_of_details_still_becomes_small(mode: str) -> None:
    busy = photos.phone(1000, 900)
    if mode == "RGBA":
        busy.putalpha(Image.effect_noise(busy.size, 90))
    remade = remake(photos.file(busy, "WEBP"), LOGO)
    assert len(remade.data) <= 60_000
    assert remade.media_type == ("image/jpeg" if mode == "RGB" else "image/png")
