"""`netwatch check` on host names: which nobody knows, and which the name server says nothing of, within its time."""

import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from netwatch.check.finding import Weight
from netwatch.check.names import AT_ONCE, names
from netwatch.files import Files, read_files


def city(folder: Path, addresses: dict[str, str], settings: str = "people: []\n") -> Files:
    devices = [
        f"  - {{id: {device}, name: X, kind: ap, address: {address}, site: kejaksan}}\n"
        for device, address in addresses.items()
    ]
    (folder / "inventory.yaml").write_text(
        "sites: [{id: kejaksan, name: Kejaksan}]\ndevices:\n" + "".join(devices)
    )
    (folder / "netwatch.yaml").write_text(settings)
    return read_files(folder / "netwatch.yaml", {})


def failing(errno: int) -> Callable[[str], object]:
    def lookup(name: str) -> object:
        raise socket.gaierror(errno, "in the words of the C library")

    return lookup


def test_addresses_ask_nobody(tmp_path: Path) -> None:
    assert names(city(tmp_path, {"core": "10.0.0.1", "rt": "fd00::1"}), failing(socket.EAI_NONAME)) == []


def test_names_that_resolve_are_no_finding(tmp_path: Path) -> None:
    files = city(tmp_path, {f"ap-{n}": f"ap-{n}.example" for n in range(100)})
    assert names(files, lambda name: [name]) == []


@pytest.mark.parametrize(
    ("errno", "said"),
    [
        pytest.param(socket.EAI_NONAME, "no such host name is known, so what has it is not probed; correct it in ",
                     id="nobody knows it"),
        pytest.param(socket.EAI_AGAIN, "the name server has not said within 5 s what address this is",
                     id="the name server is not there"),
    ],
)
def test_a_name_that_does_not_resolve_is_advice_with_its_devices(errno: int, said: str, tmp_path: Path) -> None:
    files = city(
        tmp_path, {"core": "core.example", "rt": "10.0.0.1", "isp": "isp.example"},
        "detection: {sentinels: [isp.example, cdn.example]}\n",
    )
    (finding,) = names(files, failing(errno))
    assert (finding.topic, finding.weight) == ("names", Weight.ADVICE)
    assert finding.text.startswith(f"isp.example (isp), cdn.example (a sentinel), core.example (core): {said}")


def test_many_names_and_a_name_server_that_hangs_take_no_longer_than_the_patience(tmp_path: Path) -> None:
    files = city(tmp_path, {f"ap-{n}": f"ap-{n}.example" for n in range(2000)})
    over, asked = threading.Event(), []

    def hang(name: str) -> None:
        asked.append(name)
        over.wait(600.0)

    began = time.monotonic()
    (finding,) = names(files, hang, patience=2.0)
    over.set()
    assert time.monotonic() - began < 300.0, "not one after the other, nor to the end of a question"
    assert len(asked) == AT_ONCE, "no more are asked than are waited for"
    assert finding.text.startswith("ap-0.example (ap-0), ap-1.example (ap-1), ap-2.example (ap-2) and 1997 more: ")
