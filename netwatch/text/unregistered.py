"""Told, rarely, to somebody who is not in the settings."""

from netwatch.core.message import Message
from netwatch.text.html import code


def unregistered(telegram_id: int) -> Message:
    return Message(
        "Maaf, Anda belum terdaftar di netwatch, layanan pemantauan jaringan Kota Cirebon.\n"
        "Untuk mendaftar, kirim ID Telegram Anda kepada admin:\n"
        f"{code(str(telegram_id))}"
    )
