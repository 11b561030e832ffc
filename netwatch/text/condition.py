"""Condition keys as people say them: briefly behind a device's name, and in full."""

from netwatch.text.html import plain

_BRIEF = {
    "ping": "mati",
    "snmp": "tanpa SNMP",
    "if": "port {name} putus",
    "ups": "memakai baterai",
    "temp": "suhu {name} tinggi",
    "cpu": "beban CPU tinggi",
    "loss": "paket hilang",
    "traffic": "lalu lintas {name} padat",
    "power": "diduga padam",
    "isolated": "terputus",
}

_FULL = {
    "ping": "tidak menjawab ping",
    "snmp": "menjawab ping, tetapi tidak menjawab SNMP",
    "if": "port {name} putus padahal diaktifkan",
    "ups": "UPS memakai baterai atau baterainya lemah",
    "temp": "suhu {name} melewati batas",
    "cpu": "beban CPU melewati batas",
    "loss": "banyak paket hilang",
    "traffic": "lalu lintas port {name} melewati batas",
    "power": "beberapa perangkat di lokasi ini mati bersamaan, diduga listrik padam",
    "isolated": "pemantau terputus dari jaringan",
}

_WELL = {
    "snmp": "SNMP menjawab",
    "if": "port {name} pulih",
    "ups": "listrik normal",
    "temp": "suhu {name} normal",
    "cpu": "beban CPU normal",
    "loss": "paket lancar",
    "traffic": "lalu lintas {name} lancar",
}


def brief(key: str) -> str:
    """Plain text of at most 28 characters, not escaped: `mati`, `port ether1 putus`."""
    return _say(_BRIEF, key, 12)


def in_full(key: str) -> str:
    """Plain text, not escaped: `tidak menjawab ping`."""
    return _say(_FULL, key, 40)


def well_again(key: str) -> str:
    """Plain text, not escaped: `port ether1 pulih`; empty where it is enough that the device is well."""
    return _say(_WELL, key, 12) if key.partition(":")[0] in _WELL else ""


def _say(phrases: dict[str, str], key: str, limit: int) -> str:
    family, _, name = key.partition(":")
    phrase = phrases.get(family)
    return phrase.format(name=plain(name, limit)) if phrase else plain(key, limit)
