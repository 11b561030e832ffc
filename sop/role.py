"""The parts that people of the office play in the SOP."""

from enum import StrEnum


class Role(StrEnum):
    """Values are the keys of the settings file and of the SOP document."""

    CALL_TAKER = "call_taker"
    SPV_OPINI_PUBLIK = "spv_opini_publik"
    KASI_INFRASTRUKTUR = "kasi_infrastruktur"
    TIM_LAPANGAN = "tim_lapangan"
    ADMIN = "admin"
