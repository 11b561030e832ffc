"""Where on earth a place is: degrees of WGS 84, as maps show them."""

from typing import Annotated

from pydantic import AfterValidator


def _degrees(name: str, most: int, minus: str, example: float) -> AfterValidator:
    def in_range(degrees: float) -> float:
        if not -most <= degrees <= most:
            raise ValueError(
                f"{degrees} is not a {name}, for those go from -{most} to {most}; "
                f"write degrees, {minus} with a minus, such as {example}"
            )
        return degrees

    return AfterValidator(in_range)


Latitude = Annotated[float, _degrees("latitude", 90, "south of the equator", -6.7063)]
Longitude = Annotated[float, _degrees("longitude", 180, "west of Greenwich", 108.557)]
