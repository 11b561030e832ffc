"""Every message about people, duty and absence, for the tests that read all messages."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from netwatch.core.absence import Absence
from netwatch.core.directory import Person
from netwatch.core.duty import Shift, Swap, Turn
from netwatch.core.member import Invitation, Member, Unusable
from netwatch.core.message import Message
from netwatch.text import away, duty, joining, people
from netwatch.text.myself import myself
from netwatch.text.office import Office
from sop.role import Role
from tests.unit.text_sample import DIRECTORY, NOW, OFFICE, minutes

DEDI = next(person for person in DIRECTORY.people if person.name == "Dedi")
AGUS = next(person for person in DIRECTORY.people if person.name == "Agus")
RINA = next(person for person in DIRECTORY.people if person.name == "Rina")
OFFERED = Invitation(1, "q3Xv-secret_code", Role.TIM_LAPANGAN, "utara", "Dedi", NOW)
MEMBER = Member(7, "Joko", Role.TIM_LAPANGAN, "utara", 2999, "Dedi", minutes(10))
GONE = replace(MEMBER, left_at=minutes(60), removed_by="Nia")
JOINED = replace(
    OFFICE, directory=replace(DIRECTORY, people=(*DIRECTORY.people, Person("Joko", MEMBER.role, 2999, None, "utara")))
)
DAY = date(2026, 11, 24)
ROSTER = (Shift(("Rina",), start=420, end=840), Shift(("Dedi",), start=480, end=960))
TURNS = (
    Turn("Rina", minutes(-420), minutes(235)),
    Turn("Sari", minutes(-420), minutes(235), instead_of="Dedi"),
    Turn("Rina", minutes(1015), minutes(1435)),
)
SWAP = Swap(3, DAY, "Agus", "Joko", "Agus", NOW)
AWAY = Absence(5, "Dedi", minutes(-60), minutes(1500), "Agus", "Dedi", NOW)
LATER = replace(AWAY, id=6, person="Rina", start=minutes(1500), end=minutes(3000), deputy=None)
SPAN = (minutes(0), minutes(1500))

MESSAGES: dict[str, Callable[[], Message]] = {
    "invite-whom-admin": lambda: joining.whom(Role.ADMIN, OFFICE),
    "invite-whom-spv": lambda: joining.whom(Role.SPV_OPINI_PUBLIK, OFFICE),
    "invite-link": lambda: joining.invited(OFFERED, "netwatch_bot", OFFICE),
    "invite-not-yours": joining.may_not_invite,
    "invite-in-private": joining.in_private,
    "joined-welcome": lambda: joining.welcome(MEMBER, OFFICE),
    "joined-ask-name": joining.ask_name,
    "joined-renamed": lambda: joining.renamed(MEMBER),
    "joined-told": lambda: joining.joined(MEMBER, OFFICE),
    **{
        f"invitation-{why.name.lower().replace('_', '-')}": lambda why=why: joining.unusable(why) for why in Unusable
    },
    "people": lambda: people.people_list([MEMBER], Role.KASI_INFRASTRUKTUR, JOINED, NOW),
    "people-not-yours": people.may_not_look,
    "people-remove": lambda: people.sure(MEMBER, OFFICE),
    "people-removed": lambda: people.removed(GONE),
    "people-you-are-removed": lambda: people.you_are_removed(GONE),
    "duty": lambda: duty.duty(TURNS, [AWAY, LATER], ROSTER, [SWAP], OFFICE, NOW, arranges=True),
    "duty-without-roster": lambda: duty.duty((), (), (), (), OFFICE, NOW, arranges=False),
    "duty-nobody-now": lambda: duty.duty(TURNS[2:], (), ROSTER, (), OFFICE, NOW, arranges=False),
    "duty-which-day": lambda: duty.which_day([DAY, DAY + timedelta(days=1)], OFFICE),
    "duty-whose-turn": lambda: duty.whose_turn(DAY, [DEDI], OFFICE),
    "duty-whose-turn-nobody": lambda: duty.whose_turn(DAY, [], OFFICE),
    "duty-who-instead": lambda: duty.who_instead(DAY, DEDI, [AGUS], OFFICE),
    "duty-who-instead-nobody": lambda: duty.who_instead(DAY, DEDI, [], OFFICE),
    "duty-swapped": lambda: duty.swapped(DAY, AGUS, DEDI, "Sari", OFFICE),
    "duty-swap-undone": lambda: duty.swap_undone(replace(SWAP, undone_at=NOW, undone_by="Sari"), OFFICE),
    "away-ask": lambda: away.ask_span(DEDI, (), OFFICE, NOW),
    "away-ask-again": lambda: away.ask_span(DEDI, [AWAY], OFFICE, NOW, unclear="kapan-kapan"),
    "away-who-acts": lambda: away.who_acts(DEDI, *SPAN, [AGUS], OFFICE, NOW),
    "away-confirm": lambda: away.confirm(RINA, *SPAN, None, OFFICE, NOW),
    "away-confirm-deputy": lambda: away.confirm(DEDI, LATER.start, LATER.end, AGUS, OFFICE, NOW),
    "away-written-down": lambda: away.written_down(AWAY, OFFICE, NOW),
    "away-you-act": lambda: away.you_act(AWAY, DEDI, OFFICE, NOW),
    "away-you-act-no-more": lambda: away.you_act_no_more(
        replace(AWAY, ended_at=minutes(30), ended_by="Dedi"), OFFICE, minutes(30)
    ),
    "away-in-private": away.in_private,
    "away-without-telegram": lambda: away.without_telegram(DEDI),
    "myself-of-settings": lambda: myself(DEDI, None, (), [AWAY], OFFICE, NOW, has_roster=False),
    "myself-member-on-duty": lambda: myself(
        AGUS, MEMBER, [replace(t, name="Agus") for t in TURNS], [AWAY, LATER], OFFICE, NOW, has_roster=True
    ),
    "myself-off-duty": lambda: myself(RINA, None, (), [LATER], OFFICE, NOW, has_roster=True),
}

TOASTS: dict[str, Callable[[], str]] = {
    "toast-no-longer": lambda: joining.no_longer(GONE, OFFICE, minutes(70)),
    "toast-not-yours-to-invite": lambda: joining.NOT_YOURS_TO_INVITE,
    "toast-name-stands": lambda: joining.NAME_STANDS,
    "toast-people-not-yours": lambda: people.NOT_YOURS,
    "toast-people-removed": lambda: people.REMOVED,
    "toast-people-removed-already": lambda: people.removed_already(GONE, OFFICE, minutes(70)),
    "toast-duty-day-is-over": lambda: duty.DAY_IS_OVER,
    "toast-duty-no-such-turn": lambda: duty.NO_SUCH_TURN,
    "toast-duty-not-yours": lambda: duty.NOT_YOURS,
    "toast-duty-swapped": lambda: duty.SWAPPED,
    "toast-duty-undone": lambda: duty.UNDONE,
    "toast-duty-undone-already": lambda: duty.undone_already(replace(SWAP, undone_by="Sari")),
    "toast-away-not-yours": lambda: away.NOT_YOURS,
    "toast-away-span-is-over": lambda: away.SPAN_IS_OVER,
    "toast-away-written-down": lambda: away.WRITTEN_DOWN,
    "toast-away-back": lambda: away.ended(AWAY, NOW),
    "toast-away-called-off": lambda: away.ended(LATER, NOW),
    "toast-away-known-already": lambda: away.known_already(AWAY),
    "toast-away-over-already": lambda: away.over_already(AWAY, OFFICE, minutes(2000)),
}


def every_staff_message(office: Office, text: str, now: datetime) -> Iterator[Message]:
    """All that can be said of people, duty and absence in this office, whatever its names are."""
    member = Member(999_999_999, text, Role.TIM_LAPANGAN, "t0", 2**52, text, now, now, text)
    person = Person(text, Role.TIM_LAPANGAN, 2**52, None, "t0")
    absence = Absence(999_999_999, text, now, now + timedelta(hours=9), text, text, now)
    swap = Swap(999_999_999, DAY, text, text, text, now, now, text)
    soon = now + timedelta(hours=1)
    shown = [Turn(text, now, soon, text), Turn(text, soon, now + timedelta(hours=2))]
    members = [replace(member, telegram_id=i) for i in range(40)]
    for role in (Role.ADMIN, Role.KASI_INFRASTRUKTUR, Role.SPV_OPINI_PUBLIK):
        yield joining.whom(role, office)
        yield people.people_list(members, role, office, now)
    yield joining.invited(replace(OFFERED, by=text, team="t0"), "netwatch_bot", office)
    yield joining.welcome(member, office)
    yield joining.renamed(member)
    yield joining.joined(member, office)
    yield people.sure(member, office)
    yield people.removed(member)
    yield people.you_are_removed(member)
    yield duty.duty(shown * 9, [absence] * 9, (Shift((text,)),), [swap] * 20, office, now, arranges=True)
    yield duty.whose_turn(DAY, [person] * 20, office)
    yield duty.who_instead(DAY, person, [person] * 20, office)
    yield duty.who_instead(DAY, person, [], office)
    yield duty.swapped(DAY, person, person, text, office)
    yield duty.swap_undone(swap, office)
    yield away.ask_span(person, [absence] * 3, office, now, unclear=text)
    yield away.who_acts(person, *SPAN, [person] * 20, office, now)
    yield away.confirm(person, *SPAN, person, office, now)
    yield away.written_down(absence, office, now)
    yield away.you_act(absence, person, office, now)
    yield away.you_act_no_more(absence, office, now)
    yield away.without_telegram(person)
    yield myself(person, member, shown, [absence] * 9, office, now, has_roster=True)


def every_staff_toast(office: Office, who: str, now: datetime) -> Iterator[str]:
    member = Member(7, who, Role.TIM_LAPANGAN, "t0", 2999, who, now, now, who)
    absence = Absence(5, who, now, now, who, who, now, now, who)
    yield joining.no_longer(member, office, now)
    yield people.removed_already(member, office, now)
    yield duty.undone_already(Swap(3, DAY, who, who, who, now, now, who))
    yield away.known_already(absence)
    yield away.over_already(absence, office, now)
