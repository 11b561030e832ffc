"""The same facts as the JSON, for people at a terminal."""

from typing import Any

from rich.console import Console
from rich.table import Table

from netwatch.inventory.model import Inventory

COLOUR = {"up": "green", "degraded": "yellow", "down": "bold red", "unreachable": "magenta", "unknown": "dim"}
Json = dict[str, Any]


def print_status(status: Json) -> None:
    console = Console()
    monitor = status["monitor"]
    table = Table("device", "site", "state", "since", "rtt", "loss", "ticket", "why", box=None, pad_edge=False)
    for device in status["devices"]:
        state = device["state"]
        table.add_row(
            device["id"],
            device["site"],
            f"[{COLOUR[state]}]{state}[/]",
            _short(device["since"]),
            "" if device["rtt_ms"] is None else f"{device['rtt_ms']:.1f} ms",
            f"{device['loss']:.0%}" if device["loss"] else "",
            f"#{device['ticket']}" if device["ticket"] else "",
            "" if state == "up" else device["reason"],
        )
    console.print(table if status["devices"] else "the inventory has no devices")
    if not monitor["running"]:
        console.print("[yellow]netwatch is not running: this is what it knew last[/]")
    if monitor["isolated"]:
        console.print("[yellow]the monitor is cut off from the network[/]")


def print_tickets(tickets: list[Json], inventory: Inventory) -> None:
    console = Console()
    if not tickets:
        console.print("no tickets")
        return
    table = Table("id", "number", "status", "opened", "cause", "site", "behind", "step", "late", "reports", box=None)
    for ticket in tickets:
        table.add_row(
            str(ticket["id"]),
            ticket["number"] or "",
            ticket["status"],
            _short(ticket["opened_at"]),
            _cause(ticket, inventory),
            inventory.site_name(ticket["site"]),
            str(len(ticket["impacted"])),
            str(ticket["step"] or ""),
            str(ticket["breaches"] or ""),
            str(ticket["reports"] or ""),
        )
    console.print(table)


def print_ticket(ticket: Json, inventory: Inventory) -> None:
    console = Console()
    console.print(f"[bold]#{ticket['id']}[/] {ticket['number'] or ''} {ticket['status']} {ticket['priority']}")
    console.print(f"cause     {_cause(ticket, inventory)}")
    console.print(f"site      {inventory.site_name(ticket['site'])}")
    console.print(f"opened    {_short(ticket['opened_at'])}   closed {_short(ticket['closed_at'])}")
    console.print(f"impacted  {', '.join(ticket['impacted']) or 'nothing else'}")
    steps = Table("step", "role", "started", "due", "done", "by", "", box=None)
    for step in ticket["steps"]:
        remark = " ".join(word for word in ("breached", "skipped") if step[word])
        steps.add_row(
            str(step["no"]), step["role"], _short(step["started_at"]), _short(step["due_at"]),
            _short(step["done_at"]), step["done_by"] or "", remark,
        )
    console.print(steps)
    for entry in ticket["history"]:
        console.print(f"{_short(entry['at'])}  {entry['event']} ({entry['actor']}) {entry['detail']}", highlight=False)
    told = Table("told", "kind", "sent", "tries", "error", box=None)
    for each in ticket["notifications"]:
        to = each["to"]["person"] or f"chat {each['to']['chat_id']}"
        told.add_row(to, each["kind"], _short(each["sent_at"]) or "waiting", str(each["attempts"]), each["error"] or "")
    console.print(told)


def _cause(ticket: Json, inventory: Inventory) -> str:
    root = ticket["root_cause"]
    if root is None:
        return "citizens' report"
    return f"{inventory.device_name(root['device'])} ({root['condition']})" if root["device"] else root["condition"]


def _short(moment: str | None) -> str:
    return "" if moment is None else moment[:19].replace("T", " ")
