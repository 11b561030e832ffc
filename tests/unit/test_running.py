"""Whether a daemon runs, as `status` and `check` tell it."""

import os
import socket
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from netwatch.core.status import MonitorStatus
from netwatch.running import HEARTBEAT_LASTS, is_running

NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
HERE = MonitorStatus(os.getpid(), NOW, NOW, isolated=False, host=socket.gethostname())


@pytest.fixture(scope="module")
def ended() -> int:
    """A process that lives no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_none_that_never_said_anything_runs():
    assert not is_running(None, NOW)


def test_one_that_lives_and_beats_runs():
    assert is_running(HERE, NOW + timedelta(seconds=3))


def test_one_that_lives_and_has_not_beaten_for_long_does_not_run():
    assert not is_running(HERE, NOW + HEARTBEAT_LASTS)


def test_one_whose_process_has_ended_does_not_run_however_fresh_its_heartbeat(ended: int):
    assert not is_running(replace(HERE, pid=ended), NOW)


@pytest.mark.parametrize("host", ["another.machine", ""], ids=["on another machine", "nobody knows where"])
def test_of_one_whose_process_cannot_be_seen_from_here_the_heartbeat_is_believed(host: str, ended: int):
    assert is_running(replace(HERE, pid=ended, host=host), NOW)


def test_a_process_of_another_user_lives(monkeypatch: pytest.MonkeyPatch):
    def refuse(pid: int, number: int) -> None:
        raise PermissionError

    monkeypatch.setattr("netwatch.running.os.kill", refuse)
    assert is_running(HERE, NOW)
