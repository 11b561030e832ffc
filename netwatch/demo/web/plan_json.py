"""The map as the page gets it."""

from dataclasses import asdict
from typing import Any

from netwatch.demo.stage import StageView
from netwatch.demo.web.layout import lay_out
from netwatch.demo.web.plan import Box


def plan_json(view: StageView, aspect: float | None) -> dict[str, Any]:
    plan = lay_out(view.sites, view.devices, aspect)
    devices = {device.id: device for device in view.devices}
    names = {site.id: site.name for site in view.sites}
    return {
        "width": plan.width,
        "height": plan.height,
        "districts": [{"name": district.name, **_box(district.box), "title": _box(district.title)}
                      for district in plan.districts],
        "places": [{"site": place.site, "name": names[place.site], "box": _box(place.box), "label": _box(place.label),
                    "lines": place.lines, "anchor": place.anchor} for place in plan.places],
        "spots": [{"device": spot.device, "name": devices[spot.device].name, "kind": devices[spot.device].kind,
                   "x": round(spot.x, 1), "y": round(spot.y, 1)} for spot in plan.spots],
        "cables": [{"child": cable.child, "parent": cable.parent,
                    "curve": [[round(x, 1), round(y, 1)] for x, y in cable.curve],
                    "knife": [round(value, 1) for value in cable.knife]} for cable in plan.cables],
    }


def _box(box: Box) -> dict[str, float]:
    return {name: round(value, 1) for name, value in asdict(box).items()}
