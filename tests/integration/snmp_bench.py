"""CPU of one poll by version: `python tests/integration/snmp_bench.py`, with snmpd installed."""

import asyncio
import resource
import socket
import tempfile
import time
from pathlib import Path

from probes.snmp.pysnmp_engine import PysnmpEngine
from probes.snmp.reading import SnmpReading
from probes.snmp.target import Authentication, AuthProtocol, Privacy, PrivProtocol, SnmpTarget, SnmpV2c, SnmpV3
from tests.integration.snmpd_process import ADDRESS, Snmpd
from tests.ports import free_port

POLLS = 500
ACCESS = {
    "v2c": SnmpV2c("public-of-the-lab"),
    "v3 authPriv SHA AES": SnmpV3(
        "sha1",
        Authentication(AuthProtocol.SHA, "auth-sha1-secret"),
        Privacy(PrivProtocol.AES, "priv-sha1-secret"),
    ),
    "v3 authPriv SHA-256 AES": SnmpV3(
        "sha256",
        Authentication(AuthProtocol.SHA256, "auth-sha256-secret"),
        Privacy(PrivProtocol.AES, "priv-sha256-secret"),
    ),
}


async def main(port: int) -> None:
    engine = PysnmpEngine(time.monotonic)
    for name, access in ACCESS.items():
        for interfaces in ((), ("lo",)):
            target = SnmpTarget(f"{name} {interfaces}", ADDRESS, port, access, interfaces)
            begun = time.process_time()
            await engine.poll(target, timeout=2, retries=0)
            first = time.process_time() - begun
            memory, begun = _memory(), time.process_time()
            for _ in range(POLLS):
                result = await engine.poll(target, timeout=2, retries=0)
                assert isinstance(result, SnmpReading), result
            each = (time.process_time() - begun) / POLLS
            print(
                f"{name}, {len(interfaces)} interfaces: first {first * 1000:.1f} ms, then {each * 1000:.2f} ms "
                f"of CPU a poll; {_memory() - memory} KiB more memory after {POLLS} polls"
            )
    await engine.close()


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    agent = Snmpd(Path(tempfile.mkdtemp()), free_port(ADDRESS, socket.SOCK_DGRAM))
    agent.start()
    try:
        asyncio.run(main(agent.port))
    finally:
        agent.stop()
