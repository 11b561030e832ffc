"""Where everything stands on the map. Lengths in the map's own units, x to the right, y downwards."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def meets(self, other: "Box") -> bool:
        return (self.x < other.right and other.x < self.right
                and self.y < other.bottom and other.y < self.bottom)

    def holds(self, other: "Box") -> bool:
        return (self.x <= other.x and other.right <= self.right
                and self.y <= other.y and other.bottom <= self.bottom)


@dataclass(frozen=True, slots=True)
class District:
    """A kecamatan's ground, or, with an empty name, the centre's. `title` is where its name is written."""

    name: str
    box: Box
    title: Box


@dataclass(frozen=True, slots=True)
class Place:
    """A site. `lines` is its name, broken to fit into `label`; `anchor` start, middle or end, as SVG has it."""

    site: str
    box: Box
    label: Box
    lines: tuple[str, ...]
    anchor: str


@dataclass(frozen=True, slots=True)
class Spot:
    """The middle of a device's sign."""

    device: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Cable:
    """A cubic curve from the child to the parent, by its four points; `knife` is where a hand takes hold of it."""

    child: str
    parent: str
    curve: tuple[tuple[float, float], ...]
    knife: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Plan:
    width: float
    height: float
    districts: tuple[District, ...]
    places: tuple[Place, ...]
    spots: tuple[Spot, ...]
    cables: tuple[Cable, ...]
