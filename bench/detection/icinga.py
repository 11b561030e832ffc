"""Icinga 2 of Debian, with a dependency on each parent.

Usual: the shipped template `generic-host` (`hostalive`, every minute, 3 attempts 30 s apart) and dependencies
with their defaults. Tight: every 5 s, 3 attempts a second apart, `icmp` with its own 5 packets, down when all
are lost, and dependencies that heed a parent's soft state already. Several parents are redundant by themselves: since
2.12 a host is unreachable when all its dependencies fail (2.14 asks for a `redundancy_group` instead).
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
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
object FileLogger "log" {{ severity = "notice"; path = "{folder}/icinga2.log" }}
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
_TIGHT_HOST = """
  check_command = "icmp"
  check_interval = 5s
  retry_interval = 1s
  max_check_attempts = 3
  vars.icmp_wpl = 100
  vars.icmp_cpl = 100"""


class Icinga:
    """One instance in the monitor's namespace, its files in a folder of its own."""

    name = "Icinga 2"

    def __init__(self, city: City, folder: Path, pace: Pace) -> None:
        self._folder = folder
        folder.mkdir()
        script = telling_script(folder)
        objects = "".join(_host(device, pace) for device in city.devices)
        (folder / "icinga2.conf").write_text(_MAIN.format(folder=folder, script=script) + objects)
        places = {"DataDir": "data", "LogDir": "log", "CacheDir": "cache", "SpoolDir": "spool", "InitRunDir": "run"}
        for place in places.values():
            (folder / place / "icinga2").mkdir(parents=True)
        subprocess.run(["chown", "-R", "nagios:", str(folder)], check=True)
        constants = {
            "PluginDir": "/usr/lib/nagios/plugins", "NodeName": "bench", "ZoneName": "bench",
            **{name: str(folder / place) for name, place in places.items()},
        }  # fmt: skip
        command = ["icinga2", "daemon", "-c", str(folder / "icinga2.conf")]
        command += [f"-D{name}={value}" for name, value in constants.items()]
        with (folder / "out").open("wb") as out:
            self.process = city.net.popen("mon", command, stdout=out, stderr=out)

    def told(self) -> Sequence[Told]:
        return read_script_log(self._folder)


def _host(device: Device, pace: Pace) -> str:
    text = f'object Host "{device.id}" {{\n  import "generic-host"\n  address = "{device.address}"'
    text += f"{_TIGHT_HOST if pace is TIGHT else ''}\n}}\n"
    soft = "\n  ignore_soft_states = false" if pace is TIGHT else ""
    for parent in device.parents:
        text += (
            f'object Dependency "{parent}" {{\n  child_host_name = "{device.id}"\n'
            f'  parent_host_name = "{parent}"{soft}\n}}\n'
        )
    return text
