import io
import logging
from collections.abc import Callable
from urllib.parse import quote

import pytest
import structlog

from netwatch.telegram.redact import HIDDEN, RedactingFilter, RedactingProcessor, for_token, install

TOKEN = "7000001:AAE-test_token_of-no_worth-00000001"
SECRET = TOKEN.split(":")[1]
URL = f"https://api.telegram.org/bot{TOKEN}/getMe"


@pytest.fixture
def logged() -> tuple[logging.Logger, io.StringIO]:
    """A logger whose handler hides the token, and what the handler wrote."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(RedactingFilter(for_token(TOKEN)))
    logger = logging.Logger("test")
    logger.addHandler(handler)
    return logger, stream


def failing() -> None:
    try:
        raise OSError(f"cannot reach {URL}")
    except OSError as error:
        raise RuntimeError("the poll failed") from error


def with_traceback(logger: logging.Logger) -> None:
    try:
        failing()
    except RuntimeError:
        logger.exception("polling")


class Shy:
    def __repr__(self) -> str:
        return f"Bot[token={TOKEN}]"


@pytest.mark.parametrize(
    "log",
    [
        pytest.param(lambda logger: logger.info(f"GET {URL}"), id="in the message"),
        pytest.param(lambda logger: logger.info("GET %s %d", URL, 200), id="in the arguments"),
        pytest.param(lambda logger: logger.info("GET %s", {"url": URL}), id="in a container among the arguments"),
        pytest.param(lambda logger: logger.info("%r", Shy()), id="in the repr of an argument"),
        pytest.param(lambda logger: logger.info(f"file/bot{quote(TOKEN, safe='')}/a.jpg"), id="percent-encoded"),
        pytest.param(lambda logger: logger.info(quote(TOKEN, safe="").replace("3A", "3a")), id="in lower-case escapes"),
        pytest.param(lambda logger: logger.info(quote(quote(TOKEN, safe=""), safe="")), id="encoded twice"),
        pytest.param(lambda logger: logger.info(f"hash {SECRET}"), id="its secret half alone"),
        pytest.param(with_traceback, id="in the cause of a traceback"),
        pytest.param(lambda logger: logger.info("%d %s", URL), id="in arguments that do not fit the format"),
    ],
)
def test_the_token_never_reaches_the_log(
    logged: tuple[logging.Logger, io.StringIO], log: Callable[[logging.Logger], None]
) -> None:
    logger, stream = logged
    log(logger)
    assert SECRET not in stream.getvalue()
    assert HIDDEN in stream.getvalue()


def test_a_traceback_is_hidden_in_part_not_dropped(logged: tuple[logging.Logger, io.StringIO]) -> None:
    logger, stream = logged
    with_traceback(logger)
    assert f"OSError: cannot reach https://api.telegram.org/bot{HIDDEN}/getMe" in stream.getvalue()
    assert "RuntimeError: the poll failed" in stream.getvalue()


def test_what_holds_no_secret_is_left_as_it_was(logged: tuple[logging.Logger, io.StringIO]) -> None:
    logger, stream = logged
    logger.info("%d devices at %s", 60, "kejaksan")
    assert stream.getvalue() == "60 devices at kejaksan\n"


def test_structlog_through_the_standard_formatter_hides_it_too() -> None:
    """As the daemon sets it up: structlog's event travels as the record's message, a dictionary."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processors=[
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.dev.ConsoleRenderer(colors=False),
    ]))
    handler.addFilter(RedactingFilter(for_token(TOKEN)))
    stdlib = logging.Logger("test")
    stdlib.addHandler(handler)
    log = structlog.wrap_logger(
        stdlib, processors=[structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    log.info("asked", url=URL, bot=Shy(), nested={"urls": [URL, (URL,)]}, raw=URL.encode())
    try:
        failing()
    except RuntimeError:
        log.exception("polling")
    stdlib.error("foreign %s", URL, exc_info=OSError(URL))
    told = stream.getvalue()
    assert SECRET not in told
    assert told.count(HIDDEN) >= 8
    assert "RuntimeError: the poll failed" in told


def test_the_processor_hides_before_and_after_rendering() -> None:
    hide = RedactingProcessor(for_token(TOKEN))
    assert hide(None, "info", {"event": "x", "url": URL, "n": 3})["n"] == 3
    assert SECRET not in str(hide(None, "info", {"event": URL, URL: 1}))
    assert hide(None, "info", f"event={URL}") == f"event=https://api.telegram.org/bot{HIDDEN}/getMe"
    assert SECRET.encode() not in hide(None, "info", URL.encode())


def test_a_token_without_a_long_secret_hides_no_ordinary_words() -> None:
    redactor = for_token("1:net")
    assert redactor.text("netwatch at bot1:net/getMe") == f"netwatch at bot{HIDDEN}/getMe"


def test_its_repr_shows_nothing() -> None:
    assert SECRET not in repr(for_token(TOKEN))


def test_installing_quiets_the_libraries_that_print_urls() -> None:
    names = ("httpx", "httpcore", "telegram", "telegram.request", "telegram.Bot")
    before = {name: logging.getLogger(name).level for name in names}
    handler = logging.StreamHandler(io.StringIO())
    try:
        install(for_token(TOKEN), [handler])
        assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)
        assert not logging.getLogger("httpcore.http11").isEnabledFor(logging.DEBUG)
        assert not logging.getLogger("telegram.request.BaseRequest").isEnabledFor(logging.ERROR)
        assert any(isinstance(each, RedactingFilter) for each in handler.filters)
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)
