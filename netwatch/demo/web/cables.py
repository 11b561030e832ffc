"""The cables' curves, and where on each a hand takes hold of it."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

from netwatch.demo.stage import DeviceView
from netwatch.demo.web.plan import Cable, Place, Spot

KNIFE = 18.0
"""Two knives stand at least that far from each other and from the middle of any device, where there is room."""
_STEPS = 40
_LEVEL = 4.0

Point = tuple[float, float]
Curve = tuple[Point, Point, Point, Point]


def draw_cables(devices: Sequence[DeviceView], places: Sequence[Place], spots: Sequence[Spot],
                spines: Mapping[str, float], blocks: Mapping[str, int] | None = None) -> tuple[Cable, ...]:
    """`spines`: by site the x of the line on which its cables leave it. `blocks`: by site the number of its block,
    where the blocks stand one below the other; a cable from one to another is then only begun."""
    at = {spot.device: (spot.x, spot.y) for spot in spots}
    site = {device.id: device.site for device in devices}
    signs = list(at.values())
    knives: list[Point] = []
    cables = []
    for device in devices:
        for number, parent in enumerate(device.parents):
            if parent not in at:
                continue
            child, spine = at[device.id], spines[site[device.id]]
            if site[device.id] == site[parent]:
                curve = _within(child, at[parent])
            elif blocks is not None and blocks[site[device.id]] != blocks[site[parent]]:
                curve = _stub(child, spine, number)
            else:
                curve = _between(child, at[parent], spine)
            knife = _knife(curve, signs, knives, places)
            knives.append(knife)
            cables.append(Cable(device.id, parent, curve, knife))
    return tuple(cables)


def point_on(curve: Sequence[Point], t: float) -> Point:
    """De Casteljau's point at t from 0 (the child) to 1."""
    points = list(curve)
    while len(points) > 1:
        points = [((1 - t) * ax + t * bx, (1 - t) * ay + t * by) for (ax, ay), (bx, by) in pairwise(points)]
    return points[0]


def _within(child: Point, parent: Point) -> Curve:
    """A plain line; in one row bowed, where the two stand too close to take hold of it or something stands between."""
    (cx, cy), (px, py) = child, parent
    if abs(cy - py) < _LEVEL:
        bow = 24.0 if abs(cx - px) < 40 or abs(cx - px) > 60 else 0.0
        return child, (cx + (px - cx) / 4, cy - bow), (px + (cx - px) / 4, py - bow), parent
    middle = (cy + py) / 2
    return child, (cx, middle), (px, middle), parent


def _between(child: Point, parent: Point, spine: float) -> Curve:
    """To the spine of the child's block first, and level into a parent that stands aside."""
    (_, cy), (px, py) = child, parent
    if abs(px - spine) < 100:
        return child, (spine, cy), (spine, (cy + py) / 2), parent
    return child, (spine, cy), (spine + (px - spine) * 0.6, py), parent


def _stub(child: Point, spine: float, number: int) -> Curve:
    """Upwards on the spine; that to a second parent downwards."""
    cx, cy = child
    end = (spine, cy - 22) if abs(spine - cx) > 12 else (cx + 24, cy - 26)
    if number:
        end = (end[0], 2 * cy - end[1])
    return child, ((cx + end[0]) / 2, cy), (end[0], cy), end


def _knife(curve: Curve, signs: Sequence[Point], knives: Sequence[Point], places: Sequence[Place]) -> Point:
    """The point nearest to the child that is free of devices, names and other knives; else the one farthest from
    those."""

    def room(point: Point) -> float:
        return min((math.dist(point, other) for other in (*signs, *knives)), default=KNIFE)

    points = [point_on(curve, step / _STEPS) for step in range(1, _STEPS)]

    def is_clear(point: Point) -> bool:
        return not any(_on_name(point, place) for place in places)

    free = next((point for point in points if room(point) >= KNIFE and is_clear(point)), None)
    return free or max([point for point in points if is_clear(point)] or points, key=room)


def _on_name(point: Point, place: Place) -> bool:
    label = place.label
    return (label.x - 6 <= point[0] <= label.right + 6) and (label.y - 4 <= point[1] <= label.bottom + 4)

