"""What kind of picture some bytes are, by how they begin."""

_BEGINNINGS = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\0", "tif"),
    (b"MM\0*", "tif"),
)
_ISO_BRANDS = {b"heic": "heic", b"heix": "heic", b"mif1": "heic", b"msf1": "heic", b"avif": "avif"}


def picture_suffix(beginning: bytes) -> str | None:
    """The suffix of a file that begins so; None for what is no picture. 16 bytes are enough."""
    for first, suffix in _BEGINNINGS:
        if beginning.startswith(first):
            return suffix
    if beginning[:4] == b"RIFF" and beginning[8:12] == b"WEBP":
        return "webp"
    if beginning[4:8] == b"ftyp":
        return _ISO_BRANDS.get(beginning[8:12])
    return None
