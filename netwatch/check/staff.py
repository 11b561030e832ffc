"""Who would not hear of an outage, and why. Pure."""

from collections.abc import Iterable, Iterator

from netwatch.check.finding import Finding, advice, fact
from netwatch.check.some import some
from netwatch.config.settings import Settings
from netwatch.config.suggestion import did_you_mean
from netwatch.core.directory import Directory, Person
from netwatch.inventory.model import Inventory
from sop.role import Role

IN_THE_SOP = (Role.KASI_INFRASTRUKTUR, Role.TIM_LAPANGAN, Role.SPV_OPINI_PUBLIK, Role.CALL_TAKER)


def staff(settings: Settings, directory: Directory, inventory: Inventory) -> Iterator[Finding]:
    """`directory`: the people of the settings and those who have joined by an invitation."""
    yield fact("people", f"{len(directory.people)}; teams: {len(directory.teams)}")
    yield from _teams(directory, inventory)
    vacant = [role for role in IN_THE_SOP if not any(directory.with_role(role))]
    if vacant:
        yield advice(
            "people",
            f"nobody has the role {', '.join(vacant)}; let them write to the bot while `netwatch telegram whoami` "
            "runs, and put the line it shows under people:",
        )
    mute = [person for person in directory.people if person.telegram_id is None]
    if mute:
        yield advice(
            "people",
            f"{_names(mute)}: without telegram_id, and will hear nothing; let them write to the bot while "
            "`netwatch telegram whoami` runs, which shows it",
        )
    yield from _unknown_on_duty(settings, directory)
    if settings.sms is not None:
        yield from _without_phone(directory)


def _teams(directory: Directory, inventory: Inventory) -> Iterator[Finding]:
    if not directory.teams:
        yield advice(
            "teams", "there is none, so nobody is sent out; write teams: [{id: utara, name: Tim Utara, default: true}]"
        )
        return
    for team in directory.teams:
        if team.chat_id is None and all(member.telegram_id is None for member in directory.members(team.id)):
            yield advice(
                "teams",
                f"{team.name} hears nothing: it has no chat_id, and nobody of it has a telegram_id; write one of them",
            )
    cared_for = {site for team in directory.teams for site in team.sites}
    left = [site for site in inventory.sites if site not in cared_for]
    if left and not any(team.default for team in directory.teams):
        yield advice(
            "teams",
            f"no team has {some(left)}, and none is the default, so all teams are told of these; write default: true "
            "at one",
        )


def _unknown_on_duty(settings: Settings, directory: Directory) -> Iterator[Finding]:
    known = {person.name for person in directory.people}
    names = dict.fromkeys(name for entry in settings.duty for name in entry.people if name not in known)
    for name in names:
        yield advice(
            "duty",
            f"{name!r} is on duty, and is neither under people: nor has joined by an invitation"
            f"{did_you_mean(name, known) or '; correct the name'}",
        )


def _without_phone(directory: Directory) -> Iterator[Finding]:
    """Who would not hear of an outage while Telegram is away."""
    silent = [
        person
        for person in directory.people
        if person.role in (Role.KASI_INFRASTRUKTUR, Role.TIM_LAPANGAN) and person.phone is None
    ]
    if silent:
        yield advice("SMS", f'{_names(silent)}: without phone, and will get no SMS; write phone: "+62…" under people:')


def _names(people: Iterable[Person]) -> str:
    return ", ".join(f"{person.name} ({person.role})" for person in people)
