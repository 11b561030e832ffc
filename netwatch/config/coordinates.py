"""Where on earth a place is: degrees of WGS 84, as maps show them."""

from typing import Annotated

from pydantic import AfterValidator, Field


def _latitude(degrees: float) -> float:
    if not -90 <= degrees <= 90:
        raise ValueError(
            f"{degrees} is not a latitude, for those go from -90 to 90; "
            "write degrees, south of the equator with a minus, such as -6.7063"
        )
    return degrees


def _longitude(degrees: float) -> float:
    if not -180 <= degrees <= 180:
        raise ValueError(
            f"{degrees} is not a longitude, for those go from -180 to 180; "
            "write degrees, west of Greenwich with a minus, such as 108.557"
        )
    return degrees


Latitude = Annotated[float, Field(allow_inf_nan=False), AfterValidator(_latitude)]
Longitude = Annotated[float, Field(allow_inf_nan=False), AfterValidator(_longitude)]
