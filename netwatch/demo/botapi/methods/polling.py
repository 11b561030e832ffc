"""getMe, getUpdates and the webhook that getUpdates must not meet."""

from typing import Any

from netwatch.demo.botapi.errors import bad_request, conflict
from netwatch.demo.botapi.params import Params
from netwatch.demo.botapi.updates import ALL_TYPES, DEFAULT_TYPES, UpdateQueue
from netwatch.demo.botapi.world import World

LONGEST_POLL = 50


def get_me(world: World, params: Params) -> dict[str, Any]:
    return world.bot.as_full_json()


async def get_updates(world: World, params: Params) -> list[dict[str, Any]]:
    queue = world.updates
    if world.webhook is not None:
        await queue.pause_after_conflict()
        raise conflict("can't use getUpdates method while webhook is active; "
                       "use deleteWebhook to delete the webhook first")
    limit = min(max(params.integer("limit", 100), 1), 100)
    timeout = min(max(params.integer("timeout"), 0), LONGEST_POLL)
    offset = params.integer("offset")
    _allow(queue, params)
    if timeout == 0:
        batch = queue.take(offset, limit)
    else:
        # whoever looks is woken after the poll has begun, and again after it has ended
        world.changed.fire()
        try:
            batch = await queue.wait(offset, limit, timeout)
        finally:
            world.changed.fire()
    return [update.as_json() for update in batch]


def set_webhook(world: World, params: Params) -> bool:
    url = params.text("url")
    if not url:
        return delete_webhook(world, params)
    if not url.startswith("https://"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    _allow(world.updates, params)
    if params.boolean("drop_pending_updates"):
        world.updates.drop()
    world.webhook = {"url": url, "max_connections": params.integer("max_connections", 40)}
    world.updates.end_poll_for_webhook()
    return True


def delete_webhook(world: World, params: Params) -> bool:
    world.webhook = None
    if params.boolean("drop_pending_updates"):
        world.updates.drop()
    return True


def get_webhook_info(world: World, params: Params) -> dict[str, Any]:
    info: dict[str, Any] = {"url": "", "has_custom_certificate": False}
    info |= world.webhook or {}
    info["pending_update_count"] = len(world.updates.pending())
    if world.updates.allowed != DEFAULT_TYPES:
        info["allowed_updates"] = sorted(world.updates.allowed)
    return info


def _allow(queue: UpdateQueue, params: Params) -> None:
    """Not given: as before. An empty list: the default. Types that do not exist are passed over."""
    given = params.json("allowed_updates", "can't parse allowed_updates JSON object")
    if isinstance(given, list):
        queue.allowed = frozenset(map(str, given)) & ALL_TYPES or DEFAULT_TYPES
