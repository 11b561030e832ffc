"""aiogram talks to the server too, so that it does not merely agree with one client."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiogram import Bot, exceptions
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    ReplyParameters,
)

from netwatch.demo.botapi.callbacks import CallbackAnswer
from netwatch.demo.botapi.faults import Fault, Page, Refusal
from netwatch.demo.botapi.picture import sample_png
from tests.telegram.botapi_stage import TOKEN, ManualClock, Stage, stage


@asynccontextmanager
async def bot_on_stage(**options: Any) -> AsyncIterator[tuple[Stage, Bot]]:
    async with stage(**options) as on:
        session = AiohttpSession(api=TelegramAPIServer.from_base(on.server.url))
        async with Bot(TOKEN, session) as bot:
            yield on, bot


async def test_a_conversation_with_press_edit_and_reply() -> None:
    async with bot_on_stage() as (on, bot):
        dedi = on.telegram.add_user(2003, "Dedi")
        dedi.start()
        (start,) = await bot.get_updates(timeout=30)
        keyboard = InlineKeyboardMarkup(
            inline_keyboard=[[InlineKeyboardButton(text="Terima", callback_data="42:ack")]]
        )
        card = await bot.send_message(2003, "<b>Tiket 42</b>", parse_mode="HTML", reply_markup=keyboard)
        press = asyncio.create_task(dedi.press("Terima", within=30))
        (update,) = await bot.get_updates(offset=start.update_id + 1, timeout=30)
        assert update.callback_query is not None
        assert await bot.answer_callback_query(update.callback_query.id, text="Diterima")
        assert await press == CallbackAnswer("Diterima")
        await bot.edit_message_reply_markup(chat_id=2003, message_id=card.message_id)
        await bot.edit_message_text("Tiket 42 diterima", chat_id=2003, message_id=card.message_id)
        await bot.send_message(2003, "Selesai", reply_parameters=ReplyParameters(message_id=card.message_id))
        assert await bot.delete_message(2003, card.message_id)
        assert [shown.text for shown in dedi.screen()] == ["/start", "Selesai"]


async def test_photos_albums_and_downloads() -> None:
    async with bot_on_stage() as (on, bot):
        agus = on.telegram.add_user(2004, "Agus", started=True)
        picture = sample_png()
        upload = BufferedInputFile(picture, "tiang.png")
        sent = await bot.send_photo(2004, upload, caption="tiang")
        assert sent.photo is not None
        album = await bot.send_media_group(
            2004, [InputMediaPhoto(media=upload), InputMediaPhoto(media=sent.photo[-1].file_id)]
        )
        assert len(album) == 2
        await bot.send_document(2004, BufferedInputFile(b"%PDF", "laporan é.pdf"))
        assert [shown.media for shown in agus.screen()] == ["photo", "photo", "photo", "document"]
        downloaded = await bot.download(sent.photo[-1].file_id)
        assert downloaded is not None
        assert downloaded.read() == picture


async def test_lookups_and_menu() -> None:
    async with bot_on_stage() as (on, bot):
        agus = on.telegram.add_user(2004, "Agus", started=True)
        on.telegram.add_group(-200, "Tim", [agus])
        assert (await bot.get_me()).is_bot
        assert (await bot.get_chat(-200)).title == "Tim"
        assert (await bot.get_chat_member(-200, 2004)).status == "creator"
        assert await bot.get_chat_member_count(-200) == 2
        scope = BotCommandScopeAllPrivateChats()
        await bot.set_my_commands([BotCommand(command="tiket", description="Tiket")], scope)
        assert [each.command for each in await bot.get_my_commands(scope)] == ["tiket"]
        assert (await bot.get_webhook_info()).pending_update_count == 0


async def test_refusals_become_aiograms_own_exceptions() -> None:
    async with bot_on_stage(limits=True, clock=ManualClock()) as (on, bot):
        rina = on.telegram.add_user(1, "Rina", started=True)
        on.telegram.add_user(2, "Sari")
        new = on.telegram.add_group(-10, "Tim", [rina]).migrate()
        with pytest.raises(exceptions.TelegramForbiddenError):
            await bot.send_message(2, "x")
        with pytest.raises(exceptions.TelegramBadRequest, match="chat not found"):
            await bot.send_message(3, "x")
        with pytest.raises(exceptions.TelegramMigrateToChat) as migrated:
            await bot.send_message(-10, "x")
        assert migrated.value.migrate_to_chat_id == new.id
        await bot.send_message(1, "x")
        with pytest.raises(exceptions.TelegramRetryAfter) as flooded:
            await bot.send_message(1, "x")
        assert flooded.value.retry_after == 1


async def test_faults_look_to_aiogram_like_telegrams_own() -> None:
    async with bot_on_stage() as (on, bot):
        faults = on.telegram.faults
        cases: list[tuple[Fault, type[Exception]]] = [
            (Refusal(401), exceptions.TelegramUnauthorizedError),
            (Refusal(404), exceptions.TelegramNotFound),
            (Refusal(409), exceptions.TelegramConflictError),
            (Refusal(502), exceptions.TelegramServerError),
            (Page(), exceptions.ClientDecodeError),
        ]
        for fault, expected in cases:
            faults.script(fault, times=1)
            with pytest.raises(expected):
                await bot.get_me()
        assert (await bot.get_me()).is_bot
