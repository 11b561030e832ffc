"""Who joins and who leaves: invitations, and the list of the office's people."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from netwatch.core.conversation import Question, Topic
from netwatch.core.directory import Directory, Person
from netwatch.core.member import MAY_INVITE, Invitation, Member, Unusable, join, names_of_others, unused_name
from netwatch.core.message import Message
from netwatch.core.request import Answer, ChangeName, Incoming, InviteAs, RemoveMember
from netwatch.desk.setting import Setting
from netwatch.desk.tell import tell
from netwatch.desk.visit import Outcome, Visit
from netwatch.store.transaction import Transaction
from netwatch.text import joining as say
from netwatch.text import people, toast
from sop.role import Role

CODE_BYTES = 16
"""Of chance in an invitation's code: nobody guesses it."""

TO_NAME_ONESELF = timedelta(minutes=30)
"""So long after joining one's name may be put right; later it may stand in records."""


async def invite(visit: Visit) -> Outcome:
    if visit.person.role not in MAY_INVITE:
        return Outcome((say.may_not_invite(),))
    if not visit.incoming.private:
        return Outcome((say.in_private(),))
    return Outcome((say.whom(visit.person.role, visit.setting.office),))


async def invite_as(visit: Visit, request: InviteAs) -> Outcome:
    office = visit.setting.office
    if request.role not in MAY_INVITE.get(visit.person.role, ()):
        return Outcome(answer=Answer(say.NOT_YOURS_TO_INVITE, alert=True))
    known = request.team is None or office.directory.team(request.team) is not None
    if not known or not visit.incoming.private:
        return Outcome(answer=Answer(toast.UNKNOWN_BUTTON, alert=True))
    code = secrets.token_urlsafe(CODE_BYTES)
    offered = Invitation(0, code, request.role, request.team, visit.person.name, visit.now)
    made = await visit.tx.members.invite(offered)
    return Outcome((say.invited(made, visit.incoming.bot, office),))


async def join_office(
    tx: Transaction, setting: Setting, settings: Directory, incoming: Incoming, code: str, now: datetime
) -> Outcome:
    """`settings`: the people of the settings file alone."""
    if not incoming.private:
        return Outcome()
    members = await tx.members.all()
    own = [member for member in members if member.telegram_id == incoming.telegram_id]
    name = own[-1].name if own else incoming.sender_name
    outcome = join(await tx.members.invitation(code), incoming.telegram_id, name, settings, members, now)
    if isinstance(outcome, Unusable):
        return Outcome((say.unusable(outcome),))
    invitation, joined = outcome
    for earlier in own:
        if earlier.left_at is None:
            await tx.members.save(replace(earlier, left_at=now, removed_by=invitation.by))
    await tx.members.use(invitation)
    member = await tx.members.add(joined)
    told = _inviter_and_admins(member, setting.office.directory)
    await tell(tx, setting, told, say.joined(member, setting.office), now)
    return Outcome((say.welcome(member, setting.office),))


async def change_name(visit: Visit, request: ChangeName) -> Outcome:
    if _newcomer(visit, request.member_id, await visit.tx.members.all()) is None:
        return Outcome(answer=Answer(say.NAME_STANDS, alert=True))
    return await visit.ask(Topic.MEMBER_NAME, say.ask_name(), request.member_id)


async def take_name(visit: Visit, question: Question, words: str) -> Outcome:
    members = await visit.tx.members.all()
    own = _newcomer(visit, question.subject, members)
    if own is None:
        return Outcome((Message(say.NAME_STANDS),))
    taken = names_of_others(own.telegram_id, visit.setting.office.directory, members) - {own.name}
    renamed = replace(own, name=unused_name(words, taken))
    await visit.tx.members.save(renamed)
    return Outcome((say.renamed(renamed),))


async def list_people(visit: Visit) -> Outcome:
    if visit.person.role not in MAY_INVITE:
        return Outcome((people.may_not_look(),))
    if not visit.incoming.private:
        return Outcome((say.in_private(),))
    members = [member for member in await visit.tx.members.all() if member.left_at is None]
    return Outcome((people.people_list(members, visit.person.role, visit.setting.office, visit.now),))


async def remove_member(visit: Visit, request: RemoveMember) -> Outcome:
    office, now = visit.setting.office, visit.now
    member = next((each for each in await visit.tx.members.all() if each.id == request.member_id), None)
    if member is None:
        return Outcome(answer=Answer(toast.UNKNOWN_BUTTON, alert=True))
    if member.role not in MAY_INVITE.get(visit.person.role, ()):
        return Outcome(answer=Answer(people.NOT_YOURS, alert=True))
    if member.left_at is not None:
        return Outcome(answer=Answer(people.removed_already(member, office, now), alert=True))
    if not request.sure:
        return Outcome((people.sure(member, office),))
    gone = replace(member, left_at=now, removed_by=visit.person.name)
    await visit.tx.members.save(gone)
    left = Person(gone.name, gone.role, gone.telegram_id)
    await tell(visit.tx, visit.setting, [left], people.you_are_removed(gone), now)
    return Outcome((people.removed(gone),), Answer(people.REMOVED))


async def former_member(tx: Transaction, telegram_id: int) -> Member | None:
    """The latest membership of somebody who is no member any more."""
    own = [member for member in await tx.members.all() if member.telegram_id == telegram_id]
    return own[-1] if own and own[-1].left_at is not None else None


def _newcomer(visit: Visit, member_id: int, members: Sequence[Member]) -> Member | None:
    """The visitor, if they have joined just now."""
    own = next((member for member in members if member.id == member_id), None)
    is_theirs = own is not None and own.telegram_id == visit.incoming.telegram_id and own.left_at is None
    return own if own is not None and is_theirs and visit.now - own.joined_at <= TO_NAME_ONESELF else None


def _inviter_and_admins(member: Member, directory: Directory) -> list[Person]:
    return [
        person for person in directory.people
        if person.telegram_id not in (None, member.telegram_id)
        and (person.role is Role.ADMIN or person.name == member.invited_by)
    ]
