"""What is otherwise in the city, and in what netwatch makes of it, than a moment before: a line each. Pure."""

from collections.abc import Iterator

from netwatch.demo.stage import StageView

_MOST_NAMED = 4


def changes(before: StageView, after: StageView) -> Iterator[str]:
    yield from _city(before, after)
    yield from _netwatch(before, after)
    if before.pace != after.pace:
        yield f"clock: the SOP's clock goes {after.pace}x"
    if before.playing != after.playing:
        yield f"story: it {'goes on' if after.playing else 'holds'}"


def troubles(view: StageView) -> Iterator[str]:
    """What is not well now: the truth first, then what netwatch says."""
    for link in view.links:
        if link.is_cut:
            yield f"city: the cable {link.child} – {link.parent} is cut"
    for device in view.devices:
        if not device.is_on:
            yield f"city: {device.id} is switched off"
    for site in view.sites:
        if not site.has_power:
            yield f"city: {site.id} has no power"
    for device in view.devices:
        if device.state != "up":
            belongs = f", ticket #{device.ticket}" if device.ticket is not None else ""
            yield f"netwatch: {device.id} is {device.state}{belongs}"
    for ticket in view.tickets:
        if ticket.is_open:
            yield f"netwatch: ticket #{ticket.id}, step {ticket.step}: {ticket.title}"


def _city(before: StageView, after: StageView) -> Iterator[str]:
    cut = {(link.child, link.parent): link.is_cut for link in before.links}
    for link in after.links:
        if cut[link.child, link.parent] != link.is_cut:
            yield f"city: the cable {link.child} – {link.parent} is {'cut' if link.is_cut else 'mended'}"
    was_on = {device.id: device.is_on for device in before.devices}
    for device in after.devices:
        if was_on[device.id] != device.is_on:
            yield f"city: {device.id} is switched {'on' if device.is_on else 'off'}"
    had_power = {site.id: site.has_power for site in before.sites}
    for site in after.sites:
        if had_power[site.id] != site.has_power:
            yield f"city: {site.id} {'has power again' if site.has_power else 'loses its power'}"


def _netwatch(before: StageView, after: StageView) -> Iterator[str]:
    states = {device.id: device.state for device in before.devices}
    turned: dict[str, list[str]] = {}
    for device in after.devices:
        if states[device.id] != device.state:
            turned.setdefault(device.state, []).append(device.id)
    for state, devices in turned.items():
        named = ", ".join(devices[:_MOST_NAMED])
        more = f" and {len(devices) - _MOST_NAMED} more" if len(devices) > _MOST_NAMED else ""
        yield f"netwatch: {named}{more} {'are' if len(devices) > 1 else 'is'} {state}"
    was_open = {ticket.id: ticket.is_open for ticket in before.tickets}
    for ticket in reversed(after.tickets):
        if ticket.id not in was_open:
            yield f"netwatch: ticket #{ticket.id} is opened: {ticket.title}"
        if not ticket.is_open and was_open.get(ticket.id, True):
            yield f"netwatch: ticket #{ticket.id} is closed"
