"""Scripted misbehaviour of Telegram, or of the way to it."""

import asyncio
from dataclasses import dataclass, field

PORTAL = "<!DOCTYPE html><html><head><title>Login</title></head><body>Please log in.</body></html>"
_DESCRIPTIONS = {
    401: "Unauthorized",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    500: "Internal Server Error: restart",
    502: "Bad Gateway",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error answered in Telegram's form, nothing processed. `retry_after` in seconds, for 429."""

    code: int
    description: str | None = None
    retry_after: int | None = None

    def body(self) -> dict[str, object]:
        if self.code == 429 and self.retry_after is None:
            raise ValueError("Refusal(429) needs retry_after: the seconds that Telegram would name")
        description = self.description or _DESCRIPTIONS.get(self.code, "Error")
        if self.retry_after is not None:
            description = self.description or f"Too Many Requests: retry after {self.retry_after}"
        body: dict[str, object] = {"ok": False, "error_code": self.code, "description": description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


@dataclass(frozen=True, slots=True)
class Page:
    """HTML instead of JSON, nothing processed: a captive portal (200) or a broken proxy (502)."""

    html: str = PORTAL
    status: int = 200


@dataclass(frozen=True, slots=True)
class BlackHole:
    """The connection is accepted and no answer comes. What still waits when the fault is lifted is processed
    then, as packets that were sent again would be."""


@dataclass(frozen=True, slots=True)
class Late:
    """Processed at once, answered after `seconds`; None: when the fault is lifted."""

    seconds: float | None = None


Fault = Refusal | Page | BlackHole | Late


@dataclass(slots=True, eq=False)
class Scripted:
    """A fault in force. `method` None: every method; `times` None: until lifted. `download` is the method of
    file downloads. `hits` counts the calls it met, `held` those it keeps waiting now."""

    fault: Fault
    method: str | None = None
    times: int | None = None
    hits: int = 0
    held: int = 0
    lifted: asyncio.Event = field(default_factory=asyncio.Event)

    def lift(self) -> None:
        self.lifted.set()

    @property
    def active(self) -> bool:
        return not self.lifted.is_set() and (self.times is None or self.hits < self.times)


@dataclass(slots=True)
class Faults:
    _scripted: list[Scripted] = field(default_factory=list)

    def script(self, fault: Fault, *, method: str | None = None, times: int | None = None) -> Scripted:
        if isinstance(fault, Refusal):
            fault.body()  # complains here, not in the middle of a scenario
        scripted = Scripted(fault, method.lower() if method else None, times)
        self._scripted.append(scripted)
        return scripted

    @property
    def are_scripted(self) -> bool:
        """Whether any is in force."""
        return any(scripted.active for scripted in self._scripted)

    def next(self, method: str) -> Scripted | None:
        """The earliest active fault for this call, which counts as one hit."""
        self._scripted = [scripted for scripted in self._scripted if scripted.active]
        for scripted in self._scripted:
            if scripted.method in (None, method.lower()):
                scripted.hits += 1
                return scripted
        return None

    def lift_all(self) -> None:
        for scripted in self._scripted:
            scripted.lift()
        self._scripted.clear()
