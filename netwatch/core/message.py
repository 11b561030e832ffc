"""A message for one chat, its way through the outbox, and what a channel says of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Button:
    """`data` is at most 64 bytes of ASCII and comes back when the button is pressed."""

    label: str
    data: str


@dataclass(frozen=True, slots=True)
class Media:
    """A picture that the channel has already, by its own name for it."""

    file_id: str
    is_document: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """`html` is Telegram's HTML subset, at most 4,096 characters after parsing; rows of `buttons` below it.

    `force_reply`: the reader's app offers to reply at once; in a group a bot hears no other words. It goes with
    buttons nowhere, and in a group with a `mention` of whoever is asked. `media`: at most ten pictures of one kind;
    then `html` is the caption, at most 1,024 characters, and there are no buttons.
    """

    html: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    silent: bool = False
    force_reply: bool = False
    media: tuple[Media, ...] = ()


class Kind(StrEnum):
    """Why somebody is told. Cards are edited in place; everything else is a new message."""

    CARD = "card"
    OPENED = "opened"
    ACCEPTED = "accepted"
    INSTRUCTED = "instructed"
    REASSIGNED = "reassigned"
    HELD = "held"
    RESUMED = "resumed"
    REMINDER = "reminder"
    BREACHED = "breached"
    MOVED_UP = "moved_up"
    FLAPPING = "flapping"
    REOPENED = "reopened"
    WORSENED = "worsened"
    CLOSED = "closed"
    DIGEST = "digest"
    CALL_BACK = "call_back"
    REPAIR_FILED = "repair_filed"
    REPAIR_RETURNED = "repair_returned"
    REPAIR_REMINDER = "repair_reminder"
    REPLY = "reply"
    MONITOR = "monitor"
    TROUBLE = "trouble"
    MAINTENANCE = "maintenance"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Recipient:
    """`chat_id` is the channel's own address of the chat; `person` who reads it, None for a group.

    `thread_id`: the topic of a group that has topics, None for the general one.
    """

    channel: str
    chat_id: int
    person: str | None = None
    thread_id: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A message as a decision leaves it for the outbox.

    `card`: this is the ticket's one card in that chat: sent when the chat has none yet, edited otherwise; a
    newer one replaces an unsent older one. Other messages of a ticket are replies to the card, where one
    was sent. `dedup`, unique where given: the second draft with the same key is dropped. `stale_at`: worth
    nothing after this time, dropped unsent. `also`: further tickets that the message speaks of. `edits`: the message
    takes the place of that one in the chat; without text it gives it its buttons only. `digest`: this is what that
    digest shows from now on; `anew`: as a new message, to be heard.
    """

    to: Recipient
    kind: Kind
    message: Message
    ticket_id: int | None = None
    card: bool = False
    dedup: str | None = None
    stale_at: datetime | None = None
    also: tuple[int, ...] = ()
    edits: int | None = None
    digest: int | None = None
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Notification:
    """A row of the outbox, claimed for sending.

    `card_message_id` is the channel's id of the ticket's card in that chat, None where none was sent yet.
    `attempts` counts this one. `hurries`: somebody is to hear it; else it only brings up to date what is there.
    """

    id: int
    to: Recipient
    kind: Kind
    message: Message
    ticket_id: int | None
    card: bool
    attempts: int
    card_message_id: int | None
    edits: int | None = None
    hurries: bool = True
    digest: int | None = None


class Shut(StrEnum):
    """Why a chat takes nothing from us, whatever it is, until somebody does something about it."""

    BLOCKED = "blocked"
    NEVER_STARTED = "never_started"
    DELETED = "deleted"
    NOT_IN_GROUP = "not_in_group"
    MAY_NOT_WRITE = "may_not_write"
    NO_TOPIC = "no_topic"  # what was meant for it went to the general one
    NO_SMS = "no_sms"


@dataclass(frozen=True, slots=True)
class Sent:
    """Accepted by the channel. `message_id` None where the channel has none (console, SMS).

    `trouble`: it went out, but somebody should look after the chat.
    """

    message_id: int | None = None
    trouble: Shut | None = None


@dataclass(frozen=True, slots=True)
class Retry:
    """Not accepted, or not known to be: again after `after` seconds (None: the worker's own back-off).

    `whole_channel`: nothing goes out there now, for nobody (no network, 401, flood limit of the whole bot).
    """

    error: str
    after: float | None = None
    whole_channel: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """Final: the channel will never take this one. `shut`: nor any other for this chat."""

    error: str
    shut: Shut | None = None


@dataclass(frozen=True, slots=True)
class CardGone:
    """The message to edit is not there any more: forget its id and send the card anew."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The group has become a supergroup: keep the new id, send again there."""

    chat_id: int


Receipt = Sent | Retry | Refused | CardGone | Moved


class Channel(Protocol):
    """One way to people. Never raises for what a network or a service does; returns a receipt.

    A gateway that takes messages in and sends them later is asked again with the same notification: `Retry` while
    it has not sent it, and no second copy handed in.
    """

    name: str

    async def send(self, notification: Notification) -> Receipt: ...


class Outbox(Protocol):
    """What the workers need of the store; each call is one transaction."""

    async def claim(self, channel: str, now: datetime, limit: int) -> list[Notification]:
        """The due rows of a channel, oldest first, at most the first unsent of each chat; marked as being sent.

        Replies have a lane of their own: they may overtake the other rows of their chat. What only brings a message
        up to date comes after all else and in no order, one a chat.

        A row claimed by a process that died is due again.
        """
        ...

    async def settle(self, notification: Notification, receipt: Receipt, now: datetime) -> None:
        """Writes down what became of it. Retry: due again later, keeping its place in the chat's order."""
        ...

    async def next_due(self, channel: str) -> datetime | None:
        """When the earliest unsent row is due; None when there is none."""
        ...
