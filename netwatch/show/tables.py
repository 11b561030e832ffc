"""The same facts as the JSON, for people at a terminal."""

from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.text import Text

from netwatch.core.message import Shut
from netwatch.inventory.model import Inventory
from netwatch.show.terminal import in_zone, short_time, table, zone_name

SHUT = {
    Shut.BLOCKED: "has blocked the bot; they have to press Start again",
    Shut.NEVER_STARTED: "has never pressed Start, or telegram_id is wrong",
    Shut.DELETED: "is not in Telegram any more; correct the settings",
    Shut.NOT_IN_GROUP: "the bot is not in the group; add it again, or correct chat_id",
    Shut.MAY_NOT_WRITE: "the bot may not write in the group; give it the right to",
    Shut.NO_TOPIC: "the topic is closed or deleted, messages go to the general one; open it, or correct topic",
    Shut.NO_SMS: "no SMS gets through; check phone in the settings, and the modem",
}
COLOUR = {"up": "green", "degraded": "yellow", "down": "bold red", "unreachable": "magenta", "unknown": "dim"}
ANSWERING = ("up", "degraded")
NOTHING = "-"
Json = dict[str, Any]


WIDE = 110
"""Columns from which on the site fits beside the rest."""


def print_status(status: Json, zone: ZoneInfo, console: Console) -> None:
    """`zone`: that of the times in `status`."""
    if not status["devices"]:
        console.print("no devices")
    else:
        _print_devices(status, zone, console)
    if not status["monitor"]["running"]:
        console.print("netwatch is not running: this is what it knew last", style="yellow")
    if status["monitor"]["isolated"]:
        console.print("the monitor is cut off from the network", style="yellow")
    for each in status["unreachable"]:
        since = short_time(each["since"], status["generated_at"])
        told = f"{each['name']} cannot be written to since {since}: {SHUT[Shut(each['why'])]}"
        console.print(told, style="yellow", markup=False)
    for each in status["waiting"]:
        since = short_time(each["since"], status["generated_at"])
        waiting = "1 message waits" if each["messages"] == 1 else f"{each['messages']} messages wait"
        told = f"{waiting} for {each['channel']} since {since}: {each['why'] or 'none of them was tried yet'}"
        console.print(told, style="yellow", markup=False)


def _print_devices(status: Json, zone: ZoneInfo, console: Console) -> None:
    since = in_zone("since", status["generated_at"], zone)
    wide = console.width >= WIDE
    names = ["device", *(["site"] if wide else []), "state", "since", "rtt ms", "loss", "ticket", "why"]
    shown = table(*(since if name == "since" else name for name in names))
    cells = [[_cell(device, name, status["generated_at"]) for device in status["devices"]] for name in names]
    # the reason is what gives way: ids are typed again, so they have to be whole
    for column, its in zip(shown.columns[:-1], cells[:-1], strict=True):
        column.min_width = max(len(str(column.header)), *map(len, its))
    for row in zip(*cells, strict=True):
        shown.add_row(*(Text(cell, style=COLOUR.get(cell, "")) for cell in row))
    console.print(shown)
    _print_problems(status, since, console)


def _print_problems(status: Json, since_heading: str, console: Console) -> None:
    """What is the matter with devices that answer, and since when."""
    ill = [
        (device["id"], condition)
        for device in status["devices"]
        for condition in device["conditions"]
        if condition["state"] == "problem" and condition["key"] != "ping"
    ]
    if not ill:
        return
    shown = table("device", "condition", since_heading, "why")
    for device, condition in ill:
        since = short_time(condition["since"], status["generated_at"])
        shown.add_row(*(Text(cell) for cell in (device, condition["key"], since, condition["detail"])))
    console.print()
    console.print(shown)


def _cell(device: Json, column: str, now: str) -> str:
    match column:
        case "device":
            return str(device["id"])
        case "since":
            return short_time(device["since"], now)
        case "rtt ms":
            return f"{device['rtt_ms']:.1f}" if _answers(device) and device["rtt_ms"] is not None else NOTHING
        case "loss":
            if not _answers(device):
                return NOTHING
            return f"{device['loss']:.0%}" if device["loss"] else ""
        case "ticket":
            return f"#{device['ticket']}" if device["ticket"] else ""
        case "why":
            work = device["maintenance_window"]
            planned = [f"maintenance until {short_time(work['to'], now)} ({work['reason']})"] if work else []
            return "; ".join([*planned, *_reasons(device)])
        case _:
            return str(device[column])


