"""`python -m netwatch.demo.botapi --port 8081`: the server as a process, people scripted over /control."""

import argparse
import asyncio
import signal
import sys

from netwatch.demo.botapi.server import BotApiServer
from netwatch.demo.botapi.telegram import DEMO_TOKEN, Telegram


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m netwatch.demo.botapi", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 picks a free one, printed on the first line")
    parser.add_argument("--token", default=DEMO_TOKEN, help="the bot token that is accepted")
    parser.add_argument("--limits", action="store_true", help="flood limits as Telegram states them")
    parser.add_argument("--no-privacy", action="store_true", help="the bot sees all messages of its groups")
    options = parser.parse_args()
    try:
        telegram = Telegram(options.token, privacy=not options.no_privacy, limits=options.limits)
        server = BotApiServer(telegram, options.host, options.port, control=True)
    except (ValueError, OSError) as error:
        print(f"netwatch.demo.botapi: {error}", file=sys.stderr)
        return 2
    asyncio.run(_serve(server))
    return 0


async def _serve(server: BotApiServer) -> None:
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    async with server:
        print(server.url, flush=True)
        await ended.wait()


if __name__ == "__main__":
    sys.exit(main())
