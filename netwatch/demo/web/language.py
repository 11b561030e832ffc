"""The page's language."""

LANGUAGES = ("id", "en")


def preferred(accept_language: str) -> str:
    """The first of ours in the header's order of preference; Indonesian for those who want neither."""
    wanted: list[tuple[float, str]] = []
    for entry in accept_language.split(","):
        tag, _, weight = entry.partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        wanted.append((-quality, tag.strip().lower().partition("-")[0]))
    return next((tag for quality, tag in sorted(wanted, key=lambda each: each[0]) if tag in LANGUAGES and quality < 0),
                LANGUAGES[0])
