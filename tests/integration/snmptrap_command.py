"""net-snmp's own snmptrap and snmpinform, sent to a port of this machine."""

import asyncio
import shutil

import pytest

needs_snmptrap = pytest.mark.skipif(
    shutil.which("snmptrap") is None, reason="net-snmp's snmptrap is not installed (Debian: apt install snmp)"
)
LINK_DOWN = (
    "", "1.3.6.1.6.3.1.1.5.3", "1.3.6.1.2.1.2.2.1.1.3", "i", "3", "1.3.6.1.2.1.31.1.1.1.1.3", "s", "ether3"
)


async def snmptrap(port: int, *arguments: str, command: str = "snmptrap", host: str = "127.0.0.1") -> int:
    """Sends one notification; the exit code, which for snmpinform is 0 once it was answered."""
    *options, rest = arguments if len(arguments) == 1 else (*arguments, "")
    process = await asyncio.create_subprocess_exec(
        command, "-r", "0", "-t", "2", "-m", "", "-M", "", *options, *filter(None, [rest]), f"{host}:{port}",
        *LINK_DOWN, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        env={"SNMP_PERSISTENT_DIR": "/nonexistent", "MIBS": "", "PATH": "/usr/bin:/bin"},
    )
    return await process.wait()
