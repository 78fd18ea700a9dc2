"""Identity numbers of nobody: of an area that is never assigned, with a valid check digit, and a plain scan."""

from __future__ import annotations

import struct
import zlib
from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_AREA = 999_999
_WIDTH, _HEIGHT = 420, 594


def resident_id(serial: int, born: date = date(1985, 3, 1)) -> str:
    """The number of somebody who does not exist; `serial` is 0 to 999."""
    body = f"{_AREA}{born:%Y%m%d}{serial:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def scan(lines: int) -> bytes:
    """A PNG of a sheet of paper with so many lines of grey, as a scanned paper looks from afar."""
    blank, written = bytes([0] + [250] * _WIDTH), bytes([0] + [250] * 40 + [90] * 300 + [250] * 80)
    rows = (written if y % 18 < 5 and 60 <= y < 60 + 18 * lines else blank for y in range(_HEIGHT))
    head = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(rows))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
