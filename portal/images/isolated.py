"""Makes one picture anew, in a process of its own that portal/images/remaking.py starts as a file: never imported.

The limits are the argument, the uploaded file is read from the standard input, and the answer is written to the
standard output: one line of JSON, either the new picture's properties, followed by its bytes and those of a preview, or
why there is none.
"""

import io
import json
import os
import resource
import signal
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PIL import Image, MpoImagePlugin, TiffImagePlugin, WebPImagePlugin  # noqa: F401  (later no file can be opened)

MEMORY = 512 * 1024 * 1024
CPU_SECONDS, WALL_SECONDS = 10, 40  # the latter in case the process that started this is gone
NICE = 10
NO_FILES = resource.RLIMIT_NOFILE, (3, 3)  # whatever a decoder could be made to do, it opens none
MOST_PIXELS = 50_000_000
MOST_PREVIEW = 3_500  # bytes: a page may show four, and is small itself
QUALITIES, SMALLER = (85, 75, 65, 55), 0.8
HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")  # ISO/IEC 23008-12
ORIENTATION = 0x0112  # Exif 2.32, 4.6.4
_TO = Image.Transpose
TURNS = {
    2: _TO.FLIP_LEFT_RIGHT, 3: _TO.ROTATE_180, 4: _TO.FLIP_TOP_BOTTOM, 5: _TO.TRANSPOSE, 6: _TO.ROTATE_270,
    7: _TO.TRANSVERSE, 8: _TO.ROTATE_90,
}  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    longest_side: int
    largest_result: int
    keeps_transparency: bool
    preview_side: int  # in pixels; 0: without a preview
    kinds: list[str]
    was_completed: bool  # its last bytes are made up (portal/images/endings.py)


class Refused(Exception):
    """Says which of the refusals of portal/images/remaking.py it is."""


def main() -> None:
    wanted = Wanted(**json.loads(sys.argv[1]))
    confine()
    Image.preinit()
    head, content = answer(sys.stdin.buffer.read(), wanted)
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + content)


def confine() -> None:
    """Limit memory and time, run behind all other processes, and write no file."""
    os.nice(NICE)
    signal.alarm(WALL_SECONDS)
    limits = {resource.RLIMIT_AS: MEMORY, resource.RLIMIT_CPU: CPU_SECONDS}
    for what, most in (limits | {resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CORE: 0}).items():
        resource.setrlimit(what, (most, most))


