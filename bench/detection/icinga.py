"""Icinga 2 of Debian, with a dependency on each parent.

Usual: the shipped template `generic-host` (`hostalive`, every minute, 3 attempts 30 s apart) and dependencies
with their defaults. Tight: every 5 s, 3 attempts a second apart, `icmp` with its own 5 packets, down when all
are lost, and dependencies that heed a parent's soft state already. Several parents are redundant by themselves: since
2.12 a host is unreachable when all its dependencies fail (2.14 asks for a `redundancy_group` instead).
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.detection.city import City, Device
from bench.detection.told import Told, read_script_log, telling_script
from bench.detection.watcher import TIGHT, Pace

_MAIN = """\
include <itl>
include <plugins>
include "/etc/icinga2/conf.d/templates.conf"
object CheckerComponent "checker" {{ }}
object NotificationComponent "notification" {{ }}
object FileLogger "log" {{ severity = "warning"; path = "{folder}/icinga2.log" }}
object User "duty" {{ }}
object NotificationCommand "tell" {{
  command = [ "{script}", "$notification.type$", "$host.name$" ]
}}
apply Notification "tell" to Host {{
  command = "tell"
  users = [ "duty" ]
  states = [ Up, Down ]
  types = [ Problem, Recovery, FlappingStart, FlappingEnd ]
  assign where true
}}
"""


@dataclass(frozen=True, slots=True)
class Checks:
    """Lines of each host, and of each dependency."""

    host: str = ""
    dependency: str = ""


USUAL_CHECKS = Checks()
TIGHT_CHECKS = Checks(
    """
  check_command = "icmp"
  check_interval = 5s
  retry_interval = 1s
  max_check_attempts = 3
  vars.icmp_wpl = 100
  vars.icmp_cpl = 100""",
    "\n  ignore_soft_states = false",
)


class Icinga:
    """One instance in the monitor's namespace, its files in a folder of its own."""

    name = "Icinga 2"

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
    """Makes the folder with all that Icinga needs in it; returns its command line."""
    folder.mkdir()
    script = telling_script(folder)
    objects = "".join(_host(device, checks) for device in devices)
    (folder / "icinga2.conf").write_text(_MAIN.format(folder=folder, script=script) + objects)
    places = {"DataDir": "data", "LogDir": "log", "CacheDir": "cache", "SpoolDir": "spool", "InitRunDir": "run"}
    for place in places.values():
        (folder / place / "icinga2").mkdir(parents=True)
    subprocess.run(["chown", "-R", "nagios:", str(folder)], check=True)
    constants = {
        "PluginDir": "/usr/lib/nagios/plugins", "NodeName": "bench", "ZoneName": "bench",
        **{name: str(folder / place) for name, place in places.items()},
    }  # fmt: skip
    defined = [f"-D{name}={value}" for name, value in constants.items()]
    return ["icinga2", "daemon", "-c", str(folder / "icinga2.conf"), *defined]


def _host(device: Device, checks: Checks) -> str:
    text = f'object Host "{device.id}" {{\n  import "generic-host"\n  address = "{device.address}"{checks.host}\n}}\n'
    for parent in device.parents:
        text += (
            f'object Dependency "{parent}" {{\n  child_host_name = "{device.id}"\n'
            f'  parent_host_name = "{parent}"{checks.dependency}\n}}\n'
        )
    return text
