"""A stage without a daemon: a city in memory whose watcher knows at once, and a Telegram whose bot says little."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from netwatch.demo.botapi.params import Params
from netwatch.demo.botapi.signal import Signal
from netwatch.demo.botapi.telegram import Telegram
from netwatch.demo.stage import Chapter, DeviceView, LinkView, SiteView, StageView, TicketView
from netwatch.inventory.loader import load_inventory
from netwatch.inventory.model import Inventory
from sop.role import Role

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 26, 2, 14, 22, tzinfo=UTC)
CAST = {
    2001: ("Rina", Role.CALL_TAKER),
    2002: ("Sari", Role.SPV_OPINI_PUBLIK),
    2003: ("Dedi", Role.KASI_INFRASTRUKTUR),
    2004: ("Agus", Role.TIM_LAPANGAN),
    2005: ("Wawan", Role.TIM_LAPANGAN),
}
ROLES = {number: role for number, (_, role) in CAST.items()}
CHAPTERS = (
    Chapter("cable", {"id": "Kabel putus di Kejaksan", "en": "A cable is cut at Kejaksan"},
            {"id": "Kabel ke Kejaksan putus. Enam perangkat diam, satu tiket terbuka: Kasi dan tim dikabari.",
             "en": "The cable to Kejaksan is cut. Six devices fall silent, one ticket opens: the Kasi and the team "
                   "are told at once."}),
    Chapter("citizen", {"id": "Warga menelepon", "en": "A citizen phones"},
            {"id": "Rina mencatat laporan warga dengan satu baris.",
             "en": "Rina adds the citizen's report with one line."}),
    Chapter("core", {"id": "Router utama padam", "en": "The core falls"},
            {"id": "Jalur cadangan mengambil alih.", "en": "The redundant path takes over."}),
    Chapter("power", {"id": "Listrik kelurahan padam", "en": "A kelurahan without power"},
            {"id": "Satu lokasi padam, satu tiket.", "en": "One site goes dark, one ticket."}),
)


def city() -> Inventory:
    return load_inventory(ROOT / "inventory.yaml", ZoneInfo("Asia/Jakarta"))


def whole_city(inventory: Inventory) -> tuple[list[SiteView], list[DeviceView]]:
    """All in order."""
    sites = [SiteView(site.id, site.name, site.kecamatan or "", True) for site in inventory.sites.values()]
    devices = [DeviceView(d.id, d.name, d.kind.value, d.site, d.parents, True, True, "up", None)
               for d in inventory.devices.values()]
    return sites, devices


class FakeStage:
    """`states`: what the watcher believes in place of what follows from the truth."""

    def __init__(self, inventory: Inventory | None = None) -> None:
        self.changed = Signal()
        self.chapters: Sequence[Chapter] = CHAPTERS
        self.paces: Sequence[int] = (1, 60)
        self.inventory = inventory or city()
        self.sites, self.devices = whole_city(self.inventory)
        self.cuts: set[tuple[str, str]] = set()
        self.off: set[str] = set()
        self.dark: set[str] = set()
        self.states: dict[str, str] = {}
        self.pace = 1
        self.playing = False
        self.chapter: str | None = None
        self.watching = True
        self.numbers: dict[str, int] = {}

    def view(self) -> StageView:
        answering = self._answering()
        devices = []
        for device in self.devices:
            parents = [p for p in device.parents if (device.id, p) not in self.cuts]
            stands = not device.parents or any(answering[p] for p in device.parents)
            state = "up" if answering[device.id] else "down" if stands or parents == [] else "unreachable"
            state = self.states.get(device.id, state if self.watching else "unknown")
            devices.append(replace(device, is_on=device.id not in self.off, answers=answering[device.id],
                                   state=state))
        tickets = self._tickets(devices)
        return StageView(NOW, self.pace, self.watching, self.playing, self.chapter,
                         [replace(site, has_power=site.id not in self.dark) for site in self.sites],
                         [replace(device, ticket=self._ticket_of(device, devices)) for device in devices],
                         [LinkView(d.id, p, (d.id, p) in self.cuts) for d in self.devices for p in d.parents],
                         tickets)

    def cut(self, child: str, parent: str) -> None:
        self._check_link(child, parent)
        self.cuts.add((child, parent))
        self.changed.fire()

    def mend(self, child: str, parent: str) -> None:
        self._check_link(child, parent)
        self.cuts.discard((child, parent))
        self.changed.fire()

    def switch(self, device: str, on: bool) -> None:
        if device not in self.inventory.devices:
            raise KeyError(device)
        (self.off.discard if on else self.off.add)(device)
        self.changed.fire()

    def power(self, site: str, on: bool) -> None:
        if site not in self.inventory.sites:
            raise KeyError(site)
        (self.dark.discard if on else self.dark.add)(site)
        self.changed.fire()

    def mend_all(self) -> None:
        for each in (self.cuts, self.off, self.dark):
            each.clear()
        self.changed.fire()

    def set_pace(self, pace: int) -> None:
        if pace not in self.paces:
            raise ValueError(f"the pace is one of {', '.join(map(str, self.paces))}, not {pace}")
        self.pace = pace
        self.changed.fire()

    def play(self, playing: bool) -> None:
        self.playing = playing
        self.changed.fire()

    def begin(self, chapter: str) -> None:
        if chapter not in {each.key for each in self.chapters}:
            raise KeyError(chapter)
        self.chapter = chapter
        if chapter == "cable":
            self.cuts.add(("rt-kejaksan", "core"))
        self.changed.fire()

    def _check_link(self, child: str, parent: str) -> None:
        if parent not in self.inventory.devices[child].parents:
            raise KeyError(f"{child} to {parent}")

    def _answering(self) -> dict[str, bool]:
        found: dict[str, bool] = {}
        for _ in self.devices:
            for device in self.devices:
                itself = device.id not in self.off and device.site not in self.dark
                reached = not device.parents or any(
                    found.get(p, True) for p in device.parents if (device.id, p) not in self.cuts)
                found[device.id] = itself and reached
        return found

    def _tickets(self, devices: Sequence[DeviceView]) -> list[TicketView]:
        tickets = []
        for device in devices:
            if device.state in ("down", "degraded"):
                number = self.numbers.setdefault(device.id, len(self.numbers) + 12)
                tickets.append(TicketView(number, f"{device.name} tidak dapat dihubungi", True, 4,
                                          NOW - timedelta(seconds=80)))
        return tickets

    def _ticket_of(self, device: DeviceView, devices: Sequence[DeviceView]) -> int | None:
        states = {each.id: each for each in devices}
        while device.state in ("down", "unreachable", "degraded"):
            if device.id in self.numbers:
                return self.numbers[device.id]
            device = states[device.parents[0]]
        return None


class Bot:
    """The other side of the phones: it says what it is told, and answers presses and commands."""

    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram

    async def send(self, chat: int, html: str, **more: Any) -> int:
        reply = await self._call("sendMessage", chat_id=chat, text=html, parse_mode="HTML", **more)
        return int(reply["message_id"])

    async def edit(self, chat: int, message: int, html: str, **more: Any) -> None:
        await self._call("editMessageText", chat_id=chat, message_id=message, text=html, parse_mode="HTML", **more)

    async def menu(self, commands: dict[str, str]) -> None:
        await self._call("setMyCommands", commands=[
            {"command": name, "description": text} for name, text in commands.items()])

    async def serve(self) -> None:
        """Answers until cancelled: a press by a toast, `alert` by a window, a command or a photo by a message."""
        offset = 0
        while True:
            for update in await self._call("getUpdates", offset=offset, timeout=30):
                offset = update["update_id"] + 1
                if (query := update.get("callback_query")) is not None:
                    await self._call("answerCallbackQuery", callback_query_id=query["id"],
                                     text=f"Tercatat: {query['data']}", show_alert=query["data"] == "alert")
                elif (message := update.get("message")) is not None:
                    written = len(message.get("text", ""))
                    what = "Foto diterima." if "photo" in message else f"Anda menulis <b>{written}</b> huruf."
                    answered = {"message_id": message["message_id"]}
                    await self.send(message["chat"]["id"], what, reply_parameters=answered)

    async def _call(self, method: str, **params: Any) -> Any:
        values = {name: value if isinstance(value, str) else json.dumps(value) for name, value in params.items()}
        reply = await self.telegram.call(method, Params(values))
        assert reply.body["ok"], reply.body
        return reply.body["result"]


def office() -> Telegram:
    telegram = Telegram()
    for number, (name, _) in CAST.items():
        telegram.add_user(number, name, started=True)
    return telegram


async def tell_the_story(bot: Bot) -> None:
    """What stands in the phones when a cable has been cut."""
    await bot.menu({"lapor": "Catat laporan warga", "tiket": "Tiket yang terbuka", "status": "Keadaan sebuah tempat",
                    "jaga": "Siapa yang bertugas", "bantuan": "Cara memakai bot ini"})
    card = ("🔴 <b>Router Kejaksan</b> mati sejak 09.13 WIB\n#12 · 012/PGD-TIK/XI/2026 · prioritas tinggi\n\n"
            "Kantor Kecamatan Kejaksan dan 5 perangkat di belakangnya tidak dapat dihubungi: Switch Kejaksan, Wi-Fi "
            "Kecamatan Kejaksan, Router Puskesmas Kejaksan, <i>dan 2 lainnya</i>.\n\n"
            "Kemungkinan: kabel putus (port <code>sfp-sfpplus3</code> di Router Utama mati).\n"
            "Langkah 4 dari 8: Kasi menerima laporan, paling lambat 09.18 WIB.")
    buttons = {"inline_keyboard": [[{"text": "✅ Terima", "callback_data": "accept"}],
                                   [{"text": "Instruksikan Tim Utara", "callback_data": "instruct"},
                                    {"text": "Instruksikan Tim Selatan", "callback_data": "alert"}],
                                   [{"text": "🗺 Buka peta", "url": "https://www.google.com/maps/search/?api=1&query=-6.7,108.5"}]]}
    first = await bot.send(2003, card, reply_markup=buttons)
    await bot.send(2003, "⏰ Tiket #12 belum diterima, <b>1 menit lagi</b>. <a href=\"https://www.google.com/maps\">Lokasi</a>",
                   reply_parameters={"message_id": first})
    await bot.send(2002, "🔕 Tiket #12 dibuka oleh sistem: Router Kejaksan mati.", disable_notification=True)
    accept = {"inline_keyboard": [[{"text": "✅ Terima", "callback_data": "accept"}]]}
    for number in (2004, 2005):
        await bot.send(number, card, reply_markup=accept)
    bot.telegram.people[2001].say("/lapor kejaksan internet mati sejak pagi a.n. Ibu Tini")
