"""One person's request while it is being dealt with, and what comes of it."""

from dataclasses import dataclass, field
from datetime import datetime

from netwatch.core.conversation import Question, Topic
from netwatch.core.directory import Person
from netwatch.core.message import Message
from netwatch.core.request import Answer, Incoming
from netwatch.desk.setting import Setting
from netwatch.store.transaction import Transaction
from netwatch.text.html import escaped
from netwatch.text.question import asked_of


@dataclass(frozen=True, slots=True)
class Outcome:
    """`messages` go to the visitor's chat through the outbox; `answer` is shown at once where a button was pressed.

    `edits`: what messages of that chat say from now on, by the channel's id of each; without text only their buttons
    change. `once`: of several outcomes with the same word, only the first one's messages are sent.
    """

    messages: tuple[Message, ...] = ()
    answer: Answer = field(default_factory=Answer)
    edits: tuple[tuple[int, Message], ...] = ()
    once: str | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    tx: Transaction
    setting: Setting
    person: Person
    incoming: Incoming
    now: datetime


    def refuse(self, why: str, start: str | None = None) -> Outcome:
        """`why` in plain text of at most 200 characters: over the chat after a press, else as a message."""
        if self.incoming.pressed_message_id is not None:
            return Outcome(answer=Answer(why, alert=True, start=start))
        return Outcome((Message(escaped(why)),))

    def confirm(self, what: str) -> Outcome:
        """The same for what was done."""
        if self.incoming.pressed_message_id is not None:
            return Outcome(answer=Answer(what))
        return Outcome((Message(escaped(what)),))

    async def ask(self, topic: Topic, message: Message, subject: int = 0, detail: str = "") -> Outcome:
        """Asks the visitor, in the chat they are in; their next words there are the answer (`Question`)."""
        incoming = self.incoming
        question = Question(incoming.chat_id, incoming.telegram_id, topic, self.now, subject, detail)
        await self.tx.conversations.ask(question)
        if incoming.private:
            return Outcome((message,))
        return Outcome((asked_of(self.person.name, incoming.telegram_id, message),))
