"""net-snmp's own snmptrap and snmpinform, sent to a port of this machine."""

import asyncio
import shutil
import tempfile

import pytest

from probes.snmp.target import AuthProtocol, PrivProtocol, SnmpV3

needs_snmptrap = pytest.mark.skipif(
    shutil.which("snmptrap") is None, reason="net-snmp's snmptrap is not installed (Debian: apt install snmp)"
)
LINK_DOWN = (
    "", "1.3.6.1.6.3.1.1.5.3", "1.3.6.1.2.1.2.2.1.1.3", "i", "3", "1.3.6.1.2.1.31.1.1.1.1.3", "s", "ether3"
)
"""What follows the receiver's address: uptime (empty: its own), snmpTrapOID, and rows of name, type and value."""

PUBLIC = ("-v2c", "-c", "public")

_AUTH = {
    AuthProtocol.SHA224: "SHA-224", AuthProtocol.SHA256: "SHA-256", AuthProtocol.SHA384: "SHA-384",
    AuthProtocol.SHA512: "SHA-512",
}
_PRIV = {PrivProtocol.AES192: "AES-192", PrivProtocol.AES256: "AES-256"}


async def snmptrap(
    port: int,
    *options: str,
    command: str = "snmptrap",
    host: str = "127.0.0.1",
    trap: tuple[str, ...] = LINK_DOWN,
    within: tuple[str, ...] = (),
) -> int:
    """Sends one notification; the exit code, which for snmpinform is 0 once it was answered.

    `within`: the words before the command, such as those that run it in a network namespace.
    """
    # Its engine's name and boots are kept in a folder, which those that run at once must not share.
    with tempfile.TemporaryDirectory() as folder:
        process = await asyncio.create_subprocess_exec(
            *within, command, "-r", "0", "-t", "5", "-m", "", "-M", "", *options, f"{host}:{port}", *trap,
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
            env={"SNMP_PERSISTENT_DIR": folder, "MIBS": "", "PATH": "/usr/bin:/bin:/usr/sbin:/sbin"},
        )
        return await process.wait()


def third_version(access: SnmpV3) -> tuple[str, ...]:
    """The options of a user, at the highest level that his keys permit."""
    options = ["-v3", "-u", access.user]
    if access.auth is None:
        return (*options, "-l", "noAuthNoPriv")
    options += ["-a", _AUTH.get(access.auth.protocol, access.auth.protocol), "-A", access.auth.key]
    if access.priv is None:
        return (*options, "-l", "authNoPriv")
    options += ["-x", _PRIV.get(access.priv.protocol, access.priv.protocol), "-X", access.priv.key]
    return (*options, "-l", "authPriv")
