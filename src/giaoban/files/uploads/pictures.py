"""Pictures: PNG and JPEG, walked along from mark to mark; what they show is not read."""

import struct
from collections.abc import Iterator

from giaoban.files.uploads.pieces import Limits, Reading, Unreadable

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
#: Pixels of the largest picture: a page of 600 dpi has 35 million.
_MOST_PIXELS = 150_000_000
#: Marks of a JPEG that carry nothing, and those that say its size.
_BARE = {0x01, *range(0xD0, 0xD8)}
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


def read_png(content: bytes, limits: Limits) -> Reading:
    """Return that there is a picture.

    Raises:  Unreadable if a chunk reaches beyond the file, if something follows the last one, or if it has
             more pixels than can be shown.
    """
    place, kind = len(PNG), b""
    while kind != b"IEND":
        length, kind = _unpacked(">I4s", content, place)
        if kind == b"IHDR":
            _check_pixels(*_unpacked(">II", content, place + 8))
        place += 12 + length
    if place != len(content):
        raise Unreadable("disguised" if place < len(content) else "damaged")
    return Reading("png", has_pictures=True)


def read_jpeg(content: bytes, limits: Limits) -> Reading:
    """Return that there is a picture; cameras put smaller ones behind it, which are walked along too.

    Raises:  Unreadable as `read_png` does.
    """
    place = 0
    while place < len(content):
        if content[place : place + 3] != JPEG:
            raise Unreadable("disguised")
        place = _end(content, place + 2)
        place = len(content) - len(content[place:].lstrip(b"\0"))
    return Reading("jpeg", has_pictures=True)


def _end(content: bytes, place: int) -> int:
    """Return where the picture ends whose first segment begins at `place`."""
    for kind, start, end in _segments(content, place):
        if kind in _FRAMES:
            _check_pixels(*_unpacked(">HH", content, start + 5))
        if kind == 0xD9:
            return end
    raise Unreadable("damaged")


def _segments(content: bytes, place: int) -> Iterator[tuple[int, int, int]]:
    """Yield each segment: its mark, where it starts and where it ends, with what was drawn behind it."""
    while place + 1 < len(content):
        if content[place] != 0xFF:
            raise Unreadable("damaged")
        kind = content[place + 1]
        if kind == 0xFF:  # a filler
            place += 1
            continue
        is_bare = kind in _BARE or kind == 0xD9
        end = place + 2 + (0 if is_bare else _unpacked(">H", content, place + 2)[0])
        if kind == 0xDA:
            end = _drawn(content, end)
        yield kind, place, end
        place = end


def _drawn(content: bytes, place: int) -> int:
    """Return where the drawn lines end: at the next mark that is neither a stuffed byte nor a restart."""
    while (place := content.find(b"\xff", place)) >= 0:
        if place + 1 < len(content) and content[place + 1] not in (0x00, *range(0xD0, 0xD8)):
            return place
        place += 2
    raise Unreadable("damaged")


def _unpacked(form: str, content: bytes, place: int) -> tuple:
    try:
        return struct.unpack_from(form, content, place)
    except struct.error as fault:
        raise Unreadable("damaged") from fault


def _check_pixels(width: int, height: int) -> None:
    if width * height > _MOST_PIXELS:
        raise Unreadable("too_large")
