"""What has probably happened, and how it is known."""

from netwatch.core.probable_cause import ProbableCause, Proof
from netwatch.text.html import plain
from netwatch.text.office import Office
from netwatch.text.time import clock


def probable_cause(cause: ProbableCause, office: Office) -> str:
    """Plain text, not escaped: `sambungan putus: port ether3 di Router Inti mati`."""
    device = plain(office.inventory.device_name(cause.device or ""), 40)
    port = plain(cause.port or "", 40)
    at = "" if cause.at is None else clock(cause.at, office.zone)
    match cause.proof:
        case Proof.PORT_DOWN:
            return f"sambungan putus: port {port} di {device} mati"
        case Proof.PORT_UP:
            return f"perangkat macet: port {port} di {device} menyala, tetapi perangkat tidak menjawab"
        case Proof.PORT_BUSY:
            return f"jaringan padat: lalu lintas port {port} di {device} melewati batas"
        case Proof.UPS_ON_BATTERY:
            return f"listrik padam: {device} memakai baterai sejak {at}"
        case Proof.SITE_VANISHED:
            return "listrik padam: beberapa perangkat di lokasi ini mati bersamaan"
        case Proof.RESTARTED:
            return f"listrik sempat padam atau perangkat dinyalakan ulang: perangkat mulai menyala pukul {at}"
        case Proof.AGENT_SILENT:
            return "hanya layanan SNMP yang terganggu: perangkat masih menjawab ping"
        case Proof.SILENT_SINCE_WORK:
            return f"belum pulih setelah pemeliharaan yang berakhir pukul {at}"
        case Proof.WAY_LOST:
            return f"sambungan port {port} ke {device} putus; {device} masih terjangkau lewat jalur lain"
        case Proof.PACKETS_DAMAGED:
            return f"kabel, konektor, atau SFP pada port {port} di {device} bermasalah: banyak paket rusak"
        case Proof.SITE_HOT:
            return "pendingin ruangan: beberapa perangkat di lokasi ini terlalu panas bersamaan"
