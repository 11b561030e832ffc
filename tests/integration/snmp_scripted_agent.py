"""An SNMPv2c agent whose objects and faults the test chooses."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any, cast

from pyasn1.codec.ber import decoder, encoder
from pysnmp.proto import rfc1905
from pysnmp.proto.api import v2c

from probes.snmp.oid import Oid

ADDRESS = "127.0.43.4"
TOO_BIG = 1


class ScriptedAgent(asyncio.DatagramProtocol):
    """`objects` are pysnmp values by OID; more than `objects_at_most` in a request are too big; answers
    wait `delay` seconds; `silent` drops requests; `requests` counts them, `asked` is set by the first."""

    def __init__(self, objects: dict[Oid, Any]) -> None:
        self.objects = objects
        self.objects_at_most = 1000
        self.delay = 0.0
        self.silent = False
        self.requests = 0
        self.asked = asyncio.Event()
        self.port = 0
        self.peers: list[tuple[str, int]] = []
        self.transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.DatagramTransport, transport)
        self.port = transport.get_extra_info("sockname")[1]

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.requests += 1
        self.asked.set()
        self.peers.append(addr)
        if not self.silent and self.transport is not None:
            asyncio.get_running_loop().call_later(self.delay, self.transport.sendto, self.answer(data), addr)

    def answer(self, data: bytes) -> bytes:
        request, _ = decoder.decode(data, asn1Spec=v2c.Message())
        pdu = v2c.apiMessage.get_pdu(request)
        response = v2c.apiPDU.get_response(pdu)
        asked = [tuple(oid) for oid, _ in v2c.apiPDU.get_varbinds(pdu)]
        if pdu.tagSet == v2c.GetBulkRequestPDU.tagSet:
            v2c.apiPDU.set_varbinds(response, self._bulk(asked, int(pdu[2])))
        elif len(asked) > self.objects_at_most:
            v2c.apiPDU.set_error_status(response, TOO_BIG)
        else:
            rows = [(oid, self.objects.get(oid, rfc1905.noSuchInstance)) for oid in asked]
            v2c.apiPDU.set_varbinds(response, rows)
        message = v2c.Message()
        v2c.apiMessage.set_defaults(message)
        v2c.apiMessage.set_community(message, v2c.apiMessage.get_community(request))
        v2c.apiMessage.set_pdu(message, response)
        return bytes(encoder.encode(message))

    def _bulk(self, oids: list[Oid], count: int) -> list[tuple[Oid, Any]]:
        ordered = sorted(self.objects)
        rows: list[tuple[Oid, Any]] = []
        for nth in range(count):
            for start in oids:
                following = [oid for oid in ordered if oid > start]
                if nth < len(following):
                    rows.append((following[nth], self.objects[following[nth]]))
                elif nth == 0:
                    rows.append((start, rfc1905.endOfMibView))
        return rows


@contextlib.asynccontextmanager
async def scripted_agent(objects: dict[Oid, Any], address: str = ADDRESS) -> AsyncIterator[ScriptedAgent]:
    loop = asyncio.get_running_loop()
    transport, agent = await loop.create_datagram_endpoint(
        lambda: ScriptedAgent(objects), local_addr=(address, 0)
    )
    try:
        yield agent
    finally:
        transport.close()
