"""A file in a request: uploaded as a part, named by attach://, or one that Telegram has already."""

from netwatch.demo.botapi.errors import ApiError, bad_request
from netwatch.demo.botapi.files import PHOTO_LIMIT, UPLOAD_LIMIT, StoredFile, picture_size
from netwatch.demo.botapi.multipart import Part
from netwatch.demo.botapi.params import Params
from netwatch.demo.botapi.world import World

LONGEST_SIDES = 10_000
LARGEST_RATIO = 20


def photo_for(world: World, params: Params, field: str, given: str) -> StoredFile:
    """Raises a 400 for a photo that is none, is over 10 MB, or has unlikely sides."""
    part = _part(params, field, given)
    if part is None:
        return _stored(world, given)
    if not part.data:
        raise bad_request("file must be non-empty")
    if len(part.data) > PHOTO_LIMIT:
        raise bad_request(f"file of size {len(part.data)} bytes is too big for a photo; "
                          f"the maximum size is {PHOTO_LIMIT} bytes")
    size = picture_size(part.data)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > LONGEST_SIDES or max(size) > LARGEST_RATIO * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return world.files.add(part.data, "photos")


def document_for(world: World, params: Params, field: str, given: str) -> StoredFile:
    """Raises a 400 for an empty file, a 413 for one over 50 MB."""
    part = _part(params, field, given)
    if part is None:
        return _stored(world, given)
    if not part.data:
        raise bad_request("file must be non-empty")
    if len(part.data) > UPLOAD_LIMIT:
        raise ApiError(413, "Request Entity Too Large")
    return world.files.add(part.data, "documents", part.filename, part.mime_type)


def _part(params: Params, field: str, given: str) -> Part | None:
    if field in params.files:
        return params.files[field]
    if not given.startswith("attach://"):
        return None
    part = params.files.get(given.removeprefix("attach://"))
    if part is None:
        raise bad_request("media not found")
    return part


def _stored(world: World, given: str) -> StoredFile:
    if given.startswith(("http://", "https://")):
        # this server reaches nobody's network
        raise bad_request("failed to get HTTP URL content")
    if (stored := world.files.by_id(given)) is None:
        raise bad_request("wrong remote file identifier specified: Wrong string length")
    return stored
