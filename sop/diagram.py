"""The table of `sop.machine` as a Mermaid diagram: `python -m sop.diagram`."""

from sop.machine import TRANSITIONS


def diagram() -> str:
    lines = ["stateDiagram-v2", "    [*] --> waiting"]
    for state, events in TRANSITIONS.items():
        for event, after in events.items():
            lines.append(f"    {_word(state.value)} --> {_word(after.value)}: {event.value}")
    return "\n".join(lines)


def _word(state: str) -> str:
    return state.replace(" ", "_")


if __name__ == "__main__":
    print(diagram())