def answer(data: bytes, wanted: Wanted) -> tuple[dict[str, Any], bytes]:
    try:
        image = turned_and_small(data, wanted)
        media_type, size, content = within(image, wanted.largest_result, wanted.keeps_transparency)
        preview = b""
        if wanted.preview_side:
            image.thumbnail((wanted.preview_side, wanted.preview_side))
            preview = within(image, MOST_PREVIEW, is_drawn=False, kind="WEBP")[2]
    except Refused as refusal:
        return {"refused": str(refusal)}, b""
    except (MemoryError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return {"refused": "too_many_pixels"}, b""
    except Exception:  # a decoder may raise anything
        return {"refused": "broken"}, b""
    return {"media_type": media_type, "width": size[0], "height": size[1], "preview": len(preview)}, content + preview


def kind_of(data: bytes) -> str | None:
    """The type by the first bytes; a name or a declared type is not trusted."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    return "HEIF" if data[4:8] == b"ftyp" and data[8:12] in HEIF_BRANDS else None


def turned_and_small(data: bytes, wanted: Wanted) -> Image.Image:
    kind = kind_of(data)
    if kind is None or kind not in wanted.kinds:
        raise Refused("not_a_picture")
    image = (from_heif if kind == "HEIF" else opened)(data, kind, wanted.longest_side)
    if wanted.was_completed and ends_in_grey(image):
        raise Refused("broken")
    turn = turn_of(image)
    image = in_plain_colours(image, wanted.keeps_transparency)
    image.thumbnail((wanted.longest_side, wanted.longest_side), Image.Resampling.LANCZOS, reducing_gap=1.0)
    if turn is not None:
        image = image.transpose(turn)
    clean = Image.new(image.mode, image.size)  # which has none of the metadata
    clean.paste(image)
    return clean


def opened(data: bytes, kind: str, longest_side: int) -> Image.Image:
    """Its first frame, decoded by this decoder alone; a JPEG at a half, a quarter or an eighth where that will do."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    resource.setrlimit(*NO_FILES)
    image = Image.open(io.BytesIO(data), formats=(kind,))
    scale = min(1.0, longest_side / max(image.size))
    image.draft("RGB", (max(1, int(image.width * scale)), max(1, int(image.height * scale))))
    image.load()
    return image


def ends_in_grey(image: Image.Image) -> bool:
    """Whether more than a fiftieth of the rows is missing: the decoder of JPEG paints those in middle grey."""
    end = image.getchannel(0).crop((0, image.height - image.height // 50 - 1, *image.size))
    return end.getextrema() in ((128, 128), (127, 127))  # the latter where colours are those of print


def from_heif(data: bytes, _: str, longest_side: int) -> Image.Image:
    """Turned by its decoder; of bands made smaller one by one, so that it is in memory as a whole only once."""
    import pillow_heif  # only where it is needed: a large library

    pillow_heif.options.DECODE_THREADS = 1
    resource.setrlimit(*NO_FILES)
    file = pillow_heif.open_heif(io.BytesIO(data))
    found = file[file.primary_index]
    (width, height), mode, stride = found.size, found.mode, found.stride
    if width * height > MOST_PIXELS:
        raise Refused("too_many_pixels")
    pixels = memoryview(found.data)
    factor = max(1, max(width, height) // longest_side)
    image = Image.new(mode, (-(-width // factor), -(-height // factor)))
    rows = 64 * factor
    for top in range(0, height, rows):
        count = min(rows, height - top)
        band = Image.frombytes(mode, (width, count), pixels[top * stride : (top + count) * stride], "raw", mode, stride)
        image.paste(band.reduce(factor), (0, top // factor))
    return image


def turn_of(image: Image.Image) -> Image.Transpose | None:
    try:
        return TURNS.get(image.getexif().get(ORIENTATION, 1))
    except Exception:  # damaged metadata: the picture itself may be well
        return None


def in_plain_colours(image: Image.Image, keeps_transparency: bool) -> Image.Image:
    """RGB, or RGBA where transparency is kept; else what is transparent becomes white."""
    if image.mode.startswith("I;16"):
        return image.point(lambda value: value / 256).convert("L").convert("RGB")
    if not image.has_transparency_data:
        return image if image.mode == "RGB" else image.convert("RGB")
    clear = image if image.mode == "RGBA" else image.convert("RGBA")
    if keeps_transparency:
        return clear
    white = Image.new("RGB", clear.size, "white")
    white.paste(clear, mask=clear.getchannel("A"))
    return white


def within(image: Image.Image, most: int, is_drawn: bool, kind: str = "JPEG") -> tuple[str, tuple[int, int], bytes]:
    """As large as fits: first the quality falls, then the size."""
    while True:
        for media_type, content in encodings(image, is_drawn, kind):
            if len(content) <= most:
                return media_type, image.size, content
        image = image.resize((max(1, int(image.width * SMALLER)), max(1, int(image.height * SMALLER))))


def encodings(image: Image.Image, is_drawn: bool, kind: str) -> Iterator[tuple[str, bytes]]:
    """The best first. Drawn pictures are PNG where they can be: sharp, and transparent."""
    if is_drawn:
        yield "image/png", encoded(image, "PNG", optimize=True)
        yield "image/png", encoded(image.quantize(256, Image.Quantize.FASTOCTREE), "PNG", optimize=True)
    if image.mode == "RGB":
        for quality in QUALITIES:
            yield f"image/{kind.lower()}", encoded(image, kind, quality=quality)


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


if __name__ == "__main__":
    main()
