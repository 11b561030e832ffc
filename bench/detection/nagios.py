"""Nagios 4 of Debian, with parents.

Usual: the shipped templates, as the manual's "Monitoring Routers and Switches" uses them: `generic-switch` with
`check-host-alive` (every 5 minutes, then 10 attempts a minute apart), and a PING service on each device (every 5
minutes, retried every minute). Tight: every 5 s, 3 attempts a second apart, `check_icmp` with its own 5 packets, down
when all are lost.
The contact hears of down and recovery, not of unreachable, as the template and the manual's chapter "Determining
Status and Reachability of Network Hosts" have it. Flap detection is as shipped, but off at the tight settings: checks a
second apart make every outage flap, and it would carry one scenario over into the next.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.detection.city import City, Device
from bench.detection.told import Told, read_script_log, telling_script
from bench.detection.watcher import TIGHT, Pace

_SHIPPED = Path("/etc/nagios4")
_KEPT_FROM_SHIPPED = ("enable_flap_detection", "cached_host_check_horizon",
                      "low_host_flap_threshold", "high_host_flap_threshold",
                      "host_inter_check_delay_method", "max_host_check_spread", "host_check_timeout",
                      "use_aggressive_host_checking", "soft_state_dependencies")  # fmt: skip

_OBJECTS = """\
define timeperiod {{
  timeperiod_name always
  alias always
  sunday 00:00-24:00
  monday 00:00-24:00
  tuesday 00:00-24:00
  wednesday 00:00-24:00
  thursday 00:00-24:00
  friday 00:00-24:00
  saturday 00:00-24:00
}}
define command {{
  command_name tell
  command_line {script} $NOTIFICATIONTYPE$ $HOSTNAME$
}}
define command {{
  command_name icmp
  command_line /usr/lib/nagios/plugins/check_icmp -H $HOSTADDRESS$ -w 200,100% -c 500,100%
}}
define command {{
  command_name one_ping
  command_line /usr/lib/nagios/plugins/check_icmp -H $HOSTADDRESS$ -w 200,100% -c 500,100% -n 1
}}
define contact {{
  contact_name duty
  host_notification_period always
  service_notification_period always
  host_notification_options d,r
  service_notification_options n
  host_notification_commands tell
  service_notification_commands tell
}}
"""
_PING = """\
define service {{
  use generic-service
  host_name {device}
  service_description PING
  check_command check_ping!200.0,20%!600.0,60%
  check_interval 5
  retry_interval 1
  check_period always
  notification_period always
  contacts duty
  contact_groups null
}}
"""
# Nagios refuses a configuration without any service.
NO_SERVICE = """\
define service {{
  use generic-service
  host_name {device}
  service_description nothing
  check_command icmp
  active_checks_enabled 0
  check_period always
  notification_period always
  contacts duty
  contact_groups null
}}
"""


@dataclass(frozen=True, slots=True)
class Checks:
    """How hosts are checked: lines of the host, a service of each, and what the main file says of it."""

    host: str
    service: str
    seconds_a_unit: int
    more: Mapping[str, str] = field(default_factory=dict)


USUAL_CHECKS = Checks("# intervals and the command are those of generic-switch", _PING, 60)
# A parent asked on demand shall really be asked.
TIGHT_CHECKS = Checks(
    "check_interval 5\n  retry_interval 1\n  max_check_attempts 3\n  check_command icmp\n"
    "  notification_interval 1800", NO_SERVICE, 1,
    {"enable_flap_detection": "0", "cached_host_check_horizon": "1"},
)  # fmt: skip


class Nagios:
    """One instance in the monitor's namespace, its files in a folder of its own."""

    name = "Nagios 4"

    def __init__(self, city: City, folder: Path, pace: Pace) -> None:
        self._folder = folder
        command = configure(folder, city.devices, TIGHT_CHECKS if pace is TIGHT else USUAL_CHECKS)
        with (folder / "out").open("wb") as out:
            self.process = city.net.popen("mon", command, stdout=out, stderr=out)

    def is_ready(self) -> bool:
        """It takes hosts for up until it has looked."""
        return True

    def told(self) -> Sequence[Told]:
        return read_script_log(self._folder)


def configure(folder: Path, devices: Sequence[Device], checks: Checks) -> list[str]:
    """Makes the folder with all that Nagios needs in it; returns its command line."""
    folder.mkdir()
    script = telling_script(folder)
    hosts = "".join(_host(device, checks) for device in devices)
    (folder / "objects.cfg").write_text(_OBJECTS.format(script=script) + hosts)
    (folder / "nagios.cfg").write_text(_main(folder, checks))
    (folder / "spool").mkdir()
    subprocess.run(["chown", "-R", "nagios:", str(folder)], check=True)
    return ["nagios4", str(folder / "nagios.cfg")]


def _host(device: Device, checks: Checks) -> str:
    parents = f"\n  parents {','.join(device.parents)}" if device.parents else ""
    return (
        f"define host {{\n  use generic-switch\n  host_name {device.id}\n  alias {device.id}\n"
        f"  address {device.address}{parents}\n  contacts duty\n  contact_groups null\n"
        f"  check_period always\n  notification_period always\n  notification_options d,r\n"
        f"  {checks.host}\n}}\n{checks.service.format(device=device.id)}"
    )


def _main(folder: Path, checks: Checks) -> str:
    shipped = dict(
        line.split("=", 1) for line in (_SHIPPED / "nagios.cfg").read_text().splitlines()
        if "=" in line and not line.startswith("#")
    )  # fmt: skip
    values = {key: shipped[key] for key in _KEPT_FROM_SHIPPED} | {
        "log_file": folder / "nagios.log", "object_cache_file": folder / "objects.cache",
        "precached_object_file": folder / "objects.precache", "status_file": folder / "status.dat",
        "state_retention_file": folder / "retention.dat", "lock_file": folder / "nagios.pid",
        "temp_file": folder / "nagios.tmp", "temp_path": folder, "check_result_path": folder / "spool",
        "command_file": folder / "nagios.cmd", "query_socket": folder / "nagios.qh",
        "log_archive_path": folder, "nagios_user": "nagios", "nagios_group": "nagios",
        "use_syslog": 0, "enable_notifications": 1, "execute_host_checks": 1, "check_for_updates": 0,
        "retain_state_information": 0, "illegal_macro_output_chars": "`~$&|'\"<>",
        "interval_length": checks.seconds_a_unit, **checks.more,
    }  # fmt: skip
    files = ["/etc/nagios-plugins/config/ping.cfg", _SHIPPED / "objects" / "templates.cfg", folder / "objects.cfg"]
    return "".join(f"cfg_file={file}\n" for file in files) + "".join(f"{k}={v}\n" for k, v in values.items())
