"""Whether the database can be used, and what it knows that the files do not."""

from dataclasses import dataclass
from datetime import UTC, datetime

from netwatch.check.finding import Finding, fact, problem
from netwatch.core.member import Member
from netwatch.core.status import MonitorStatus
from netwatch.core.trouble import Trouble
from netwatch.running import is_running
from netwatch.store.error import StoreError
from netwatch.store.migrate import Age, age_of
from netwatch.store.store import Store

_SAID = {
    Age.EMPTY: "is made at the first start",
    Age.OLDER: "is of an older netwatch, and brought up to date at the next start; before: netwatch db backup FILE",
    Age.CURRENT: "up to date",
}


@dataclass(frozen=True, slots=True)
class Known:
    """`members`: who has joined by an invitation. `troubles`: whom the daemon could not write to. `running`: what the
    daemon said last, None when none runs. `watched`: the ids of the devices that it watches.
    """

    finding: Finding
    members: tuple[Member, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    running: MonitorStatus | None = None
    watched: frozenset[str] = frozenset()


async def look_into(url: str) -> Known:
    """Makes and changes nothing."""
    try:
        place, age = await age_of(url)
        finding = fact("database", f"{place}: {_SAID[age]}")
        if age is not Age.CURRENT:
            return Known(finding)
        store = await Store.open(url)
        try:
            async with store.read() as tx:
                monitor, readings = await tx.monitor.load() or (None, {})
                running = monitor if is_running(monitor, datetime.now(UTC)) else None
                members, troubles = tuple(await tx.members.all()), tuple(await tx.troubles.all())
                return Known(finding, members, troubles, running, frozenset(readings))
        finally:
            await store.close()
    except StoreError as wrong:
        return Known(problem("database", str(wrong)))
