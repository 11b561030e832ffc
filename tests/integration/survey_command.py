"""`python -m tests.integration.survey_command ENGINE ADDRESS COMMUNITY WANTED-ADDRESS`: one survey and one look at all
ports, as JSON, for tests whose agent lives in a network namespace."""

import asyncio
import json
import sys
import time
from dataclasses import asdict

from probes.snmp.engines import ENGINES
from probes.snmp.surroundings import PortsReading, Surroundings, Wanted
from probes.snmp.target import SnmpTarget, SnmpV2c


async def main(engine_name: str, address: str, community: str, wanted: str) -> None:
    engine = ENGINES[engine_name](time.monotonic)
    target = SnmpTarget("agent", address, 161, SnmpV2c(community))
    survey = await engine.survey(target, Wanted(frozenset({wanted})), timeout=5.0, retries=1)
    assert isinstance(survey, Surroundings), survey
    ports = await engine.read_ports(target, survey.ports, timeout=5.0, retries=1)
    assert isinstance(ports, PortsReading), ports
    await engine.close()
    print(json.dumps({"survey": asdict(survey), "ports": asdict(ports)}, default=sorted))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
