"""Nothing is wrong for ten minutes: the shipped city of about 60 devices makes no ticket and no message."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from probes.icmp.channel import Mode, open_channels

REPO = Path(__file__).resolve().parents[2]
MINUTES = 10.0
OFFICE = """\
people:
  - {name: Rina, role: call_taker, telegram_id: 2001}
  - {name: Sari, role: spv_opini_publik, telegram_id: 2002}
  - {name: Dedi, role: kasi_infrastruktur, telegram_id: 2003, phone: "+628110000003"}
  - {name: Agus, role: tim_lapangan, telegram_id: 2004, team: utara}
  - {name: Wawan, role: tim_lapangan, telegram_id: 2005, team: selatan}

teams:
  - {id: utara, name: Tim Utara, sites: [kejaksan]}
  - {id: selatan, name: Tim Selatan, default: true}
"""


def may_ping() -> bool:
    channels, _, _ = open_channels((Mode.RAW, Mode.DATAGRAM))
    for channel in channels.values():
        channel.close()
    return bool(channels)


@pytest.mark.long
@pytest.mark.alone
@pytest.mark.skipif(not may_ping(), reason="this user may not ping (see `netwatch check`)")
def test_sixty_devices_for_ten_minutes_with_nothing_wrong(tmp_path):
    config = tmp_path / "netwatch.yaml"
    config.write_text(f"inventory: {REPO / 'inventory.yaml'}\n{OFFICE}")
    with (tmp_path / "out").open("wb") as out, (tmp_path / "log").open("wb") as log:
        daemon = subprocess.Popen(
            [sys.executable, "-m", "netwatch", "--config", str(config), "run"], stdout=out, stderr=log
        )
        try:
            time.sleep(MINUTES * 60.0)
            cpu, rss = spent(daemon.pid)
        finally:
            daemon.send_signal(signal.SIGTERM)
            assert daemon.wait(10) == 0, (tmp_path / "log").read_text()
    with sqlite3.connect(tmp_path / "netwatch.db") as database:
        tickets, messages, devices = (
            database.execute(f"select count(*) from {table}").fetchone()[0]
            for table in ("ticket", "outbox", "device_status")
        )
        states = dict(database.execute("select state, count(*) from device_status group by state"))
    print(f"\n{devices} devices, {MINUTES:.0f} minutes: {cpu:.1f} s of CPU, {rss:.0f} MB, states {states}")
    assert tickets == messages == 0
    assert set(states) == {"up"}
    assert devices > 55
    assert (tmp_path / "out").read_text() == "", "nothing is printed for anybody"


def spent(pid: int) -> tuple[float, float]:
    """CPU seconds and resident megabytes of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return ticks / os.sysconf("SC_CLK_TCK"), pages * os.sysconf("SC_PAGE_SIZE") / 2**20
