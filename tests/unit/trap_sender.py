"""A device that sends SNMPv3 traps and informs, for tests."""

from dataclasses import dataclass, field

from probes.snmp.fast.ber import OCTETS, SEQUENCE, tlv
from probes.snmp.fast.usm_keys import KeyRing
from probes.snmp.fast.usm_message import REPORTABLE, UsmMessage, read, scoped_pdu
from probes.snmp.fast.usm_user import UsmUser
from probes.snmp.target import Authentication, AuthProtocol, Privacy, PrivProtocol, SnmpV3
from probes.snmp.usm_report import Level
from tests.unit.trap_octets import LINK_DOWN, notification

RING = KeyRing()
OPEN = SnmpV3("terbuka")
SIGNED = SnmpV3("tanda", Authentication(AuthProtocol.SHA256, "auth-secret-1"))
SECRET = SnmpV3(
    "rahasia", Authentication(AuthProtocol.SHA, "auth-secret-2"), Privacy(PrivProtocol.AES, "priv-secret-2")
)
ENGINE = b"\x80\0\0\0\5its own"
TRAP, INFORM, RESPONSE, REPORT = 0xA7, 0xA6, 0xA2, 0xA8


@dataclass
class Sender:
    """`engine_id`, `boots` and `seconds` are what it writes into its messages: its own for traps, ours for informs."""

    access: SnmpV3
    engine_id: bytes = ENGINE
    boots: int = 5
    seconds: int = 1000
    context: bytes = field(default=ENGINE)

    @property
    def level(self) -> Level:
        return Level.of(self.access)

    def message(
        self, tag: int = TRAP, level: Level | None = None, flags: int | None = None, request_id: int = 99
    ) -> bytes:
        """One that is reportable when it is an inform."""
        scoped = tlv(
            SEQUENCE,
            tlv(OCTETS, self.context) + tlv(OCTETS, b"") + notification(LINK_DOWN, tag=tag, request_id=request_id),
        )
        if flags is None:
            flags = REPORTABLE if tag == INFORM else 0
        return self._user.seal(4711, level or self.level, flags, self.boots, self.seconds, scoped)

    def discovery(self) -> bytes:
        """As RFC 3414 section 4 has it: a question without engine ID, user and rows."""
        return Sender(SnmpV3("x"), b"", 0, 0, b"").message(tag=0xA0, flags=REPORTABLE)

    def opened(self, reply: bytes) -> tuple[UsmMessage, bytes]:
        """The message and its PDU; fails when a signature in it is wrong."""
        message = read(reply)
        if message.flags & 1:
            assert self._user.has_signed(reply, message)
        octets, at = (self._user.decrypted(reply, message), 0) if message.flags & 2 else (reply, message.scoped[0])
        _, _, at, end = scoped_pdu(octets, at)
        return message, octets[at:end]

    @property
    def _user(self) -> UsmUser:
        return UsmUser(self.access, RING, self.engine_id)
