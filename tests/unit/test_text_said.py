"""Every word that an ICMP error can bring has its sentence."""

import socket
from pathlib import Path

from netwatch.text.said import said
from probes.icmp.blame import Blame
from probes.icmp.target import Target, target_of
from probes.icmp.unreachable import phrase


class Routes:
    """A machine with the address 10.0.0.1, one link in order, and routes to everybody."""

    def fault(self, target: Target) -> None:
        return None

    def is_own(self, target: Target) -> bool:
        return target.text == "10.0.0.1"

    def interface_name(self, target: Target) -> str:
        return "eth0"


def test_each_word_of_a_router_of_the_device_and_of_our_own_kernel_has_its_sentence():
    kinds = [(socket.AF_INET, 3), (socket.AF_INET, 11), (socket.AF_INET6, 1), (socket.AF_INET6, 3)]
    every = [words for family, kind in kinds for code in range(16) if (words := phrase(family, kind, code)) is not None]
    blame, target = Blame(Routes()), target_of("10.0.1.1")
    words = [blame.for_unreachable(target, "10.0.0.9", each)[1] for each in dict.fromkeys(every)]
    words += [blame.for_unreachable(target, reporter, every[1])[1] for reporter in ("10.0.1.1", "10.0.0.1", "")]
    shown = "".join(f"{each}\n    {said(each)}\n" for each in words)
    assert shown == (Path(__file__).parent / "golden" / "said.txt").read_text()
