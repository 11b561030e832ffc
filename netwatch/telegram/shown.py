"""What the newest messages say, so that an edit that would change nothing is not sent: Telegram refuses it."""

from collections import OrderedDict

from netwatch.core.message import Message

MOST = 10_000
"""Messages that are remembered. An edit of an older one is sent, whatever it says."""


class Shown:
    """In memory only: after a restart each message is edited once more than it has to be. Keeps no text."""

    def __init__(self) -> None:
        self._prints: OrderedDict[tuple[int, int], int] = OrderedDict()

    def says(self, chat_id: int, message_id: int, message: Message) -> bool:
        """Whether the message is known to read so already."""
        return self._prints.get((chat_id, message_id)) == _print(message)

    def note(self, chat_id: int, message_id: int, message: Message) -> None:
        self._prints[chat_id, message_id] = _print(message)
        self._prints.move_to_end((chat_id, message_id))
        if len(self._prints) > MOST:
            self._prints.popitem(last=False)

    def forget(self, chat_id: int, message_id: int) -> None:
        """Nobody knows how it reads now."""
        self._prints.pop((chat_id, message_id), None)


def _print(message: Message) -> int:
    return hash((message.html, message.buttons))
