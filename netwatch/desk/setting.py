"""What the desk decides with: the office, and the rules of its settings. Replaced as a whole at a reload."""

from dataclasses import dataclass
from datetime import datetime

from netwatch.core.duty import Shift
from netwatch.core.number import official_number
from netwatch.core.policy import Policy
from netwatch.core.second_channel import Rule
from netwatch.inventory.find import PlaceFinder
from netwatch.store.transaction import Transaction
from netwatch.text.office import Office


@dataclass(frozen=True, slots=True)
class Setting:
    """`channel`: the name of the channel that people are told through; `number`: the pattern of official numbers.

    `places` are the names in the office's inventory, prepared for questions. `second`: when a second channel
    speaks; None where there is none. `roster`: who is on duty when.
    """

    office: Office
    places: PlaceFinder
    policy: Policy
    channel: str
    number: str
    second: Rule | None = None
    roster: tuple[Shift, ...] = ()


async def next_number(tx: Transaction, setting: Setting, now: datetime) -> str:
    """The next official number of the year, as the office's calendar has it."""
    local = now.astimezone(setting.office.zone)
    return official_number(setting.number, await tx.tickets.next_sequence(local.year), local)
