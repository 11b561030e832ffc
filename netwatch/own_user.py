"""The user that this process runs as: what a file or a folder permits is said of somebody, and so is the remedy."""

import os
import pwd

SERVICE_USER = "netwatch"
"""As systemd/netwatch.sysusers makes it."""


def own_user() -> str:
    """`netwatch`; `4711` for one whom the system cannot name. Not taken from the environment: setpriv leaves that as
    it was."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())


def remedy_for(user: str, permit: str) -> str:
    """What to do where `user`, that of this process, may not do something. `permit`: how to let them.

    The service's user has to be let. Anybody else would next be kept from the database, which holds citizens' data and
    is open to that user and root alone.
    """
    return permit if user in (SERVICE_USER, "root") else "run this as root, with sudo"
