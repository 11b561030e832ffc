"""answerCallbackQuery."""

from netwatch.demo.botapi.callbacks import CallbackAnswer
from netwatch.demo.botapi.params import Params
from netwatch.demo.botapi.world import World


def answer_callback_query(world: World, params: Params) -> bool:
    answer = CallbackAnswer(params.text("text"), params.boolean("show_alert"))
    world.callbacks.answer(params.text("callback_query_id"), answer)
    world.changed.fire()
    return True
