"""Questions whose answer is what somebody writes next."""

from dataclasses import replace

from netwatch.core.message import Message
from netwatch.text.html import data, mention


def asked_of(name: str, telegram_id: int, message: Message) -> Message:
    """The question for one person of a group: by name, and as one to reply to, for a bot hears only replies there."""
    html = f"{mention(data(name, 60), telegram_id)}: {message.html}\nBalas pesan ini."
    return replace(message, html=html, force_reply=not message.buttons)


def needs_words() -> Message:
    """The answer was a sticker, a voice message or the like."""
    return Message("Maaf, jawabannya hanya dapat saya baca sebagai teks. Tulis jawabannya, atau /batal.")


def no_longer_asked() -> Message:
    return Message("Baik, tidak saya tanyakan lagi. Yang sudah tercatat tetap tersimpan.")


def nothing_asked() -> Message:
    return Message("Tidak ada yang sedang ditanyakan. Kirim /bantuan untuk melihat perintah.")
