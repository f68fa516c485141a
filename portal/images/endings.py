"""Pictures that lack their last bytes, as an interrupted download or a careless program leaves them.

Browsers show them, so that nobody knows why they should be refused. What is missing is only made up where it is the
end of the file and next to nothing of the picture; anything else stays as it is, and is refused as damaged.
"""

import re
import struct

MOST_MISSING = 50  # a fiftieth of a WebP file
END_OF_IMAGE = b"\xff\xd9"
START_OF_SCAN, STARTS_OF_PROGRESSIVE = 0xDA, (0xC2, 0xC6, 0xCA, 0xCE)
_SCAN = re.compile(rb"\xff\xda..(?P<count>.)(?P<rest>.{2,11})", re.DOTALL)


def completed(data: bytes) -> bytes:
    """The same bytes, or with the end that they lack."""
    if data.startswith(b"\xff\xd8\xff"):
        return data + END_OF_IMAGE if _lacks_only_the_end(data) else data
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        missing = _missing_of_webp(data)
        return data + bytes(missing) if missing else data
    return data


def _lacks_only_the_end(data: bytes) -> bool:
    """Of a JPEG (ITU-T T.81, B.2). How much of its last scan is there, the decoder sees (isolated.py)."""
    at, is_progressive = 2, False
    while at + 4 <= len(data) and data[at] == 0xFF:
        kind, length = struct.unpack(">xBH", data[at : at + 4])
        if kind == START_OF_SCAN:
            return END_OF_IMAGE not in data[at:] and (not is_progressive or _has_finest_scans(data[at:]))
        is_progressive = is_progressive or kind in STARTS_OF_PROGRESSIVE
        at += 2 + length
    return False


def _has_finest_scans(scans: bytes) -> bool:
    """Whether the last bit of the last coefficient of each component has come, or has begun to (T.81, G.1)."""
    seen, finest = set[int](), set[int]()
    for scan in _SCAN.finditer(scans):
        count = scan["count"][0]
        components, ends = scan["rest"][0 : 2 * count : 2], scan["rest"][2 * count : 2 * count + 3]
        seen.update(components)
        if len(ends) == 3 and ends[1] == 63 and ends[2] & 15 == 0:
            finest.update(components)
    return bool(seen) and seen == finest


def _missing_of_webp(data: bytes) -> int:
    """How many bytes, where they are few: the head says how many there are (RFC 9649, 2.4); else 0."""
    missing = int.from_bytes(data[4:8], "little") + 8 - len(data)
    return missing if 0 < missing <= max(16, len(data) // MOST_MISSING) else 0