def _answers(device: Json) -> bool:
    """What was measured while it last did says nothing of now."""
    return device["state"] in ANSWERING


def _reasons(device: Json) -> list[str]:
    """Why it is not up, or not known to be so any more."""
    if device["state"] != "up":
        return [str(device["reason"])]
    return [
        f"not asked any more: {condition['detail']}"
        for condition in device["conditions"]
        if condition["key"] == "ping" and condition["state"] == "unknown"
    ]


def print_tickets(tickets: list[Json], inventory: Inventory, zone: ZoneInfo, console: Console) -> None:
    """`zone`: that of the times in `tickets`."""
    if not tickets:
        console.print("no tickets")
        return
    opened = in_zone("opened", tickets[0]["opened_at"], zone)
    shown = table("id", "number", "status", opened, "cause", "site", "behind", "step", "late", "reports")
    shown.columns[0].min_width = len(str(max(ticket["id"] for ticket in tickets)))
    for ticket in tickets:
        shown.add_row(
            str(ticket["id"]),
            ticket["number"] or "",
            ticket["status"],
            _short(ticket["opened_at"])[:16],
            _cause(ticket, inventory),
            inventory.site_name(ticket["site"]),
            str(len(ticket["impacted"])),
            str(ticket["step"] or ""),
            str(ticket["breaches"] or ""),
            str(ticket["reports"] or ""),
        )
    console.print(shown)


def print_ticket(ticket: Json, inventory: Inventory, zone: ZoneInfo, console: Console) -> None:
    """`zone`: that of the times in `ticket`."""
    console.print(f"#{ticket['id']} {ticket['number'] or ''} {ticket['status']} {ticket['priority']}", style="bold")
    console.print(f"cause     {_cause(ticket, inventory)}")
    console.print(f"site      {inventory.site_name(ticket['site'])}")
    times = zone_name(ticket["opened_at"], zone)
    closed = f"closed {_short(ticket['closed_at'])}" if ticket["closed_at"] else "not closed"
    console.print(f"opened    {_short(ticket['opened_at'])}, {closed} (all times: {times})")
    console.print(f"impacted  {', '.join(ticket['impacted']) or 'nothing else'}")
    for condition in ticket["conditions"]:
        console.print(f"condition {condition['key']} {condition['state']}: {condition['detail']}")
    for work in ticket["maintenance"]:
        end = f"ended {_short(work['ended_at'])}" if work["ended_at"] else f"until {_short(work['to'])}"
        console.print(f"maintenance {work['id']} from {_short(work['from'])}, {end}: {work['reason']}")
    steps = table("step", "role", "started", "due", "done", "by", "")
    for step in ticket["steps"]:
        remark = " ".join(word for word in ("breached", "skipped") if step[word])
        steps.add_row(
            str(step["no"]), step["role"], _short(step["started_at"]), _short(step["due_at"]),
            _short(step["done_at"]), step["done_by"] or "", remark,
        )
    console.print(steps)
    for report in ticket["repair_reports"]:
        _print_repair(report, console)
    for entry in ticket["history"]:
        console.print(f"{_short(entry['at'])}  {entry['event']} ({entry['actor']}) {entry['detail']}")
    told = table("told", "kind", "sent", "tries", "error")
    for each in ticket["notifications"]:
        to = each["to"]["person"] or f"chat {each['to']['chat_id']}"
        told.add_row(to, each["kind"], _short(each["sent_at"]) or "waiting", str(each["attempts"]), each["error"] or "")
    console.print(told)


def _print_repair(report: Json, console: Console) -> None:
    console.print(f"repair    {report['state']}, {report['by']} {_short(report['at'])}", style="bold")
    for piece in ("cause", "action", "material"):
        console.print(f"{piece:<10}{report[piece] or '(not written)'}")
    if report["remark"]:
        console.print(f"remark    {report['judged_by']}: {report['remark']}")
    for photo in report["photos"]:
        kept = f"{photo['file']} sha256 {photo['sha256']}" if photo["file"] else photo["problem"] or "being fetched"
        console.print(f"photo     {photo['stage']}, {photo['by']} {_short(photo['at'])}: {kept}")


def _cause(ticket: Json, inventory: Inventory) -> str:
    root = ticket["root_cause"]
    if root is None:
        return "citizens' report"
    return f"{inventory.device_name(root['device'])} ({root['condition']})" if root["device"] else root["condition"]


def _short(moment: str | None) -> str:
    return "" if moment is None else moment[:19].replace("T", " ")
