"""The page's port: its own, or a free one beside another demo, also one that begins at the same moment."""

import socket
from collections.abc import Iterator

import pytest

from netwatch.demo.web import server
from tests.ports import free_port


@pytest.fixture
def rival(monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """Another demo, which has bound the page's own port and does not listen yet."""
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind((server.HOST, free_port()))
        monkeypatch.setattr(server, "PORT", other.getsockname()[1])
        yield other


def test_it_is_a_free_one_where_another_demo_has_it(rival: socket.socket) -> None:
    rival.listen()
    with server.listen() as page:
        assert page.getsockname()[1] not in (0, server.PORT)


def test_it_is_a_free_one_where_another_demo_listens_in_the_same_moment(
    rival: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(socket.socket):
        def listen(self, *backlog: int) -> None:
            rival.listen()
            super().listen(*backlog)

    monkeypatch.setattr(server.socket, "socket", Slow)
    with server.listen() as page:
        assert page.getsockname()[1] not in (0, server.PORT)


def test_one_that_was_asked_for_is_had_or_refused(rival: socket.socket) -> None:
    rival.listen()
    with pytest.raises(OSError, match="Address already in use"):
        server.listen(server.PORT)
