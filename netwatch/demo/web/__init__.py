"""The demo's screen: the city as a map, the office's phones, and the story, on one page.

All of it is drawn by the page from JSON. Times are ISO 8601 in the city's zone, or clocks ready to be read (`09.14`).

GET /plan?aspect=1.2 (left out: one column), the map. Lengths in the map's units:
    {"width", "height",
     "districts": [{"name" ("" is the centre), "x", "y", "width", "height", "title": {"x", "y", "width", "height"}}],
     "places": [{"site", "name", "box": {…}, "label": {…}, "lines": [text], "anchor": "start"|"middle"|"end"}],
     "spots": [{"device", "name", "kind", "x", "y"}],
     "cables": [{"child", "parent", "curve": [[x, y] × 4], "knife": [x, y]}]}

GET /events, Server-Sent Events, at most four a second of each kind, each whole:
    `run`, at first: {"run": what tells this demo from one before or after it}
    `stage`: {"now", "pace", "is_watching", "isolated", "playing", "chapter": key or null,
              "sites": {id: {"power": bool}},
              "devices": {id: {"on": bool, "answers": bool, "state", "ticket": number or null}},
              "cut": [[child, parent]],
              "tickets": [{"id", "title", "step": 1 to 8 or null, "opened_at", "roots": [device ids]}]}, the open ones
    `phone`, one for each phone that has changed:
             {"id", "name", "role", "rings": count of what came with a sound, "chats": [chat]}
    chat:    {"id", "title", "is_group", "started": bool, "menu": [{"command", "description"}],
              "keyboard": [[text]] or null, "force_reply": message id or null, "messages": [message], oldest first}
    message: {"id", "from", "mine": bool, "from_bot": bool, "text", "entities" (as Telegram has them), "at",
              "silent", "edited", "reply_to": {"id", "from", "text"} or null, "photo": {"src", "width", "height"} or
              null, "document": {"src", "name"} or null, "service", "wordless",
              "buttons": [[{"text", "data" or "url"}]]}

POST /act, one order; answered by {}, where nothing else is said, or {"error": a sentence} with 400, 403, 404, 413, 415:
    {"do": "cut"|"mend", "child", "parent"}      {"do": "switch", "device", "on"}      {"do": "power", "site", "on"}
    {"do": "mend_all"}      {"do": "pace", "pace"}      {"do": "play", "playing"}      {"do": "begin", "chapter"}
    {"do": "say", "person", "chat", "text", "reply_to"}
    {"do": "photo", "person", "chat", "base64", "caption", "reply_to"}
    {"do": "press", "person", "chat", "message", "data"} → {"answer": {"text", "alert", "url"} or null}

Only the page itself may act: see `guard`.
"""
