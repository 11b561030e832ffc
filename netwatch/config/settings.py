"""The settings file `netwatch.yaml` as values. Durations are float seconds; every key has its default."""

from pathlib import Path
from typing import Annotated, Final, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, SecretStr, StrictBool, model_validator

from netwatch.config.address import Address
from netwatch.config.conditions import ConditionSettings
from netwatch.config.database_url import normalise_database_url
from netwatch.config.duration import Duration, PositiveDuration, format_duration
from netwatch.config.hours import ALL_DAY, Hours
from netwatch.config.http_url import HttpUrl
from netwatch.config.identifier import Identifier
from netwatch.config.listen import Listen, split_listen
from netwatch.config.phone import Phone
from netwatch.config.section import Section
from netwatch.config.snmp_profile import SnmpProfile
from netwatch.config.ticket_number import TicketNumberFormat
from netwatch.config.timezone import Timezone
from netwatch.config.token import BotToken
from sop.role import Role

Text = Annotated[str, Field(min_length=1)]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: Final[tuple[Day, ...]] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ANY_TRAP_PORT = "[::]:162"


def _known_database(url: str) -> str:
    normalise_database_url(url, Path("/"))
    return url


def _group_chat(chat_id: int) -> int:
    if chat_id >= 0:
        raise ValueError(
            f"{chat_id} is not the chat id of a group, for those are negative; write it with its minus"
        )
    return chat_id


class TelegramSettings(Section):
    token: BotToken | None = None
    base_url: Annotated[HttpUrl, Field(repr=False)] = "https://api.telegram.org/bot"
    base_file_url: Annotated[HttpUrl, Field(repr=False)] = "https://api.telegram.org/file/bot"


class PersonEntry(Section):
    name: Text
    role: Role
    telegram_id: Annotated[int, Field(gt=0)] | None = None
    phone: Phone | None = None
    team: str | None = None


class TeamEntry(Section):
    id: Identifier
    name: Text
    chat_id: Annotated[int, AfterValidator(_group_chat)] | None = None
    topic: Annotated[int, Field(gt=0)] | None = None
    sites: tuple[str, ...] = ()
    default: StrictBool = False


def _any_day(days: tuple[Day, ...]) -> tuple[Day, ...]:
    # as a rule of the field's length it would also complain of days that are only misspelt
    if not days:
        raise ValueError("no day stands here; write at least one, or remove the key for every day")
    return days


class DutyEntry(Section):
    """`days` are those on which the turn begins. `people` may name such as have joined by an invitation."""

    people: Annotated[tuple[Text, ...], Field(min_length=1)]
    days: Annotated[tuple[Day, ...], AfterValidator(_any_day)] = DAYS
    hours: Hours = ALL_DAY


class PingSettings(Section):
    interval: PositiveDuration = 10.0
    timeout: PositiveDuration = 1.0

    @model_validator(mode="after")
    def _answer_before_next(self) -> Self:
        if self.timeout >= self.interval:
            raise ValueError(
                f"timeout ({format_duration(self.timeout)}) has to be shorter than interval "
                f"({format_duration(self.interval)}); write a shorter timeout or a longer interval"
            )
        return self


class ConfirmSettings(Section):
    probes: Annotated[int, Field(ge=1)] = 5
    within: PositiveDuration = 3.0
    max: PositiveDuration = 15.0

    @model_validator(mode="after")
    def _max_is_longest(self) -> Self:
        if self.within > self.max:
            raise ValueError(
                f"within ({format_duration(self.within)}) is longer than max ({format_duration(self.max)}); "
                "write a shorter within or a longer max"
            )
        return self


class RecoverSettings(Section):
    probes: Annotated[int, Field(ge=1)] = 3
    within: PositiveDuration = 5.0


class DetectionSettings(Section):
    ping: PingSettings = PingSettings()
    confirm: ConfirmSettings = ConfirmSettings()
    failover: Duration = 10.0
    recover: RecoverSettings = RecoverSettings()
    close_after: Duration = 60.0
    reopen_within: Duration = 1800.0
    sentinels: tuple[Address, ...] = ()


class TrapSettings(Section):
    """`listen` is `HOST:PORT` of UDP, null for off. Heard is what has any profile's community or user.

    Left out, it is the standard port on all addresses where netwatch may open it: below 1024 that takes root or
    CAP_NET_BIND_SERVICE. Where it may not, no traps are heard, and the log says so; written,
    `netwatch check` does too.
    """

    listen: Listen | None = ANY_TRAP_PORT


class SnmpSettings(Section):
    engine: Literal["fast", "pysnmp"] = "fast"
    interval: PositiveDuration = 60.0
    traps: TrapSettings = TrapSettings()
    profiles: dict[str, SnmpProfile] = Field(
        default_factory=lambda: {"default": SnmpProfile(version="2c", community=SecretStr("public"))}
    )


class SshCredential(Section):
    username: Text
    password: Annotated[SecretStr, Field(min_length=1)]


class SshSettings(Section):
    credentials: dict[str, SshCredential] = Field(default_factory=dict)


class TicketSettings(Section):
    """`number` is a `str.format` of seq (int, from 1 each year), month (Roman) and year (int)."""

    number: TicketNumberFormat = "{seq:03d}/PGD-TIK/{month}/{year}"


class SmsSettings(Section):
    """`spool` is the folder of Gammu's SMS daemon; `after`: how long Telegram may take to accept an alarm."""

    spool: Path = Path("/var/spool/gammu")
    after: PositiveDuration = 120.0


class WebSettings(Section):
    """`listen` is `HOST:PORT`, an IPv6 host in brackets."""

    listen: Listen = "127.0.0.1:8112"

    @property
    def host(self) -> str:
        return split_listen(self.listen)[0]

    @property
    def port(self) -> int:
        return split_listen(self.listen)[1]


class Settings(Section):
    """Once loaded, `inventory`, `sop`, `sms.spool` and `data`, the folder of pictures, are absolute; `database` is a
    URL for SQLAlchemy's asyncio drivers.

    `database` and the URLs of Telegram stay out of the repr: they may hold a password or the token.
    """

    inventory: Path = Path("inventory.yaml")
    sop: Path | None = None
    database: Annotated[str, AfterValidator(_known_database), Field(repr=False)] = "sqlite:///netwatch.db"
    data: Path = Path("data")
    timezone: Timezone = "Asia/Jakarta"
    telegram: TelegramSettings = TelegramSettings()
    people: tuple[PersonEntry, ...] = ()
    teams: tuple[TeamEntry, ...] = ()
    duty: tuple[DutyEntry, ...] = ()
    detection: DetectionSettings = DetectionSettings()
    snmp: SnmpSettings = Field(default_factory=SnmpSettings)
    conditions: ConditionSettings = ConditionSettings()
    ssh: SshSettings = Field(default_factory=SshSettings)
    tickets: TicketSettings = TicketSettings()
    sms: SmsSettings | None = None
    web: WebSettings = WebSettings()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)
