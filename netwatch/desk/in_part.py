"""In whose part somebody acts: their own, or that of who is away and whose deputy they are."""

from collections.abc import Collection
from dataclasses import replace

from netwatch.core.acting import stand_in
from netwatch.desk.visit import Visit
from sop.role import Role


def in_part(visit: Visit, roles: Collection[Role]) -> Visit:
    """The visit in a part of one of these roles, where the visitor has one; else as it is."""
    return replace(visit, person=stand_in(visit.person, roles, visit.setting.office.directory))
