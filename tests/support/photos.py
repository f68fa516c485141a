"""Pictures as they come out of phones, and as nobody should send them."""

import io
import struct
import zlib
from typing import Any

import pillow_heif
from PIL import Image, ImageDraw, ImageFont

GPS = b"\x30\x00\x00\x00\x01\x00\x00\x00"  # 48 degrees, as Exif keeps it
CAMERA = "Northlight P30"
CORNERS = {(0, 0): "red", (1, 0): "lime", (0, 1): "blue", (1, 1): "white"}  # left to right, top to bottom


def picture(width: int = 1200, height: int = 900, mode: str = "RGB") -> Image.Image:
    """Each quarter of it in a colour of its own."""
    image = Image.new("RGB", (width, height))
    for (right, low), colour in CORNERS.items():
        left, top = right * (width // 2), low * (height // 2)
        image.paste(colour, (left, top, width if right else width // 2, height if low else height // 2))
    return image if mode == "RGB" else image.convert(mode)


def file(image: Image.Image | None = None, kind: str = "JPEG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    (image or picture()).save(buffer, kind, **options)
    return buffer.getvalue()


def heic(image: Image.Image | None = None, quality: int = 80, **options: Any) -> bytes:
    buffer = io.BytesIO()
    pillow_heif.from_pillow(image or picture()).save(buffer, quality=quality, **options)
    return buffer.getvalue()


def of_each_kind() -> dict[str, bytes]:
    """A small picture in each of the kinds that are taken."""
    return {kind: file(kind=kind) for kind in ("JPEG", "PNG", "WEBP")} | {"HEIC": heic()}


def exif(orientation: int = 1) -> Image.Exif:
    """As a phone writes it: which way up, its name, and where it was."""
    values = Image.Exif()
    values[0x0112], values[0x010F] = orientation, CAMERA
    values.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 29.5), 3: "E", 4: (2.0, 17.0, 40.1)})
    return values


def phone(width: int = 4032, height: int = 3024) -> Image.Image:
    """12 megapixels of a scene with the noise of a small sensor."""
    scene = Image.effect_noise((width // 16, height // 16), 90).resize((width, height), Image.Resampling.BICUBIC)
    noise = Image.effect_noise((width, height), 24)
    flip = Image.Transpose.FLIP_LEFT_RIGHT
    bands = [Image.blend(layer, noise, 0.3) for layer in (scene, scene.transpose(flip), scene)]
    return Image.merge("RGB", bands)


def logo(width: int = 1200, height: int = 300) -> Image.Image:
    """A disc and a name on nothing, with the noise of a scan: as heavy as one may be once it is made anew."""
    mask = Image.new("L", (width, height))
    draw = ImageDraw.Draw(mask)
    draw.ellipse((10, 10, height - 10, height - 10), fill=255)
    draw.text((height + 20, height // 4), "Maple Street", fill=255, font=ImageFont.load_default(height // 2))
    image = Image.new("RGBA", (width, height))
    image.paste(Image.blend(phone(width, height), Image.new("RGB", (width, height), "navy"), 0.6), mask=mask)
    return image


def card(words: str) -> Image.Image:
    """An insurance card on a table."""
    image = Image.new("RGB", (1600, 1100), "#6b5b4d")
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((160, 140, 1440, 960), 60, "#f4f7fb")
    draw.rectangle((160, 250, 1440, 400), "#1d4f91")
    draw.text((240, 275), "Blue Shield PPO", "white", font_size=90)
    draw.text((240, 500), f"{words} of the card", "#222", font_size=80)
    return image


def bomb(width: int = 40_000, height: int = 40_000) -> bytes:
    """A PNG of some kilobytes that is gigabytes of pixels."""
    rows = zlib.compressobj(9)
    line = b"\0" * (1 + width // 8)
    packed = b"".join(rows.compress(line * 100) for _ in range(height // 100)) + rows.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
