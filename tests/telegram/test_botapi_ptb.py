"""python-telegram-bot talks to the server: a ticketing bot's whole vocabulary, the schema watching."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import telegram as ptb
from telegram import error
from telegram.ext import ApplicationBuilder, CommandHandler, ContextTypes
from telegram.request import HTTPXRequest

from netwatch.demo.botapi.callbacks import CallbackAnswer
from netwatch.demo.botapi.picture import sample_png
from tests.telegram.botapi_stage import TOKEN, ManualClock, Stage, stage

# PTB announces that retry_after will be a timedelta
pytestmark = pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")


@asynccontextmanager
async def bot_on_stage(read_timeout: float = 60, **options: Any) -> AsyncIterator[tuple[Stage, ptb.Bot]]:
    async with stage(**options) as on:
        bot = ptb.Bot(TOKEN, base_url=on.server.base_url, base_file_url=on.server.base_file_url,
                      request=HTTPXRequest(read_timeout=read_timeout),
                      get_updates_request=HTTPXRequest(read_timeout=read_timeout))
        async with bot:
            yield on, bot


async def test_a_ticket_is_sent_accepted_edited_and_closed() -> None:
    async with bot_on_stage() as (on, bot):
        dedi = on.telegram.add_user(2003, "Dedi")
        dedi.start("undangan")
        (start,) = await bot.get_updates(timeout=30)
        assert start.message is not None
        assert start.message.text == "/start undangan"

        keyboard = ptb.InlineKeyboardMarkup([[
            ptb.InlineKeyboardButton("Terima", callback_data="42:ack"),
            ptb.InlineKeyboardButton("Peta", url="https://example.org/peta"),
        ]])
        card = await bot.send_message(2003, "<b>Tiket 42</b> &lt;putus&gt;", parse_mode="HTML",
                                      reply_markup=keyboard, disable_notification=True)
        assert card.text == "Tiket 42 <putus>"
        assert [(each.type, each.offset, each.length) for each in card.entities] == [("bold", 0, 8)]

        press = asyncio.create_task(dedi.press("Terima", within=30))
        (update,) = await bot.get_updates(offset=start.update_id + 1, timeout=30)
        assert update.callback_query is not None
        await update.callback_query.answer("Diterima", show_alert=True)
        assert await press == CallbackAnswer("Diterima", alert=True)

        taken = "<b>Tiket 42</b> diterima Dedi"
        await bot.edit_message_text(taken, 2003, card.message_id, parse_mode="HTML")
        with pytest.raises(error.BadRequest, match="Message is not modified"):
            await bot.edit_message_text(taken, 2003, card.message_id, parse_mode="HTML")
        await bot.send_message(2003, "Selesai", reply_parameters=ptb.ReplyParameters(card.message_id))

        _, first, last = dedi.screen()
        assert (first.text, first.buttons, first.silent, first.edited) == (
            "Tiket 42 diterima Dedi", (), True, True,
        )  # fmt: skip
        assert (last.text, last.reply_to, last.silent) == ("Selesai", card.message_id, False)


async def test_photos_albums_and_documents_travel_both_ways() -> None:
    async with bot_on_stage() as (on, bot):
        agus = on.telegram.add_user(2004, "Agus", started=True)
        pictures = [sample_png(grey=grey) for grey in (10, 200)]
        sent = await bot.send_photo(2004, pictures[0], caption="<i>tiang</i>", parse_mode="HTML")
        assert (sent.caption, sent.photo[-1].width, sent.photo[-1].height) == ("tiang", 90, 60)
        await bot.edit_message_caption(2004, sent.message_id, caption="tiang 7")
        again = await bot.send_photo(2004, sent.photo[-1].file_id)
        assert again.photo[-1].file_unique_id == sent.photo[-1].file_unique_id

        album = await bot.send_media_group(2004, [
            ptb.InputMediaPhoto(pictures[0], caption="sebelum"), ptb.InputMediaPhoto(pictures[1]),
        ])
        assert len({message.media_group_id for message in album}) == 1
        document = await bot.send_document(2004, b"%PDF-1.7", filename="laporan.pdf")
        assert document.document is not None
        assert document.document.file_name == "laporan.pdf"
        assert [shown.media for shown in agus.screen()] == ["photo"] * 4 + ["document"]

        agus.send_album([pictures[1], None], caption="sudah disambung")
        updates = await bot.get_updates()
        assert [update.message.caption for update in updates if update.message] == ["sudah disambung", None]
        assert updates[0].message is not None
        file = await updates[0].message.photo[-1].get_file()
        assert bytes(await file.download_as_bytearray()) == pictures[1]


async def test_a_token_in_a_file_url_may_be_percent_encoded() -> None:
    async with bot_on_stage() as (on, bot):
        photo = on.telegram.add_user(2004, "Agus").send_photo().photo
        assert photo is not None
        file = await bot.get_file(photo.file_id)
        assert file.file_path is not None
        encoded = file.file_path.replace(TOKEN, TOKEN.replace(":", "%3A"))
        assert "%3A" in encoded
        response = await on.http.get(encoded)
        assert response.content == photo.data


async def test_what_is_no_photo_or_too_large_for_one_is_refused() -> None:
    async with bot_on_stage() as (on, bot):
        on.telegram.add_user(2004, "Agus", started=True)
        with pytest.raises(error.BadRequest, match="Image_process_failed"):
            await bot.send_photo(2004, b"bukan foto")
        with pytest.raises(error.BadRequest, match="Photo_invalid_dimensions"):
            await bot.send_photo(2004, sample_png(9000, 1001))
        with pytest.raises(error.BadRequest, match="too big for a photo"):
            await bot.send_photo(2004, sample_png() + b"x" * 10 * 1024 * 1024)
        data = b"x" * (20 * 1024 * 1024 + 1)
        large = on.telegram.people[2004].send_document(data, "a.zip", "application/zip")
        assert large.document is not None
        with pytest.raises(error.BadRequest, match="File is too big"):
            await bot.get_file(large.document.file_id)


async def test_the_menu_shows_each_person_the_commands_of_their_scope() -> None:
    async with bot_on_stage() as (on, bot):
        rina, agus = (on.telegram.add_user(number, name, started=True)
                      for number, name in ((2001, "Rina"), (2004, "Agus")))
        team = on.telegram.add_group(-200, "Tim", [agus])
        await bot.set_my_commands([("bantuan", "Bantuan")])
        await bot.set_my_commands([("lapor", "Lapor gangguan")], scope=ptb.BotCommandScopeChat(2001))
        await bot.set_my_commands([("tiket", "Tiket")], scope=ptb.BotCommandScopeAllGroupChats())
        assert [command.command for command in await bot.get_my_commands()] == ["bantuan"]
        offered = [[each["command"] for each in menu] for menu in (rina.menu(), agus.menu(), agus.menu(team))]
        assert offered == [["lapor"], ["bantuan"], ["tiket"]]
        await bot.delete_my_commands(scope=ptb.BotCommandScopeChat(2001))
        assert [each["command"] for each in rina.menu()] == ["bantuan"]


async def test_chats_and_members_can_be_looked_up() -> None:
    async with bot_on_stage() as (on, bot):
        agus = on.telegram.add_user(2004, "Agus", "Salim", username="agus_s", started=True)
        team = on.telegram.add_group(-200, "Tim Utara", [agus])
        forum = on.telegram.add_group(-1001, "Jaringan", [agus], topics=True)
        team.promote_bot()
        assert (await bot.get_me()).username == "netwatch_demo_bot"
        assert (await bot.get_chat(2004)).full_name == "Agus Salim"
        assert (await bot.get_chat(-200)).title == "Tim Utara"
        assert (await bot.get_chat(-1001)).is_forum
        assert await bot.get_chat_member_count(-200) == 2
        statuses = [member.status for member in await bot.get_chat_administrators(-200)]
        assert statuses == ["creator", "administrator"]
        for number in (2004, on.telegram.bot.id):
            for chat_id in (-200, 2004):
                assert (await bot.get_chat_member(chat_id, number)).user.id == number
        sent = await bot.send_message(-200, "x")
        await bot.pin_chat_message(-200, sent.message_id)
        await bot.set_message_reaction(-200, sent.message_id, "👍")
        await bot.send_chat_action(2004, "typing")
        assert (team.screen()[0].pinned, team.screen()[0].reactions) == (True, ("👍",))
        topic = forum.add_topic("Utara")
        assert (await bot.send_message(-1001, "x", message_thread_id=topic)).is_topic_message
        assert not (await bot.get_webhook_info()).url
        await bot.leave_chat(-200)
        with pytest.raises(error.Forbidden, match="not a member of the group"):
            await bot.send_message(-200, "x")


async def test_every_refusal_becomes_ptbs_own_exception() -> None:
    async with bot_on_stage(limits=True, clock=ManualClock()) as (on, bot):
        rina = on.telegram.add_user(1, "Rina", started=True)
        on.telegram.add_user(2, "Sari")
        new = on.telegram.add_group(-10, "Tim", [rina]).migrate()
        with pytest.raises(error.Forbidden, match="bot can't initiate conversation with a user"):
            await bot.send_message(2, "x")
        with pytest.raises(error.BadRequest, match="Chat not found"):
            await bot.send_message(3, "x")
        with pytest.raises(error.ChatMigrated) as migrated:
            await bot.send_message(-10, "x")
        assert migrated.value.new_chat_id == new.id
        await bot.send_message(1, "x")
        with pytest.raises(error.RetryAfter) as flooded:
            await bot.send_message(1, "x")
        assert "1" in str(flooded.value.retry_after)
        rina.block()
        with pytest.raises(error.Forbidden, match="bot was blocked by the user"):
            await bot.send_message(1, "x")
        blocked = (await bot.get_updates())[-1].my_chat_member
        assert blocked is not None
        assert (blocked.chat.id, blocked.new_chat_member.status) == (1, "kicked")


async def test_an_unknown_token_is_told_as_such() -> None:
    async with stage() as on:
        with pytest.raises(error.InvalidToken):
            await ptb.Bot(f"1{TOKEN}", base_url=on.server.base_url).initialize()


async def test_a_whole_application_polls_answers_and_stops() -> None:
    async with stage() as on:
        rina = on.telegram.add_user(2001, "Rina")
        application = (
            ApplicationBuilder().token(TOKEN).base_url(on.server.base_url)
            .base_file_url(on.server.base_file_url).build()
        )  # fmt: skip

        async def help_people(update: ptb.Update, context: ContextTypes.DEFAULT_TYPE) -> None:
            assert update.effective_message is not None
            await update.effective_message.reply_text("Perintah: /tiket")

        application.add_handler(CommandHandler("bantuan", help_people))
        async with application:
            await application.start()
            assert application.updater is not None
            await application.updater.start_polling(timeout=2)
            rina.say("/bantuan")
            shown = await on.telegram.wait_for(
                lambda: next((each for each in rina.screen() if each.from_bot), None), 60
            )
            assert shown is not None
            assert shown.text == "Perintah: /tiket"
            await application.updater.stop()
            await application.stop()
