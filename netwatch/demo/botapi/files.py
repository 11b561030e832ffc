"""Files that people and the bot have sent, in memory."""

import hashlib
import struct
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

DOWNLOAD_LIMIT = 20 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024
UPLOAD_LIMIT = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class StoredFile:
    """`size` is the picture's width and height in pixels, None for what is no picture."""

    file_id: str
    unique_id: str
    path: str
    data: bytes
    name: str | None = None
    mime_type: str | None = None
    size: tuple[int, int] | None = None

    def identity(self) -> dict[str, Any]:
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.data)}

    def as_photo(self) -> list[dict[str, Any]]:
        width, height = self.size or (1, 1)
        return [self.identity() | {"width": width, "height": height}]

    def as_document(self) -> dict[str, Any]:
        shown = self.identity()
        if self.name is not None:
            shown["file_name"] = self.name
        if self.mime_type is not None:
            shown["mime_type"] = self.mime_type
        return shown


class FileStore:
    """Holds at most `capacity` bytes; the oldest files are forgotten first."""

    def __init__(self, capacity: int = 256 * 1024 * 1024) -> None:
        self._capacity = capacity
        self._by_id: OrderedDict[str, StoredFile] = OrderedDict()
        self._by_path: dict[str, StoredFile] = {}
        self._count = 0
        self._held = 0

    def add(self, data: bytes, folder: str, name: str | None = None,
            mime_type: str | None = None) -> StoredFile:
        """`folder` as in Telegram's paths: photos, documents."""
        self._count += 1
        digest = hashlib.sha256(data).hexdigest()
        suffix = "jpg" if folder == "photos" else (name or "file").rpartition(".")[2] or "bin"
        stored = StoredFile(
            file_id=f"AgACAgUAAx{digest[:40]}-{self._count}",
            unique_id=f"AQAD{digest[:12]}",
            path=f"{folder}/file_{self._count}.{suffix}",
            data=data,
            name=name,
            mime_type=mime_type,
            size=picture_size(data),
        )
        self._by_id[stored.file_id] = self._by_path[stored.path] = stored
        self._held += len(data)
        while self._held > self._capacity and len(self._by_id) > 1:
            _, oldest = self._by_id.popitem(last=False)
            del self._by_path[oldest.path]
            self._held -= len(oldest.data)
        return stored

    def by_id(self, file_id: str) -> StoredFile | None:
        return self._by_id.get(file_id)

    def by_path(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG (IHDR) or a JPEG (its first SOF segment); None for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if not data.startswith(b"\xff\xd8"):
        return None
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None
