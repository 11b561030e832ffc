"""What the store raises: an error names the database, what is wrong with it, and what to do."""

from netwatch.core.unavailable import Unavailable


class StoreError(Exception):
    """The text is fit for a user: it holds no password, no statement and no stored value."""

    def __init__(self, place: str, problem: str, remedy: str) -> None:
        super().__init__(f"{place}: {problem}; {remedy}")


class StoreUnavailable(StoreError, Unavailable):
    """The database cannot serve now: away, full, locked. The same call may succeed later.

    Where it comes from the end of a transaction on PostgreSQL, the commit may have reached the server: handle
    the event again, in a way that does no harm twice.
    """
