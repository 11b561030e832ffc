"""A failure on its way from where it happened to the result."""

from probes.snmp.reading import FailureKind


class Trouble(Exception):
    """Ends a poll. `detail` must hold no secret."""

    def __init__(self, kind: FailureKind, detail: str) -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind = kind
        self.detail = detail
