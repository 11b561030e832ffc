"""Debian's snmpd as a child of the test, with a configuration and a memory of its own."""

import shutil
import subprocess
import time
from pathlib import Path

import pytest

ADDRESS = "127.0.43.1"
PATIENCE = 120.0
"""Seconds that it may take to start or to stop on a machine with other things to do."""

CONFIGURATION = """\
agentAddress udp:{address}:{port}
rocommunity public-of-the-lab 127.0.0.0/8
view system-only included .1.3.6.1.2.1.1.5
rocommunity narrow-of-the-lab 127.0.0.0/8 -V system-only
createUser sha1 SHA "auth-sha1-secret" AES "priv-sha1-secret"
createUser sha256 SHA-256 "auth-sha256-secret" AES "priv-sha256-secret"
createUser md5 MD5 "auth-md5-secret" DES "priv-des-secret"
createUser sha384 SHA-384 "auth-sha384-secret" AES-192 "priv-aes192-secret"
createUser sha512 SHA-512 "auth-sha512-secret" AES-256 "priv-aes256-secret"
createUser signed SHA-224 "auth-sha224-secret"
createUser open
rouser sha1 authPriv
rouser sha256 authPriv
rouser md5 authPriv
rouser sha384 authPriv
rouser sha512 authPriv
rouser signed authNoPriv
rouser open noAuth
sysName lab
sysDescr agent of the lab
"""


def snmpd_path() -> str:
    """Skips the test where Debian's snmpd is not installed."""
    found = shutil.which("snmpd", path="/usr/sbin:/usr/bin:/usr/local/sbin")
    if found is None:
        pytest.skip("snmpd is not installed: apt install snmpd")
    return found


class Snmpd:
    """`memory` is the persistent directory: engine ID and boots live there, and survive start and stop."""

    def __init__(self, folder: Path, port: int) -> None:
        self.port = port
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, memory: str = "memory") -> None:
        path = snmpd_path()
        memory_path = str(self._folder / memory)
        Path(memory_path).mkdir(exist_ok=True)
        configuration = self._folder / "snmpd.conf"
        configuration.write_text(CONFIGURATION.format(address=ADDRESS, port=self.port))
        log = self._folder / "log"
        log.write_text("")
        self._process = subprocess.Popen(
            [path, "-f", "-c", str(configuration), "-Lf", str(log), "-p", str(self._folder / "pid")],
            # SNMPCONFPATH keeps it off the machine's own configuration
            env={"SNMP_PERSISTENT_DIR": memory_path, "SNMPCONFPATH": memory_path, "MIBS": ""},
        )
        deadline = time.monotonic() + PATIENCE
        # the line is written once the sockets are open
        while "NET-SNMP version" not in log.read_text():
            if self._process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"snmpd does not start: {log.read_text()}")
            time.sleep(0.02)

    def stop(self) -> None:
        """SIGTERM, so that it writes its engine ID and boots."""
        if self._process is not None:
            process, self._process = self._process, None
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                raise

    def boots(self, memory: str = "memory") -> int:
        """engineBoots as last written."""
        text = (self._folder / memory / "snmpd.conf").read_text()
        return int(next(line.split()[1] for line in text.splitlines() if line.startswith("engineBoots")))
