"""A network of the demo's own: a Linux network namespace in which the city's addresses lead to this process.

What people connect to is opened before `enter`; everything after it, child processes too, lives inside, and the
namespace ends with the last of them. An ordinary user gets it with a user namespace of their own.
"""

import ctypes
import errno
import fcntl
import os
import socket
import struct
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_CAP_NET_ADMIN = 12
_SIOCSIFFLAGS, _IFF_UP = 0x8914, 0x1
_RTM_NEWROUTE, _NLM_F_REQUEST, _NLM_F_ACK, _NLM_F_CREATE = 24, 0x1, 0x4, 0x400
_TABLE_LOCAL, _PROTO_STATIC, _SCOPE_LINK, _UNICAST = 255, 4, 253, 1
_RTA_DST, _RTA_OIF, _RTA_PREFSRC = 1, 4, 7
_NLMSG = struct.Struct("=IHHII")
_RTMSG = struct.Struct("=BBBBBBBBI")

WATCHER = IPv4Address("127.0.0.1")
"""The one address of the namespace that is the kernel's own; netwatch asks from here."""


class NamespaceForbidden(RuntimeError):
    """The text says what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"the demo's city needs a network namespace of its own, and this machine does not permit one: {reason}.\n"
            "Permit one of:\n"
            "  run it as root\n"
            "  Debian:     sysctl -w kernel.unprivileged_userns_clone=1 user.max_user_namespaces=10000\n"
            "  Ubuntu:     sysctl -w kernel.apparmor_restrict_unprivileged_userns=0\n"
            "  container:  docker run --cap-add SYS_ADMIN --cap-add NET_ADMIN --security-opt seccomp=unconfined …"
        )


def enter(city: IPv4Network) -> None:
    """Moves this process, which may have only one thread, into the namespace; packets to addresses of `city` go out
    of its loopback interface, and nobody answers them there. Raises NamespaceForbidden."""
    try:
        _unshare()
        _raise_loopback()
        _add_route(city)
    except OSError as error:
        raise NamespaceForbidden(f"{error.strerror or error}") from None


def _unshare() -> None:
    user, group = os.geteuid(), os.getegid()
    if _may_run_networks():
        try:
            _call_unshare(_CLONE_NEWNET)
            return
        except PermissionError:
            # root in a container that has not the capability: perhaps as its own user namespace's root
            pass
    _call_unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
    # as root of the namespace, so that a child process keeps the right to send pings
    itself = Path("/proc/self")
    (itself / "setgroups").write_text("deny")
    (itself / "uid_map").write_text(f"0 {user} 1")
    (itself / "gid_map").write_text(f"0 {group} 1")


def _may_run_networks() -> bool:
    """Root of a container may have been left the right to make namespaces, and not the one to bring up a device."""
    status = Path("/proc/self/status").read_text()
    effective = next(line.split()[1] for line in status.splitlines() if line.startswith("CapEff:"))
    return bool(int(effective, 16) >> _CAP_NET_ADMIN & 1)


def _call_unshare(flags: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(flags) != 0:
        number = ctypes.get_errno()
        text = os.strerror(number)
        if number == errno.EINVAL:
            text = f"{text} (the kernel has no such namespaces, or this process has several threads)"
        raise OSError(number, text)


def _raise_loopback() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, _SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", _IFF_UP))


def _add_route(city: IPv4Network) -> None:
    """In the table of local addresses, where it is more special than 127.0.0.0/8 and takes these from the kernel."""
    body = _RTMSG.pack(
        socket.AF_INET, city.prefixlen, 0, 0, _TABLE_LOCAL, _PROTO_STATIC, _SCOPE_LINK, _UNICAST, 0
    )
    body += _attribute(_RTA_DST, city.network_address.packed)
    body += _attribute(_RTA_OIF, struct.pack("=I", socket.if_nametoindex("lo")))
    body += _attribute(_RTA_PREFSRC, WATCHER.packed)
    flags = _NLM_F_REQUEST | _NLM_F_ACK | _NLM_F_CREATE
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE) as kernel:
        kernel.bind((0, 0))
        kernel.send(_NLMSG.pack(_NLMSG.size + len(body), _RTM_NEWROUTE, flags, 1, 0) + body)
        answer = kernel.recv(4096)
    (code,) = struct.unpack_from("=i", answer, _NLMSG.size)
    if code:
        raise OSError(-code, os.strerror(-code))


def _attribute(kind: int, data: bytes) -> bytes:
    """All of them are four octets long, so none needs padding."""
    return struct.pack("=HH", 4 + len(data), kind) + data
