"""answerCallbackQuery."""

from netwatch.demo.botapi.callbacks import CallbackAnswer
from netwatch.demo.botapi.errors import bad_request
from netwatch.demo.botapi.params import Params
from netwatch.demo.botapi.world import World


def answer_callback_query(world: World, params: Params) -> bool:
    url = params.text("url")
    # Without a game, only links that open the bot itself are taken.
    if url and not url.startswith(f"https://t.me/{world.bot.username}?start="):
        raise bad_request("URL_INVALID")
    answer = CallbackAnswer(params.text("text"), params.boolean("show_alert"), url)
    world.callbacks.answer(params.text("callback_query_id"), answer)
    world.changed.fire()
    return True
