"""Debian's gammu-smsd as a child of the test, with Gammu's dummy phone and a spool folder of its own."""

import shutil
import subprocess
from pathlib import Path

import pytest

from netwatch.notify.gammu import FOLDERS
from tests.processes import end

CONFIGURATION = """\
[gammu]
model = dummy
connection = none
port = {phone}
gammuloc = /dev/null
[smsd]
service = files
logfile = {folder}/smsd.log
debuglevel = 4
commtimeout = 1
loopsleep = 0.2
retrytimeout = 1
inboxpath = {spool}/inbox/
outboxpath = {spool}/outbox/
sentsmspath = {spool}/sent/
errorsmspath = {spool}/error/
"""


class Smsd:
    def __init__(self, folder: Path) -> None:
        self.path = shutil.which("gammu-smsd", path="/usr/bin:/usr/local/bin")
        if self.path is None:
            pytest.skip("gammu-smsd is not installed: apt install gammu-smsd")
        self._folder = folder
        self.spool = folder / "spool"
        self._phone = folder / "phone"
        self._phone.mkdir(parents=True)
        for name in (*FOLDERS, "inbox"):
            (self.spool / name).mkdir(parents=True)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        assert self.path is not None
        rc = self._folder / "smsdrc"
        rc.write_text(CONFIGURATION.format(phone=self._phone, folder=self._folder, spool=self.spool))
        with (self._folder / "smsd.out").open("ab") as log:
            self._process = subprocess.Popen([self.path, "-c", str(rc)], stdout=log, stderr=log)

    def stop(self) -> None:
        if self._process is not None:
            process, self._process = self._process, None
            end(process, 60)

    @property
    def log(self) -> str:
        path = self._folder / "smsd.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def texts(self, folder: str = "sent") -> list[tuple[str, str]]:
        """Number and text of each message in a folder of the spool, in the order of the names."""
        found = sorted((self.spool / folder).glob("OUT*.txt"))
        return [(path.name.split("_")[1], path.read_bytes().decode("utf-16")) for path in found]
