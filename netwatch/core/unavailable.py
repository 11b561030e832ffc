"""What a desk or an outbox raises when the database cannot serve now: the same call may succeed later."""


class Unavailable(Exception):
    """Wait and call again. It says nothing about what was to be done, so nothing may be given up because of it."""
