"""A person's name on a button, which may not be empty, whatever signs somebody calls themselves by."""

from netwatch.text.html import plain

NAMELESS = "(tanpa nama)"


def name_label(name: str, limit: int = 40) -> str:
    return plain(name, limit) or NAMELESS
