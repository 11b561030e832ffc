"""The user that this process runs as, by name: what a folder permits is said of somebody."""

import os
import pwd


def own_user() -> str:
    """`netwatch`; `4711` for one whom the system cannot name. Not taken from the environment: setpriv leaves that as
    it was."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())
