"""Every message about planned work, for the tests that read all messages."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from netwatch.core.maintenance import LONGEST, Unfit, Window
from netwatch.core.message import Message
from netwatch.core.work_draft import WorkDraft
from netwatch.inventory.find import Match
from netwatch.text import status, work_news, work_talk, work_toast
from netwatch.text.office import Office
from netwatch.text.report_in_maintenance import offer_in_maintenance
from netwatch.text.report_offer import offer_join
from netwatch.text.work_list import work_list
from sop.role import Role
from tests.unit.text_sample import ACCEPTED, DEVICES, DRAFT, NOW, OFFICE, OUTAGE, minutes

KASI, TAKER = Role.KASI_INFRASTRUKTUR, Role.CALL_TAKER
RUNNING = Window("3", NOW, minutes(123), sites=("kejaksan",), reason="ganti UPS", by="Dedi", added_at=NOW)
PLANNED = Window("4", minutes(1500), minutes(1740), ("rt-smp-4", "rt-pkm"), by="root@server", added_at=NOW)
OF_INVENTORY = Window("i0a1b2c3d", minutes(-60), minutes(60), ("core",), reason="tarik kabel")
ENDED = replace(RUNNING, ended_at=minutes(40), ended_by="Agus")
CALLED_OFF = replace(PLANNED, ended_at=minutes(30), ended_by="Dedi")
WORK = WorkDraft(7, 2003, NOW, sites=("kejaksan",))
MATCHES = (
    Match("site", "kejaksan", "Kantor Kecamatan Kejaksan", 90.0),
    Match("device", "rt-kejaksan", "Router Kejaksan", 88.0),
)


def _confirm(draft: WorkDraft, now: datetime = NOW) -> Message:
    return work_talk.confirm(draft, draft.window("Dedi", now), [OUTAGE] if draft.sites else [], OFFICE, now)


MESSAGES: dict[str, Callable[[], Message]] = {
    "work-ask-place": lambda: work_talk.ask_place(WorkDraft(7, 2003, NOW)),
    "work-ask-place-unknown": lambda: work_talk.ask_place(
        WorkDraft(7, 2003, NOW), unknown="kjks", examples=("Kantor Kecamatan Kejaksan", "SMP Negeri 4")
    ),
    "work-choose-place": lambda: work_talk.choose_place(WorkDraft(7, 2003, NOW), MATCHES, OFFICE),
    "work-ask-time": lambda: work_talk.ask_time(WORK, OFFICE, NOW),
    "work-ask-time-unclear": lambda: work_talk.ask_time(WORK, OFFICE, NOW, unclear="sampai beres"),
    "work-ask-time-from": lambda: work_talk.ask_time(replace(WORK, start=minutes(900)), OFFICE, NOW),
    "work-ask-time-refused": lambda: work_talk.ask_time(
        WORK, OFFICE, NOW, refused=work_talk.cannot(Unfit.TOO_LONG, timedelta(hours=8))
    ),
    "work-ask-reason": lambda: work_talk.ask_reason(WORK, OFFICE),
    "work-confirm-now": lambda: _confirm(replace(WORK, length=timedelta(hours=2), reason="ganti UPS")),
    "work-confirm-planned": lambda: _confirm(
        replace(WORK, sites=(), devices=("rt-smp-4",), start=minutes(1500), end=minutes(1740), reason="")
    ),
    "work-confirmed-now": lambda: work_talk.confirmed(RUNNING, OFFICE, NOW),
    "work-confirmed-planned": lambda: work_talk.confirmed(PLANNED, OFFICE, NOW),
    "work-cancelled": work_talk.cancelled,
    "work-not-yours": work_talk.not_yours,
    "work-list": lambda: work_list((OF_INVENTORY, RUNNING, PLANNED), OFFICE, NOW, may_plan=True),
    "work-list-for-a-reader": lambda: work_list((RUNNING,), OFFICE, NOW, may_plan=False),
    "work-list-empty": lambda: work_list((), OFFICE, NOW, may_plan=True),
    "work-news-kasi": lambda: work_news.announced(RUNNING, KASI, OFFICE, NOW),
    "work-news-call-taker": lambda: work_news.announced(RUNNING, TAKER, OFFICE, NOW),
    "work-news-planned-call-taker": lambda: work_news.announced(PLANNED, TAKER, OFFICE, NOW),
    "work-news-of-inventory": lambda: work_news.announced(OF_INVENTORY, KASI, OFFICE, NOW),
    "work-news-ended": lambda: work_news.ended(ENDED, OFFICE, minutes(40)),
    "work-news-called-off": lambda: work_news.ended(CALLED_OFF, OFFICE, minutes(30)),
    "report-in-maintenance": lambda: offer_in_maintenance(DRAFT, "kejaksan", RUNNING, OFFICE, NOW),
    "status-city-with-work": lambda: status.of_city({}, (), OFFICE, NOW, blind=False, work=[RUNNING] * 4),
    "status-site-with-work": lambda: status.of_site(
        "kejaksan", {}, (), OFFICE, NOW, blind=False, work=[RUNNING, OF_INVENTORY]
    ),
    "status-device-with-work": lambda: status.of_device(
        DEVICES["rt-kejaksan"], None, None, (), OFFICE, NOW, blind=False, work=[RUNNING, OF_INVENTORY]
    ),
}

TOASTS: dict[str, Callable[[], str]] = {
    "toast-work-not-yours": lambda: work_toast.NOT_YOURS,
    "toast-work-not-the-author": lambda: work_toast.NOT_THE_AUTHOR,
    "toast-work-settled": lambda: work_toast.SETTLED,
    "toast-work-confirmed": lambda: work_toast.CONFIRMED,
    "toast-work-cancelled": lambda: work_toast.CANCELLED,
    "toast-work-ended": lambda: work_toast.ended(RUNNING, NOW),
    "toast-work-called-off": lambda: work_toast.ended(PLANNED, NOW),
    "toast-work-ended-already": lambda: work_toast.over_already(ENDED, OFFICE, minutes(50)),
    "toast-work-called-off-already": lambda: work_toast.over_already(CALLED_OFF, OFFICE, minutes(50)),
    "toast-work-over": lambda: work_toast.over_already(RUNNING, OFFICE, minutes(200)),
    **{
        f"work-cannot-{wrong.name.lower().replace('_', '-')}": lambda wrong=wrong: work_talk.cannot(wrong, LONGEST)
        for wrong in Unfit
    },
}


def every_work_message(office: Office, text: str, now: datetime) -> Iterator[Message]:
    """All that can be said of work in this office, whatever its names are."""
    devices, sites = tuple(office.inventory.devices), tuple(office.inventory.sites)
    window = Window("123456789012345678", now, now + timedelta(hours=2), devices, sites, text, text, now)
    later = replace(window, start=now + timedelta(hours=1), key="i0a1b2c3d", by=None)
    over = replace(window, ended_at=now, ended_by=text)
    draft = WorkDraft(999_999_999, 1, now, devices, sites, length=timedelta(hours=2), reason=text)
    matches = [Match("site", site, text, 90.0) for site in sites] + [Match("device", d, text, 90.0) for d in devices]
    yield work_talk.ask_place(draft, unknown=text, examples=[text] * 9)
    yield work_talk.choose_place(draft, matches, office)
    yield work_talk.ask_time(draft, office, now, unclear=text)
    yield work_talk.ask_time(replace(draft, start=now), office, now)
    yield work_talk.ask_reason(draft, office)
    yield work_talk.confirm(draft, window, [ACCEPTED] * 9, office, now)
    yield work_talk.confirmed(later, office, now)
    yield work_list([window, later] * 40, office, now, may_plan=True)
    for role in (KASI, TAKER):
        yield work_news.announced(window, role, office, now)
        yield work_news.announced(later, role, office, now)
    yield work_news.ended(over, office, now)
    yield offer_in_maintenance(DRAFT, sites[0], window, office, now)
    yield status.of_city({}, (), office, now, blind=False, work=[window] * 40)
    noted = offer_join(DRAFT, [ACCEPTED] * 9, sites[0], office, now)
    yield replace(noted, html=f"{work_news.note(window, sites[0], office, now)}\n{noted.html}")


def every_work_toast(office: Office, who: str, now: datetime) -> Iterator[str]:
    window = Window("3", now, now + timedelta(hours=2), sites=("here",), by="Dedi", ended_at=now, ended_by=who)
    yield work_toast.over_already(window, office, now)
    yield work_toast.over_already(replace(window, start=now - timedelta(hours=1)), office, now)
