"""Domain values from the settings file and the inventory."""

from datetime import timedelta

from netwatch.config.hours import split_hours
from netwatch.config.settings import DAYS, Settings
from netwatch.config.snmp_profile import SnmpProfile
from netwatch.core.directory import Directory, Person, Team
from netwatch.core.duty import Shift
from netwatch.core.policy import Policy
from netwatch.core.second_channel import SMS, Rule
from netwatch.inventory.model import Inventory
from probes.snmp.target import Authentication, AuthProtocol, Privacy, PrivProtocol, SnmpTarget, SnmpV2c, SnmpV3


def policy_of(settings: Settings) -> Policy:
    detection = settings.detection
    return Policy(
        interval=detection.ping.interval,
        timeout=detection.ping.timeout,
        confirm_probes=detection.confirm.probes,
        confirm_within=detection.confirm.within,
        confirm_max=detection.confirm.max,
        failover=detection.failover,
        recover_probes=detection.recover.probes,
        recover_within=detection.recover.within,
        close_after=detection.close_after,
        reopen_within=detection.reopen_within,
    )


def directory_of(settings: Settings) -> Directory:
    people = tuple(Person(p.name, p.role, p.telegram_id, p.phone, p.team) for p in settings.people)
    teams = tuple(Team(t.id, t.name, t.chat_id, t.sites, t.default, t.topic) for t in settings.teams)
    return Directory(people, teams)


def second_channel_of(settings: Settings, first: str) -> Rule | None:
    """`first`: the name of the channel that people are told through; None where no second one is set."""
    return None if settings.sms is None else Rule(first, SMS, timedelta(seconds=settings.sms.after))


def roster_of(settings: Settings) -> tuple[Shift, ...]:
    return tuple(
        Shift(entry.people, frozenset(DAYS.index(day) for day in entry.days), *split_hours(entry.hours))
        for entry in settings.duty
    )


def snmp_targets(inventory: Inventory, settings: Settings) -> dict[str, SnmpTarget]:
    """The agents to poll, by device id."""
    return {
        device.id: SnmpTarget(
            device.id,
            device.address,
            device.snmp.port,
            _access(settings.snmp.profiles[device.snmp.profile]),
            device.snmp.interfaces,
        )
        for device in inventory.devices.values()
        if device.snmp is not None
    }


def accesses(settings: Settings) -> tuple[SnmpV2c | SnmpV3, ...]:
    """The communities and users of all profiles."""
    return tuple(_access(profile) for profile in settings.snmp.profiles.values())


def _access(profile: SnmpProfile) -> SnmpV2c | SnmpV3:
    if profile.community is not None:
        return SnmpV2c(profile.community.get_secret_value())
    auth, priv = profile.auth, profile.priv
    return SnmpV3(
        profile.user or "",
        Authentication(AuthProtocol(auth.protocol), auth.key.get_secret_value()) if auth is not None else None,
        Privacy(PrivProtocol(priv.protocol), priv.key.get_secret_value()) if priv is not None else None,
    )
