"""Tickets as the JSON that `ticket list` and `ticket show` promise. Citizens' data is masked."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from netwatch.core.citizen import mask_name, mask_phone
from netwatch.core.history import Recorded
from netwatch.core.message import Kind, Recipient
from netwatch.core.repair import photos_of
from netwatch.core.second_channel import SMS
from netwatch.core.status import ConditionStatus, DeviceStatus
from netwatch.core.ticket import Hold, Photo, Ticket

Json = dict[str, Any]


class Sending(Protocol):
    """A row of the outbox as far as it is shown."""

    @property
    def to(self) -> Recipient: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def created_at(self) -> datetime: ...
    @property
    def sent_at(self) -> datetime | None: ...
    @property
    def attempts(self) -> int: ...
    @property
    def error(self) -> str | None: ...


def moment(when: datetime | None, zone: ZoneInfo) -> str | None:
    """ISO 8601 with the zone's offset."""
    return None if when is None else when.astimezone(zone).isoformat(timespec="milliseconds")


def condition_json(condition: ConditionStatus, zone: ZoneInfo) -> Json:
    return {
        "key": condition.key,
        "state": condition.state.value,
        "since": moment(condition.since, zone),
        "detail": condition.detail,
    }


def ticket_json(ticket: Ticket, zone: ZoneInfo) -> Json:
    root = ticket.root
    return {
        "id": ticket.id,
        "number": ticket.number,
        "status": ticket.status.value,
        "opened_at": moment(ticket.opened_at, zone),
        "closed_at": moment(ticket.closed_at, zone),
        "source": ticket.source.value,
        "priority": ticket.priority.value,
        "root_cause": None if root is None else {"device": root.device, "condition": root.condition},
        "site": ticket.site,
        "impacted": [impact.device for impact in ticket.impacted],
        "step": ticket.step,
        "breaches": ticket.breaches,
        "reports": ticket.report_count,
        "reopened": ticket.reopened,
        "repair_report": ticket.repair_report.value,
        "probable_cause": ticket.probable_cause,
        "team": ticket.team,
        "accepted_by": ticket.accepted_by,
        "hold": _hold(ticket.hold, zone),
        "closed_as": None if ticket.closure is None else ticket.closure.kind.value,
        "symptom": ticket.symptom,
    }


def _hold(hold: Hold | None, zone: ZoneInfo) -> Json | None:
    return None if hold is None else {"by": hold.by, "at": moment(hold.at, zone), "reason": hold.reason}


def _photo(photo: Photo, zone: ZoneInfo) -> Json:
    """`file` is below the data folder, null until it has been fetched."""
    return {
        "stage": photo.stage.value,
        "at": moment(photo.at, zone),
        "by": photo.by,
        "caption": photo.caption,
        "file": photo.file,
        "sha256": photo.sha256,
        "problem": photo.problem,
    }


def ticket_detail_json(
    ticket: Ticket,
    history: Iterable[Recorded],
    sendings: Sequence[Sending],
    zone: ZoneInfo,
    root: DeviceStatus | None = None,
) -> Json:
    """`root`: what is known of the root cause's device now."""
    return {
        **ticket_json(ticket, zone),
        "conditions": [condition_json(condition, zone) for condition in (root.conditions if root is not None else ())],
        "steps": [
            {
                "no": step.no,
                "role": step.role.value,
                "started_at": moment(step.started_at, zone),
                "due_at": moment(step.due_at, zone),
                "done_at": moment(step.done_at, zone),
                "done_by": step.done_by,
                "breached": step.breached,
                "skipped": step.skipped,
            }
            for step in ticket.steps
        ],
        "history": [
            {"at": moment(e.at, zone), "actor": e.actor, "event": e.event, "detail": e.detail, "hash": e.hash}
            for e in history
        ],
        "citizen_reports": [
            {
                "at": moment(report.at, zone),
                "taken_by": report.taken_by,
                "channel": report.channel,
                "name": None if report.name is None else mask_name(report.name),
                "phone": None if report.phone is None else mask_phone(report.phone),
                "text": report.text,
                "called_back_at": moment(report.called_back_at, zone),
                "repeats": report.repeats,
            }
            for report in ticket.citizen_reports
        ],
        "repair_reports": [
            {
                "at": moment(report.at, zone),
                "by": report.by,
                "cause": report.cause,
                "action": report.action,
                "material": report.material,
                "photos": [_photo(photo, zone) for photo in photos_of(ticket, place)],
                "state": report.state.value,
                "judged_by": report.judged_by,
                "judged_at": moment(report.judged_at, zone),
                "remark": report.remark,
            }
            for place, report in enumerate(ticket.repair_reports)
        ],
        "ports": [
            {
                "device": port.parent,
                "port": port.name,
                "state": port.state.value,
                "since": moment(port.since, zone),
            }
            for port in ticket.ports
        ],
        "evidence": [
            {"at": moment(e.at, zone), "source": e.source, "summary": e.summary, "text": e.text}
            for e in ticket.evidence
        ],
        "notifications": [
            {
                "to": recipient_json(s.to),
                "kind": s.kind.value,
                "created_at": moment(s.created_at, zone),
                "sent_at": moment(s.sent_at, zone),
                "attempts": s.attempts,
                "error": s.error,
            }
            for s in sendings
        ],
    }


def recipient_json(to: Recipient) -> Json:
    """The address of an SMS is a phone number, which is nobody's business: `person` says who it is."""
    return {"channel": to.channel, "chat_id": None if to.channel == SMS else to.chat_id, "person": to.person}
