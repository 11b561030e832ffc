"""The file of an SQLite database, before SQLite opens it: its own words would not say what is wrong."""

import errno
from pathlib import Path

from netwatch.own_folder import how_to_make, may_write, standing
from netwatch.own_user import own_user, remedy_for
from netwatch.store.error import StoreError

HEADER = b"SQLite format 3\0"
_OWNER_ONLY = 0o600
"""It holds citizens' data."""


def create_file(file: Path) -> None:
    """Makes an empty file, to be read by its owner only, where there is none. Raises StoreError."""
    _require_folder(file)
    if not file.exists():
        try:
            file.touch(_OWNER_ONLY)
        except OSError as error:
            raise _failed(file, error) from None
    require_usable(file)


def require_place(file: Path) -> bool:
    """Whether the file is still to be made. Raises StoreError where it could not be, or is there and no database."""
    _require_folder(file)
    if file.exists():
        require_usable(file)
        return False
    _require_writable(file)
    return True


def require_usable(file: Path) -> None:
    """Raises StoreError unless this is a database, or an empty file, that can be written to."""
    _require_folder(file)
    if not file.exists():
        remedy = "the first start of netwatch makes it, or: netwatch db upgrade"
        raise StoreError(str(file), "there is no database yet", remedy)
    if not file.is_file():
        raise StoreError(str(file), "is not a file", "name a file in the settings' `database`")
    try:
        with file.open("r+b") as opened:
            header = opened.read(len(HEADER))
    except OSError as error:
        raise _failed(file, error) from None
    if header not in (b"", HEADER):
        raise StoreError(str(file), "is not an SQLite database", "name another file, or move this one away")
    _require_writable(file)


def writing_remedy(error: OSError, folder: Path) -> str:
    """What to do about a database in `folder` that could not be opened for writing."""
    if error.errno == errno.EROFS:
        return (
            f"systemd's unit lets the service write where its ReadWritePaths= say, and {folder} is not among them "
            "(`netwatch check` has the lines), or the file system is mounted read-only"
        )
    return "let netwatch's user write to it and its folder"


def _require_folder(file: Path) -> None:
    folder = file.parent
    try:
        file.exists()
        if not folder.is_dir():
            raise StoreError(str(file), f"there is no folder {folder}", f"make it: {how_to_make(folder)}{_slash(file)}")
    except PermissionError:
        user = own_user()
        remedy = remedy_for(user, "let that user enter it")
        raise StoreError(str(file), f"the user {user} may not look into its folder", remedy) from None


def _slash(file: Path) -> str:
    """What to write where the missing part of the path begins like one of the machine's: it was meant as that."""
    there = standing(file)
    meant = Path("/") / file.relative_to(there)
    if there == Path("/") or not Path(*meant.parts[:2]).is_dir():
        return ""
    return f". If {meant} is meant: an absolute path takes four slashes, sqlite:///{meant}"


def _require_writable(file: Path) -> None:
    if not may_write(file.parent):
        raise StoreError(
            str(file), f"the folder {file.parent} is not writable", "let netwatch's user write to it"
        )


def _failed(file: Path, error: OSError) -> StoreError:
    return StoreError(
        str(file), f"cannot be opened for writing ({error.strerror})", writing_remedy(error, file.parent)
    )
