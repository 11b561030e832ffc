"""The states of a device, in a word and in a colour."""

from netwatch.core.state import State

STATE = {
    State.UNKNOWN: "belum diketahui",
    State.UP: "normal",
    State.DEGRADED: "terganggu sebagian",
    State.DOWN: "mati",
    State.UNREACHABLE: "tidak terjangkau",
}

MARK = {
    State.UNKNOWN: "⚪",
    State.UP: "🟢",
    State.DEGRADED: "🟡",
    State.DOWN: "🔴",
    State.UNREACHABLE: "🟠",
}
