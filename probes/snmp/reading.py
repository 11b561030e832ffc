"""What came of asking one agent."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import NamedTuple


class AdminStatus(IntEnum):
    """ifAdminStatus (RFC 2863): what the interface is told to be."""

    UP = 1
    DOWN = 2
    TESTING = 3


class OperStatus(IntEnum):
    """ifOperStatus (RFC 2863): what the interface is."""

    UP = 1
    DOWN = 2
    TESTING = 3
    UNKNOWN = 4
    DORMANT = 5
    NOT_PRESENT = 6
    LOWER_LAYER_DOWN = 7


class InterfaceReading(NamedTuple):
    """One watched interface; None is what the agent does not tell.

    `name` is the watched name, found as ifName or ifDescr. Octets are the raw counters, which wrap at
    2**counter_bits: 64 where the agent has ifHC…Octets, else 32; so do packets, which are those to one receiver.
    `speed` is bits per second. Errors and discards are packets, counted to 2**32.
    """

    name: str
    alias: str
    index: int  # type: ignore[assignment]  # nobody calls that method of a tuple
    admin: AdminStatus | None
    oper: OperStatus | None
    in_octets: int | None
    out_octets: int | None
    counter_bits: int
    speed: int | None
    in_errors: int | None = None
    out_errors: int | None = None
    in_packets: int | None = None
    out_packets: int | None = None
    in_discards: int | None = None
    out_discards: int | None = None


@dataclass(frozen=True, slots=True)
class TemperatureReading:
    """One sensor, in degrees Celsius. `limit` is where the agent itself says that it is too hot."""

    name: str
    celsius: float
    limit: float | None = None


@dataclass(frozen=True, slots=True)
class UpsReading:
    """A UPS; None is what it does not tell. `charge` in percent, `minutes` until the battery is empty."""

    on_battery: bool | None
    battery_low: bool | None
    charge: int | None = None
    minutes: float | None = None


@dataclass(frozen=True, slots=True)
class PowerStripReading:
    """A rack's power strip; None is what it does not tell. `overloaded` by its own limits."""

    watts: float | None
    amps: float | None
    overloaded: bool | None

    @property
    def how_much_it_tells(self) -> int:
        return sum(each is not None for each in (self.watts, self.amps, self.overloaded))


@dataclass(frozen=True, slots=True)
class RadioReading:
    """One radio and how it hears the other side: dBm, and the connection's quality (CCQ) in percent."""

    name: str
    signal: int | None
    noise: int | None = None
    quality: int | None = None


class SnmpReading(NamedTuple):
    """What the agent told at `at` (seconds of the engine's clock).

    `uptime` is sysUpTime and `host_uptime` hrSystemUptime, both in 1/100 s and wrapping at 2**32;
    `engine_seconds` is snmpEngineTime. `missing` are the watched interfaces that the agent does not have.
    `cpu` in percent, None where the agent does not tell it or did not this time. `model` and `serial` are empty where
    it does not tell them. `neighbours_changed` is the uptime at which its table of LLDP neighbours last changed.
    """

    key: str
    at: float
    uptime: int
    name: str | None
    description: str | None
    engine_seconds: int | None
    host_uptime: int | None
    interfaces: tuple[InterfaceReading, ...]
    missing: tuple[str, ...]
    cpu: float | None = None
    temperatures: tuple[TemperatureReading, ...] = ()
    ups: UpsReading | None = None
    model: str = ""
    serial: str = ""
    power_strip: PowerStripReading | None = None
    radios: tuple[RadioReading, ...] = ()
    neighbours_changed: int | None = None


class FailureKind(StrEnum):
    """ERROR is our own fault (no route, no such name, nothing sent) and says nothing about the agent."""

    TIMEOUT = "timeout"
    REFUSED = "refused"
    WRONG_USER = "wrong_user"
    WRONG_KEY = "wrong_key"
    WRONG_PRIVACY = "wrong_privacy"
    NOT_IN_TIME_WINDOW = "not_in_time_window"
    UNSUPPORTED_LEVEL = "unsupported_level"
    NO_SUCH_OBJECT = "no_such_object"
    AGENT_ERROR = "agent_error"
    ERROR = "error"


class SnmpFailure(NamedTuple):
    """`detail` is a readable phrase without secrets; `at` is seconds of the engine's clock."""

    key: str
    at: float
    kind: FailureKind
    detail: str


SnmpResult = SnmpReading | SnmpFailure
