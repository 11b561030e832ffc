"""A link that opens the map of the reader's phone (https://developers.google.com/maps/documentation/urls)."""

from netwatch.inventory.model import Point
from netwatch.text.html import escaped


def map_link(point: Point, html: str) -> str:
    """`html` as a link to the place; degrees to a decimetre."""
    url = f"https://www.google.com/maps/search/?api=1&query={point.latitude:.6f}%2C{point.longitude:.6f}"
    return f'<a href="{escaped(url)}">{html}</a>'
