"""Whatever names, reports and lengths come in: valid Telegram HTML, within the limits, and nobody's secret."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netwatch.core.audience import Reader
from netwatch.core.change import Refusal, Why
from netwatch.core.directory import Directory, Person, Team
from netwatch.core.history import Recorded
from netwatch.core.message import Message, Recipient
from netwatch.core.news import (
    Accepted,
    Breached,
    Forwarded,
    Held,
    Instructed,
    Merged,
    MovedUp,
    Reassigned,
    Reminded,
    RepairFiled,
    RepairReturned,
    Resumed,
)
from netwatch.core.press.table import BUTTONS, Takes
from netwatch.core.repair import Piece
from netwatch.core.report_draft import Ask, ReportDraft
from netwatch.core.request import Action
from netwatch.core.second_channel import Why as SmsWhy
from netwatch.core.state import State
from netwatch.core.status import DeviceStatus
from netwatch.core.storm import Digest
from netwatch.core.ticket import (
    CitizenReport,
    Closure,
    Dismissal,
    Hold,
    Impact,
    Mark,
    Photo,
    Priority,
    RepairReport,
    RepairReportStatus,
    RepairState,
    RootCause,
    Source,
    Stage,
    Status,
    Ticket,
)
from netwatch.inventory.model import Device, DeviceKind, Inventory, Site
from netwatch.text import (
    repair_form,
    repair_photo,
    repair_report,
    report_answer,
    report_howto,
    report_offer,
    report_question,
    sms,
    status,
    ticket_menu,
    toast,
)
from netwatch.text.accepted import accepted
from netwatch.text.breached import breached
from netwatch.text.call_back import call_back, turned_over
from netwatch.text.card import card
from netwatch.text.closed import closed
from netwatch.text.digest import digest
from netwatch.text.forwarded import forwarded
from netwatch.text.gsm7 import gsm7, parts
from netwatch.text.headline import GLANCE, opening, short_place
from netwatch.text.held import held, resumed
from netwatch.text.help import help_for
from netwatch.text.html import length, seen, tidy
from netwatch.text.instructed import instructed
from netwatch.text.merged import merged
from netwatch.text.moved_up import moved_up
from netwatch.text.office import Office
from netwatch.text.reassigned import reassigned
from netwatch.text.reminder import reminder
from netwatch.text.reopened import reopened
from netwatch.text.ticket_detail import ticket_detail
from netwatch.text.ticket_list import not_found, ticket_list
from netwatch.text.unreadable import unreadable
from netwatch.text.unregistered import unregistered
from sop.document import load_shipped
from sop.role import Role
from tests.unit.text_sample import (
    ACCEPTED,
    BY_CITIZEN,
    CLOSED,
    NOW,
    OFFICE,
    OPENED,
    OUTAGE,
    WITH_REPORTS,
    ZONE,
    minutes,
    report,
    steps,
)
from tests.unit.text_staff import every_staff_message, every_staff_toast
from tests.unit.text_way import every_way_message
from tests.unit.text_work import every_work_message, every_work_toast

KNOWN_TAGS = {"a", "b", "i", "code", "blockquote"}
TOKEN = re.compile(r'<(/?)([a-z]+)(?: href="(?:tg://user\?id=\d+|https://[\w./?=&;%-]+)")?>|&(?:lt|gt|amp);|[^<>&]')
HOSTILE = (
    "<b>",
    "</b></i>",
    "&",
    "&amp;",
    "<a href='tg://user?id=1'>klik</a>",
    "x" * 5000,
    "&" * 5000,
    "👩\u200d🔧" * 900,
    "شبكة كيجاكسان " * 40,
    "\u202e\u2066balik",
    "Z\u0338\u0310" * 1000,
    "baris\nbaru\r\n\x00",
    "\ud83d",
    "{0.__class__} %s %d",
    "",
)
data = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=120))


def invalid(html: str) -> str | None:
    """Why Telegram would refuse it, None where it would not."""
    at, open_tags = 0, list[str]()
    for token in TOKEN.finditer(html):
        if token.start() != at:
            return f"stray {html[at]!r} at {at}"
        at = token.end()
        if token[2] is None:
            continue
        if token[2] not in KNOWN_TAGS:
            return f"unknown tag {token[0]}"
        if not token[1]:
            open_tags.append(token[2])
        elif not open_tags or open_tags.pop() != token[2]:
            return f"unbalanced {token[0]} at {at}"
    if at != len(html):
        return f"stray {html[at]!r} at {at}"
    return f"left open: {open_tags}" if open_tags else None


@st.composite
def offices(draw: st.DrawFn) -> Office:
    sites = {key: Site(key, draw(data)) for key in ("here", "there")}
    devices = {
        f"d{i}": Device(f"d{i}", draw(data), draw(st.sampled_from(DeviceKind)), "127.0.0.1", site)
        for i, site in enumerate(("here", "here", "there", "there", "here"))
    }
    team_names = [draw(data) for _ in range(2)]
    people = tuple(Person(draw(data), role, i, team="t0") for i, role in enumerate(Role))
    teams = tuple(Team(f"t{i}", name) for i, name in enumerate(team_names))
    return Office(Inventory(sites, devices), Directory(people, teams), load_shipped(), ZONE)


reports = st.builds(
    CitizenReport,
    at=st.sampled_from((OPENED, minutes(3))),
    taken_by=data,
    channel=st.just("telepon"),
    text=data,
    name=st.none() | data,
    phone=st.none() | st.just("+6281234567890") | data,
)


@st.composite
def tickets(draw: st.DrawFn) -> Ticket:
    root = draw(
        st.none()
        | st.builds(
            RootCause,
            st.none() | st.sampled_from(("d0", "d2", "gone")),
            st.sampled_from(("ping", "snmp", "power", "isolated", "ups", "cpu")) | data.map("if:{}".format) | data,
        )
    )
    is_open = draw(st.booleans())
    impacted = [Impact(device, i % 2 == 0) for i, device in enumerate(draw(st.lists(data, max_size=3)) * 40)]
    return Ticket(
        id=draw(st.integers(1, 999_999_999)),
        number=draw(st.none() | data),
        status=Status.OPEN if is_open else Status.CLOSED,
        opened_at=OPENED,
        source=draw(st.sampled_from(Source)),
        priority=draw(st.sampled_from(Priority)),
        root=root,
        site=draw(st.sampled_from(("here", "gone", None))),
        closed_at=None if is_open else minutes(100),
        impacted=tuple(impacted),
        steps=draw(st.just(()) | st.integers(1, 9).map(lambda at: steps(at, OPENED, breached=tuple(range(1, at))))),
        citizen_reports=tuple(draw(st.lists(reports, max_size=3)) * draw(st.sampled_from((1, 40)))),
        reopened=draw(st.integers(0, 3)),
        probable_cause=draw(st.none() | data),
        team=draw(st.sampled_from((None, "t0", "gone"))),
        accepted_by=draw(st.none() | data),
        repair_began=draw(st.none() | st.builds(Mark, data, st.just(minutes(5)))),
        hold=draw(st.none() | st.builds(Hold, data, st.just(minutes(6)), data)),
        closure=None if is_open else draw(
            st.none() | st.builds(Closure, st.sampled_from(Dismissal), data, st.booleans())
        ),
    )


def every_message(ticket: Ticket, office: Office, text: str) -> Iterator[Message]:
    """All that can be said of this ticket in this office, whether it makes sense or not."""
    now = minutes(30)
    for role in Role:
        yield card(ticket, role, office, now)
        yield help_for(text, role)
        yield unreadable(text, role)
        entries = [Recorded(i, 1, minutes(i), text, event, text, "") for i, event in enumerate([text, "opened"] * 20)]
        yield ticket_detail(ticket, entries, role, office, now, private=True)
    yield card(ticket, Role.TIM_LAPANGAN, office, now, merged_into=999_999_999)
    yield instructed(ticket, Instructed("t0", text), office, now)
    yield forwarded(ticket, Forwarded(text), office, now)
    yield accepted(ticket, Accepted("t1", text, (4, 5)), office, now)
    for role in Role:
        reader = Reader(1, role, text, "t0")
        yield breached(ticket, Breached(4, OPENED, 5), reader, office, now)
        yield held(ticket, Held(text, role), reader, office, now)
        yield resumed(ticket, Resumed(text, role), reader, office, now)
        yield digest(Digest(7, Recipient("telegram", 1), (), OPENED, OPENED), [ticket] * 60, role, office, now)
        menu = ticket_menu.more(ticket, role, office, now)
        yield from () if menu is None else (menu,)
        yield reminder(ticket, Reminded(7, minutes(99), minutes(50)), Reader(1, role, text), office, now)
    yield reassigned(ticket, Reassigned("t0", "gone", text), office)
    for action in (action for action, button in BUTTONS.items() if button.takes is not Takes.NOTHING):
        yield ticket_menu.choices(ticket, action, office)
    yield reopened(ticket, office, now)
    yield moved_up(ticket, MovedUp(RootCause("d1", text)), office, now)
    yield merged(ticket, Merged(7), office)
    for role in Role:
        yield closed(ticket, role, office)
    yield from every_repair_message(ticket, office, text, now)
    yield from call_back(ticket, ticket.citizen_reports, office, now)
    yield ticket_list([ticket] * 60, office, now)
    yield not_found(ticket.id)
    yield unregistered(2**52)
    statuses = {device: DeviceStatus(device, State.DOWN, OPENED, text, "gone") for device in office.inventory.devices}
    yield status.of_city(statuses, [ticket] * 60, office, now, blind=True)
    yield status.of_site("here", {}, [ticket], office, now, blind=False)
    for device in office.inventory.devices.values():
        yield status.of_device(device, statuses[device.id], None, [ticket] * 9, office, now, blind=True)
    yield status.place_not_found(text, [text] * 20)
    said = CitizenReport(OPENED, text, "telepon", text, text, text)
    draft = ReportDraft(7, 1, OPENED, said, "here")
    yield from every_work_message(office, text, now)
    yield from every_staff_message(office, text, now)
    yield from every_way_message(ticket, office, text, now)
    yield report_howto.how_to()
    yield report_offer.offer_join(draft, [ticket] * 9, "here", office, now)
    yield report_offer.offer_join(draft, [ticket], "there", office, now)
    yield report_offer.offer_new(draft, "here", office, healthy=True)
    yield report_offer.choose_place(draft, ["here", "there"], office)
    yield report_offer.place_unknown(draft, text, [text] * 20)
    for question in Ask:
        yield report_question.ask(draft, question, office)
    yield report_question.complete(replace(draft, ticket_id=ticket.id))
    yield report_question.number_doubtful(text)
    yield report_question.no_name(text)
    phoned = [replace(said, draft=number, called_back_at=OPENED if number % 2 else None) for number in range(1, 10)]
    yield from filter(None, [turned_over(ticket, phoned, 1, office, now)])
    yield report_answer.joined(ticket, said, office, now, site="there")
    yield report_answer.already_counted(ticket, office, now, at=OPENED)
    yield report_answer.created(ticket, said, office, now)
    yield report_answer.ticket_closed(ticket, office, now)


def every_repair_message(ticket: Ticket, office: Office, text: str, now: datetime) -> Iterator[Message]:
    """The same of its repair report, written, filed and judged in these words."""
    for state in RepairState:
        report = RepairReport(OPENED, text, text * 40, text, text, state, 1, text, OPENED, text * 40)
        photos = tuple(Photo(0, stage, OPENED, text, "f", "u") for stage in Stage for _ in range(11))
        told = replace(ticket, repair_reports=(report,), photos=photos, repair_report=RepairReportStatus.FILED)
        yield repair_form.form(told, office, now)
        for piece in Piece:
            yield repair_form.ask_piece(told, piece, office)
        for stage in Stage:
            yield repair_form.ask_photos(told, stage, office)
        yield card(told, Role.KASI_INFRASTRUKTUR, office, now)
        yield repair_report.filed(told, RepairFiled(text), office)
        yield repair_report.returned(told, RepairReturned(text, 0), office)
        yield repair_report.ask_remark(told, 0, 1, office)
        yield repair_report.reminder(told, office)
        yield from repair_report.albums(told, 0)
    yield repair_report.owed([ticket] * 20, office)
    yield repair_photo.whose([ticket] * 20, office)


@settings(max_examples=15)
@given(ticket=tickets(), office=offices(), text=data)
def test_every_message_is_valid_and_within_the_limits(ticket: Ticket, office: Office, text: str) -> None:
    for message in every_message(ticket, office, text):
        assert invalid(message.html) is None, message.html
        assert 0 < length(message.html) <= 4096
        for button in (button for row in message.buttons for button in row):
            assert 0 < len(button.label) <= 64
            assert 0 < len(button.data.encode("ascii")) <= 64
        message.html.encode("utf-8")


@settings(max_examples=15)
@given(office=offices(), who=data)
def test_every_toast_is_within_the_limit(office: Office, who: str) -> None:
    for action in Action:
        said = [toast.done(999_999_999, action, "t0", office)]
        said += [toast.refused(999_999_999, action, Refusal(why, who, OPENED), office, minutes(9999)) for why in Why]
        assert all(0 < len(text.encode("utf-16-le")) // 2 <= 200 for text in said)
    others = (*every_work_toast(office, who, OPENED), *every_staff_toast(office, who, OPENED))
    assert all(len(text.encode("utf-16-le")) // 2 <= 200 for text in others)


names = st.text(st.characters(categories=("L", "N")), min_size=3, max_size=200).filter(
    lambda name: name.isascii() or name.isprintable()
)


@given(device=names, place=names, condition=st.sampled_from(("ping", "snmp", "cpu", "if:ether1", "if:" + "x" * 99)))
def test_what_and_where_are_in_the_first_sixty_characters_of_an_opening(
    device: str, place: str, condition: str
) -> None:
    inventory = Inventory(
        {"s": Site("s", place)}, {"d": Device("d", device, DeviceKind.ROUTER, "127.0.0.1", "s")}
    )
    ticket = replace(OUTAGE, root=RootCause("d", condition), site="s")
    glance = re.sub("[\u2068\u2069]", "", seen(opening(ticket, replace(OFFICE, inventory=inventory))))[:GLANCE]
    for name in (tidy(device), tidy(place)):
        assert name in glance or f"{name[:6]}" in glance
    for name in (tidy(device), tidy(place)):
        assert name in glance or "…" in glance


def test_both_names_are_whole_where_they_fit() -> None:
    glance = seen(opening(OUTAGE, OFFICE))[:GLANCE]
    assert "Router Kejaksan mati" in glance
    assert short_place("Kantor Kecamatan Kejaksan") in glance


SECRET = report("Ratnasari Wulandari", "+6281398765432", "Ratnasari: tolong, telp 0813-9876 5432 atau 0231.123456")


@pytest.mark.parametrize("viewer", [Role.KASI_INFRASTRUKTUR, Role.TIM_LAPANGAN, Role.ADMIN])
@pytest.mark.parametrize(
    "ticket", [OUTAGE, ACCEPTED, BY_CITIZEN, CLOSED], ids=["of a probe", "accepted", "of a citizen", "closed"]
)
def test_citizens_are_not_shown_to_who_need_not_know_them(ticket: Ticket, viewer: Role) -> None:
    told = replace(ticket, citizen_reports=(SECRET,))
    for message in (
        card(told, viewer, OFFICE, NOW),
        ticket_detail(told, (), viewer, OFFICE, NOW, private=True),
        ticket_detail(told, (), Role.CALL_TAKER, OFFICE, NOW, private=False),
        closed(told, Role.TIM_LAPANGAN, OFFICE),
        forwarded(told, Forwarded("Sari"), OFFICE, NOW),
        ticket_list([told], OFFICE, NOW),
    ):
        text = seen(message.html)
        digits = re.sub(r"\D", "", text)
        assert "Ratnasari" not in text
        assert "Wulandari" not in text
        assert not any(number in digits for number in ("81398765432", "98765432", "0231123456"))
    assert "Laporan warga: 1" in seen(card(told, viewer, OFFICE, NOW).html)


@pytest.mark.parametrize("viewer", [Role.CALL_TAKER, Role.SPV_OPINI_PUBLIK])
def test_citizens_are_shown_in_private_to_who_must_phone_them(viewer: Role) -> None:
    shown = seen(ticket_detail(WITH_REPORTS, (), viewer, OFFICE, NOW, private=True).html)
    assert "Budi Santoso, 0812-3456-7890" in shown


def test_no_citizen_is_left_out_of_the_call_back_list() -> None:
    many = tuple(report(f"Warga {i} <&>", f"+62812{i:08d}", "x" * 5000) for i in range(200))
    told = call_back(CLOSED, many, OFFICE, NOW)
    text = "\n".join(seen(message.html) for message in told)
    assert len(told) > 1
    assert [i for i in range(200) if f"Warga {i} <&>," not in text] == []


def test_nobody_to_call_back_is_no_message() -> None:
    assert call_back(CLOSED, (report(phone=None),), OFFICE, NOW) == ()


def test_a_ticket_whose_every_name_is_endless_still_fits() -> None:
    """Astral characters count twice with Telegram."""
    endless = "🔴" * 500
    sites = {key: Site(key, endless) for key in ("here", "a", "b", "c", "d", "e")}
    devices = {
        f"d{i}": Device(f"d{i}", endless, DeviceKind.AP, "127.0.0.1", list(sites)[i % 6]) for i in range(60)
    }
    activities = tuple(
        step.model_copy(update={"key": f"own{step.no}", "activity": endless}) if step.key == "forward" else step
        for step in OFFICE.sop.steps
    )
    people = tuple(Person(endless, role, i) for i, role in enumerate((*Role, *Role, *Role)))
    office = replace(
        OFFICE,
        inventory=Inventory(sites, devices),
        directory=Directory(people, tuple(Team(f"t{i}", endless) for i in range(9))),
        sop=OFFICE.sop.model_copy(update={"steps": activities}),
    )
    ticket = replace(
        BY_CITIZEN,
        number=endless,
        root=RootCause("d0", f"traffic:{endless}"),
        site="here",
        impacted=tuple(Impact(device, False) for device in devices),
        steps=steps(7, OPENED, breached=(1, 2, 3, 4, 5, 6, 7)),
        citizen_reports=(report(endless, endless, endless),) * 60,
        reopened=9,
        probable_cause=endless,
        accepted_by=endless,
        team="t0",
        repair_began=Mark(endless, OPENED),
        hold=Hold(endless, OPENED, endless),
    )
    messages = list(every_message(ticket, office, endless))
    closure = Closure(Dismissal.NOT_A_FAULT, endless, until_up=True)
    ended = replace(ticket, status=Status.CLOSED, closed_at=minutes(9999), closure=closure)
    messages += every_message(ended, office, endless)
    assert [length(message.html) for message in messages if not 0 < length(message.html) <= 4096] == []
    assert [message.html for message in messages if invalid(message.html)] == []


@settings(max_examples=60)
@given(tickets(), offices(), st.sampled_from(SmsWhy), st.integers(1, 40))
def test_an_sms_takes_two_parts_at_most_and_only_letters_that_every_phone_has(
    ticket: Ticket, office: Office, why: SmsWhy, many: int
) -> None:
    said = [sms.alarm(ticket, role, why, office) for role in Role] + [sms.ended(ticket, office)]
    said += [sms.alarms([ticket] * many, office, NOW), sms.all_ended([ticket] * many, office, NOW)]
    for message in said:
        assert invalid(message.html) is None
        text = seen(message.html)
        assert parts(text) <= sms.MOST_PARTS
        assert gsm7(text) == text
