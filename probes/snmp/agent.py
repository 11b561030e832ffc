"""Reads objects from one agent, in as few and as large requests as the agent takes."""

from collections.abc import Awaitable, Callable

from probes.snmp.oid import Oid, dotted
from probes.snmp.question import Answer, ErrorStatus, Question, Value
from probes.snmp.reading import FailureKind
from probes.snmp.trouble import Trouble

# About 1,300 bytes of answer: one unfragmented datagram for all but the wordiest agents.
OBJECTS_PER_REQUEST = 45
ROWS_PER_REQUEST = 25
ROWS_AT_MOST = 20_000


class Agent:
    """Asks through `ask`, which raises Trouble when no answer comes.

    What the agent finds too big is remembered in `objects_per_request` and `rows_per_request`.
    """

    def __init__(
        self,
        ask: Callable[[Question], Awaitable[Answer]],
        objects_per_request: int = OBJECTS_PER_REQUEST,
        rows_per_request: int = ROWS_PER_REQUEST,
    ) -> None:
        self._ask = ask
        self.objects_per_request = objects_per_request
        self.rows_per_request = rows_per_request

    async def get(self, oids: tuple[Oid, ...]) -> dict[Oid, Value]:
        """The values of `oids`; those that the agent lacks are left out.

        Raises Trouble: what `ask` raises, and AGENT_ERROR for an error-status.
        """
        values: dict[Oid, Value] = {}
        waiting = list(oids)
        while waiting:
            asked = tuple(waiting[: self.objects_per_request])
            answer = await self._ask(Question(asked))
            if answer.status == ErrorStatus.TOO_BIG and len(asked) > 1:
                self.objects_per_request = len(asked) // 2
                continue
            if answer.status == ErrorStatus.NO_SUCH_NAME and 1 <= answer.index <= len(asked):
                # SNMPv1's way to say what v2c says with noSuchObject; agents with old kernels still do
                waiting.remove(asked[answer.index - 1])
                continue
            _require_success(answer, asked)
            wanted = set(asked)
            values |= {oid: value for oid, value in answer.rows if value is not None and oid in wanted}
            del waiting[: len(asked)]
        return values

    async def first_rows(self, columns: tuple[Oid, ...]) -> dict[Oid, tuple[Oid, Value]]:
        """The first row, as (index, value), of each of `columns` that has one, in one request where they fit into one.

        A scalar is a column with the one index 0. Raises Trouble: what `ask` raises, and AGENT_ERROR for an
        error-status.
        """
        found: dict[Oid, tuple[Oid, Value]] = {}
        waiting = list(columns)
        while waiting:
            asked = tuple(waiting[: self.objects_per_request])
            answer = await self._ask(Question(asked, repetitions=1))
            if answer.status == ErrorStatus.TOO_BIG and len(asked) > 1:
                self.objects_per_request = len(asked) // 2
                continue
            _require_success(answer, asked)
            if not answer.rows:
                return found
            # an agent may answer with fewer than it was asked for (RFC 3416 section 4.2.3)
            for column, (oid, value) in zip(asked, answer.rows, strict=False):
                if value is not None and oid[: len(column)] == column:
                    found[column] = (oid[len(column) :], value)
            del waiting[: min(len(asked), len(answer.rows))]
        return found

    async def next(self, oid: Oid) -> Oid | None:
        """The object that follows `oid`, whichever it is; None at the end.

        Raises Trouble: what `ask` raises, and AGENT_ERROR for an error-status.
        """
        answer = await self._ask(Question((oid,), repetitions=1))
        if answer.status == ErrorStatus.NO_SUCH_NAME or not answer.rows:
            return None
        _require_success(answer, (oid,))
        following, value = answer.rows[0]
        return None if value is None else following

    async def walk(self, column: Oid, at_most: int | None = None) -> list[tuple[Oid, Value]]:
        """The rows of a table's column as (index, value), in the agent's order; the first `at_most` of them.

        Raises Trouble: what `ask` raises, and AGENT_ERROR for an error-status, for indexes that do not
        increase and for more than ROWS_AT_MOST rows.
        """
        rows: list[tuple[Oid, Value]] = []
        last = column
        while len(rows) <= ROWS_AT_MOST:
            answer = await self._ask(Question((last,), repetitions=self.rows_per_request))
            if answer.status == ErrorStatus.TOO_BIG and self.rows_per_request > 1:
                self.rows_per_request //= 2
                continue
            if answer.status == ErrorStatus.NO_SUCH_NAME or not answer.rows:
                return rows
            _require_success(answer, (last,))
            for oid, value in answer.rows:
                if value is None or oid[: len(column)] != column:
                    return rows
                if oid <= last:
                    raise Trouble(
                        FailureKind.AGENT_ERROR,
                        f"walk of {dotted(column)}: {dotted(oid)} follows {dotted(last)}, which does not "
                        "increase; the agent's software is faulty",
                    )
                rows.append((oid[len(column) :], value))
                last = oid
                if len(rows) == at_most:
                    return rows
        raise Trouble(FailureKind.AGENT_ERROR, f"walk of {dotted(column)}: more than {ROWS_AT_MOST} rows")


def _require_success(answer: Answer, asked: tuple[Oid, ...]) -> None:
    if answer.status == ErrorStatus.NO_ERROR:
        return
    known = {status.value for status in ErrorStatus}
    name = ErrorStatus(answer.status).name if answer.status in known else f"error-status {answer.status}"
    denied = answer.status in (ErrorStatus.AUTHORIZATION_ERROR, ErrorStatus.NO_ACCESS)
    where = f" at {dotted(asked[answer.index - 1])}" if 1 <= answer.index <= len(asked) else ""
    remedy = ": it lets this user or community not read that, or not at this security level" if denied else ""
    raise Trouble(FailureKind.AGENT_ERROR, f"the agent answers {name}{where}{remedy}")
