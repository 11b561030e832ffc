"""A Bot API server of our own: a small Telegram in memory, with one bot and scripted people.

`telegram.Telegram` is the control side (people talk, press, block; screens are read; faults are scripted),
`server.BotApiServer` answers the bot over HTTP. Error texts and order of checks follow Telegram's own server
(github.com/tdlib/telegram-bot-api and github.com/tdlib/td) and public reports of its answers.
"""
