"""Asks an agent for what it may lack."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from probes.snmp.agent import Agent
from probes.snmp.oid import Oid
from probes.snmp.question import Value
from probes.snmp.reading import FailureKind
from probes.snmp.trouble import Trouble

_T = TypeVar("_T")


class Lenient:
    """What the agent answers with an error or not at all counts as absent, and `complete` is False from then on:
    agents choke on tables, and a poll must not fail for it. Raises Trouble of kind ERROR alone."""

    def __init__(self, agent: Agent) -> None:
        self._agent = agent
        self.complete = True

    async def get(self, oids: tuple[Oid, ...]) -> dict[Oid, Value]:
        nothing: dict[Oid, Value] = {}
        return await self._or_else(nothing, lambda: self._agent.get(oids))

    async def first_rows(self, columns: tuple[Oid, ...]) -> dict[Oid, tuple[Oid, Value]]:
        nothing: dict[Oid, tuple[Oid, Value]] = {}
        return await self._or_else(nothing, lambda: self._agent.first_rows(columns))

    async def next(self, oid: Oid) -> Oid | None:
        nothing: Oid | None = None
        return await self._or_else(nothing, lambda: self._agent.next(oid))

    async def walk(self, column: Oid, at_most: int | None = None) -> list[tuple[Oid, Value]]:
        nothing: list[tuple[Oid, Value]] = []
        return await self._or_else(nothing, lambda: self._agent.walk(column, at_most))

    async def _or_else(self, otherwise: _T, ask: Callable[[], Awaitable[_T]]) -> _T:
        try:
            return await ask()
        except Trouble as trouble:
            if trouble.kind is FailureKind.ERROR:
                raise
            self.complete = False
            return otherwise
