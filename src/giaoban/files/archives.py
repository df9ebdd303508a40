"""Archives: how much an entry of a zip file inflates to, whatever it declares about itself."""

import zipfile
import zlib

_CHUNK = 1024 * 1024


def inflated_size(entry: zipfile.ZipInfo, content: bytes, room: int) -> int:
    """Return the size of one entry once it is unpacked; counting stops beyond `room`, nothing is kept."""
    if entry.compress_type == zipfile.ZIP_STORED:
        return entry.compress_size
    names = content[entry.header_offset + 26 : entry.header_offset + 30]
    start = (
        entry.header_offset + 30 + int.from_bytes(names[:2], "little") + int.from_bytes(names[2:], "little")
    )
    inflater, size = zlib.decompressobj(-zlib.MAX_WBITS), 0
    pending = content[start : start + entry.compress_size]
    while pending and not inflater.eof and size <= room:
        size += len(inflater.decompress(pending, _CHUNK))
        pending = inflater.unconsumed_tail
    return size
