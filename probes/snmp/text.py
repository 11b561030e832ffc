"""What agents write in octet strings."""

from probes.snmp.question import Value


def text_of(value: Value | None) -> str | None:
    """UTF-8 where it is that, else ISO 8859-1; without the NULs and blanks that some agents pad with.

    None when the value is no octet string.
    """
    if not isinstance(value, bytes):
        return None
    try:
        text = value.decode()
    except UnicodeDecodeError:
        text = value.decode("iso-8859-1")
    return text.strip("\0 \t\r\n")
