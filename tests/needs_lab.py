"""Whether network namespaces can be used here, found out once by using one."""

import os
import shutil
import subprocess
from functools import cache

import pytest


@cache
def why_not() -> str | None:
    """Why the lab cannot run here; None when it can."""
    if os.geteuid() != 0:
        return "the lab needs root to make network namespaces"
    for tool in ("ip", "nft"):
        if shutil.which(tool) is None:
            return f"the lab needs the command `{tool}` (Debian: iproute2, nftables)"
    name = f"nwtry{os.getpid()}"
    try:
        # a container may leave its root the right to make one, and not the right to bring up a device in it
        for command in (("add", name), ("exec", name, "ip", "link", "set", "lo", "up")):
            done = subprocess.run(["ip", "netns", *command], capture_output=True, text=True, check=False)
            if done.returncode != 0:
                return f"network namespaces cannot be used here: {done.stderr.strip()}"
    finally:
        subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)
    return None


needs_lab = pytest.mark.skipif(why_not() is not None, reason=str(why_not()))
