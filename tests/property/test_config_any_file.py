"""Whatever stands in a file, its author gets problems with places, never a traceback."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netwatch.config.load import load_settings
from netwatch.config.problem import ConfigError
from netwatch.inventory.loader import load_inventory

SETTINGS = """\
telegram: {token: '123456:SECRET', base_url: https://api.telegram.org/bot}
people:
  - {name: Agus, role: tim_lapangan, telegram_id: 2004, team: utara, phone: "+628110000003"}
teams:
  - {id: utara, name: Tim Utara, chat_id: -100200, sites: [kejaksan]}
detection: {confirm: {probes: 5, within: 3s, max: 15s}, sentinels: [10.0.0.1]}
snmp: {profiles: {v3: {version: 3, user: u, auth: {protocol: SHA, key: SECRETSECRET}}}}
tickets: {number: "{seq:03d}/PGD-TIK/{month}/{year}"}
web: {listen: 127.0.0.1:8112}
"""
INVENTORY = """\
sites:
  - {id: kejaksan, name: Kantor Kecamatan Kejaksan, aliases: [kec kejaksan]}
devices:
  - {id: core, name: Core, kind: router, address: 10.0.0.1, site: kejaksan}
  - {id: rt, name: Router, kind: router, address: 10.0.0.2, site: kejaksan, parents: [core], failover: 45s}
maintenance:
  - {devices: [rt], from: 2026-12-01T22:00, to: 2026-12-02T02:00, reason: ganti UPS}
"""
pieces = st.sampled_from(
    ["", "\t", "\n", " ", ": ", "- ", "[", "]", "{", "}", "'", '"', "&a", "*a", "!", "%", "#", "~", "null", "on",
     "0", "-1", "1e999", "9" * 400, "é", "\u2028", "\x00", "<<: ", "? ", "|\n", "core", "rt", "10.0.0.2", "{seq}"]
)  # fmt: skip


@st.composite
def spoiled(draw: st.DrawFn, text: str) -> bytes:
    """The text with one to five stretches replaced by something that means something in YAML."""
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        text = text[:start] + draw(pieces) + text[end:]
    return text.encode(draw(st.sampled_from(["utf-8", "utf-8", "utf-8", "utf-16"])))


def complain(fault: ConfigError, path: Path, content: bytes) -> None:
    lines = len(content.splitlines()) + 1
    assert fault.problems
    for problem in fault.problems:
        assert problem.path == path
        assert problem.line in range(1, lines + 1) or b"\xe2\x80\xa8" in content
        assert problem.column >= 1
        assert "\n" not in problem.text


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file.yaml"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=spoiled(SETTINGS) | st.binary(max_size=200))
def test_settings_are_read_or_complained_about(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    try:
        assert load_settings(path, {}).inventory.is_absolute()
    except ConfigError as fault:
        complain(fault, path, content)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=spoiled(INVENTORY) | st.binary(max_size=200))
def test_an_inventory_is_read_or_complained_about(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    try:
        inventory = load_inventory(path, ZoneInfo("Asia/Jakarta"))
    except ConfigError as fault:
        complain(fault, path, content)
    else:
        assert all(device.site in inventory.sites for device in inventory.devices.values())
