"""The daemon: the only file that wires rooms together."""

import asyncio
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

import structlog

from netwatch.clock import Clock
from netwatch.common_moment import common_moment
from netwatch.condition_rules import condition_rules
from netwatch.config.problem import ConfigError
from netwatch.core.city import City
from netwatch.core.fault import describe
from netwatch.core.leads_to import leads_to
from netwatch.core.message import Channel
from netwatch.core.readings import readings
from netwatch.core.scene import Ways
from netwatch.core.state import State
from netwatch.core.status import MonitorStatus
from netwatch.deadline import end_within
from netwatch.desk.desk import Desk
from netwatch.desk.incidents import Incidents
from netwatch.desk.notices import record_notices
from netwatch.desk.photos import Photos
from netwatch.desk.second_channel import SecondChannel
from netwatch.desk.setting import Setting
from netwatch.desk.troubles import Troubles
from netwatch.files import Files, read_files
from netwatch.from_settings import directory_of, policy_of, roster_of, second_channel_of, snmp_targets
from netwatch.heap import collect_seldom, made_to_stay
from netwatch.heartbeat import Heartbeat
from netwatch.inventory.find import PlaceFinder
from netwatch.inventory.rereading import Rereading
from netwatch.notify.console import ConsoleChannel
from netwatch.notify.gammu import GammuChannel, spool_problems
from netwatch.notify.pace import TELEGRAM, UNLIMITED, Limits, Pace
from netwatch.notify.worker import Worker
from netwatch.sdnotify import Notifier
from netwatch.store.error import StoreUnavailable
from netwatch.store.migrate import upgrade
from netwatch.store.monitor import Signs
from netwatch.store.store import Store
from netwatch.supervise import Loop, run_together
from netwatch.telegram.client import TelegramClient
from netwatch.telegram.photo_fetcher import PhotoFetcher
from netwatch.telegram.receiver import Command, Receiver
from netwatch.telegram.redact import install as redact
from netwatch.telegram.sender import TelegramChannel
from netwatch.text.menu import MENU
from netwatch.text.office import Office
from netwatch.ticket_keeper import TicketKeeper
from netwatch.trap_port import TrapPort
from netwatch.watch.condition_watch import ConditionWatch
from netwatch.watch.port_watch import PortWatch
from netwatch.watch.prober import Prober
from netwatch.watch.senders import Senders
from netwatch.watch.snmp_poller import SnmpPoller
from netwatch.watch.surveyor import Surveyor
from netwatch.watch.trap_watch import TrapWatch
from netwatch.watchdog import tell_watchdog
from netwatch.witness_watch import WitnessWatch
from netwatch.witnesses import find_witnesses
from probes.icmp.engine import PingEngine
from probes.icmp.resolve import Resolver
from probes.snmp.engines import ENGINES
from probes.snmp.reading import SnmpFailure, SnmpResult

log = structlog.get_logger("netwatch")

MOST_CHILDREN_ASKED = 50

UNHEARD_LOOK = 4.0
"""Seconds between two looks for whom the first channel has not reached: a message that is refused wakes nobody."""

LONGEST_FAREWELL = 8.0
"""Seconds from SIGTERM to the end, whatever hangs."""


class Wishes:
    """What the operator asks for by signals, from the first moment on: SIGHUP must never end the daemon."""

    def __init__(self) -> None:
        self.stop = asyncio.Event()
        self.reload = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop.set)
        loop.add_signal_handler(signal.SIGHUP, self.reload.set)


class Daemon:
    """One run. `read` gives the files anew for a reload; those in force are `files`."""

    def __init__(
        self,
        read: Callable[[], Files],
        environ: Mapping[str, str],
        files: Files,
        store: Store,
        wishes: Wishes,
        clock: Clock,
    ) -> None:
        self._read = read
        self._files = files
        self._store = store
        self._clock = clock
        clock.turned = self._nudge
        self._started_at = self._clock.now()
        self._notifier = Notifier(environ)
        self._wishes = wishes
        self._has_token = files.settings.telegram.token is not None
        setting = self._setting(files)
        self._incidents = Incidents(store, setting, self._clock.now, self._nudge)
        self._desk = Desk(store, setting, self._clock.now, self._nudge)
        self._second = SecondChannel(store, setting, self._clock.now, self._nudge)
        self._troubles = Troubles(store, setting, self._clock.now, self._nudge)
        witnesses = find_witnesses(files.inventory, files.settings.detection.sentinels)
        city = City(files.inventory, setting.policy, witnesses)
        self._prober = Prober(files.inventory, city, self._clock.monotonic, self._note_states, witnesses)
        self._witnesses = WitnessWatch(self._prober, lambda: self._files)
        self._conditions = ConditionWatch(
            files.inventory,
            condition_rules(files.inventory, files.settings),
            lambda: self._prober.city,
            self._ways,
            self._clock.monotonic,
            self._clock.wall_of,
            self._note_condition,
        )
        targets = snmp_targets(files.inventory, files.settings)
        self._poller = SnmpPoller(
            targets,
            files.settings.snmp.interval,
            self._clock.monotonic,
            self._take_poll,
        )
        self._surveyor = Surveyor(
            files.inventory, targets, lambda: self._conditions.agents, self._clock.monotonic, self._note_evidence
        )
        self._ports = PortWatch(targets, self._note_evidence)
        traps = TrapWatch(
            Senders(files.inventory, Resolver(clock=self._clock.monotonic)),
            self._ask_now,
            partial(record_notices, store),
            self._clock.monotonic,
            self._clock.now,
        )
        self._trap_port = TrapPort(store, traps, files, self._clock.monotonic)
        self._keeper = TicketKeeper(
            store, self._incidents, self._prober, self._conditions, self._ways, self._clock
        )
        self._untold = False
        self._heartbeat = Heartbeat(
            store,
            self._status,
            lambda: readings(self._prober.city, self._clock.ahead()),
            self._keeper,
            self._heed,
            wishes.stop.set,
        )
        self._photos = Photos(store, setting, self._clock.now, self._nudge)
        self._fetcher: PhotoFetcher | None = None
        self._workers: list[Worker] = []
        self._client: TelegramClient | None = None

    async def run(self) -> None:
        """Runs until it is cancelled, after `restore`. Raises PingUnavailable when nothing can be pinged from here."""
        engine = PingEngine.open(
            self._prober.take,
            self._clock.monotonic,
            on_word=self._prober.hear,
            on_overdue=self._prober.overdue,
            on_answers=self._prober.take_answers,
        )
        agents = ENGINES[self._files.settings.snmp.engine](self._clock.monotonic)
        log.info("started", devices=len(self._files.inventory.devices), **engine.describe())
        loops: dict[str, Loop] = {
            "probe": partial(self._prober.run, engine),
            "poll": partial(self._poller.run, agents),
            "paths": self._conditions.run,
            "survey": partial(self._surveyor.run, agents),
            "ports": partial(self._ports.run, agents),
            "tickets": self._keeper.run,
            "heartbeat": self._heartbeat.run,
            "watchdog": partial(tell_watchdog, self._notifier, self._heartbeat),
            "unheard": self._look_after_the_unheard,
            "witnesses": self._witnesses.run,
            "reload": self._reload_when_wanted,
            **self._channel_loops(),
        }
        if (place := self._files.settings.snmp.traps.listen) is not None:
            loops["traps"] = partial(self._trap_port.run, place)
        self._notifier.tell("READY=1")
        try:
            await run_together(loops)
        finally:
            engine.close()
            self._witnesses.close()
            await agents.close()
            if self._client is not None:
                await self._client.aclose()

    async def _reload_when_wanted(self) -> None:
        """SIGHUP: takes up changed files; wrong ones change nothing and are reported."""
        while True:
            await self._wishes.reload.wait()
            self._wishes.reload.clear()
            try:
                with made_to_stay():
                    # A large inventory takes its time to read: probing goes on meanwhile.
                    await self._take_up(await asyncio.to_thread(self._read))
            except ConfigError as wrong:
                log.error("reload refused, the old files stay in force", problems=[str(p) for p in wrong.problems])
                continue
            log.info("reloaded", devices=len(self._files.inventory.devices))

    async def _take_up(self, files: Files) -> None:
        setting = await asyncio.to_thread(self._setting, files, self._desk.setting.places)
        witnesses = await asyncio.to_thread(find_witnesses, files.inventory, files.settings.detection.sentinels)
        city = await asyncio.to_thread(City, files.inventory, setting.policy, witnesses)
        self._adopt(files, setting, city, witnesses)

    def _adopt(self, files: Files, setting: Setting, city: City, witnesses: Mapping[str, str]) -> None:
        before, self._files = self._files, files
        # The row of a device that stays as it was does, too: of ten thousand a reload changes few.
        known = before.inventory.devices if files.settings == before.settings else {}
        devices = files.inventory.devices.values()
        self._keeper.note([d.id for d in devices if (same := known.get(d.id)) is not d and same != d])
        self._incidents.setting = self._desk.setting = self._photos.setting = setting
        self._second.setting = self._troubles.setting = setting
        self._prober.adopt(files.inventory, city, witnesses)
        self._conditions.adopt(files.inventory, condition_rules(files.inventory, files.settings))
        targets = snmp_targets(files.inventory, files.settings)
        self._poller.adopt(targets, files.settings.snmp.interval)
        self._surveyor.adopt(files.inventory, targets)
        self._ports.adopt(targets)
        self._trap_port.adopt(files)

    def _setting(self, files: Files, older: PlaceFinder | None = None) -> Setting:
        office = Office(files.inventory, directory_of(files.settings), files.sop, files.settings.zone)
        channel = TelegramChannel.name if self._has_token else ConsoleChannel.name
        places = PlaceFinder(files.inventory, older)
        second = second_channel_of(files.settings, channel)
        return Setting(
            office, places, policy_of(files.settings), channel, files.settings.tickets.number, second,
            roster_of(files.settings),
        )

    def _channel_loops(self) -> dict[str, Loop]:
        return {**self._first_channel_loops(), **self._second_channel_loops()}

    def _second_channel_loops(self) -> dict[str, Loop]:
        settings = self._files.settings.sms
        if settings is None:
            return {}
        for wrong in spool_problems(settings.spool):
            log.warning("no SMS can be handed to Gammu", problem=wrong)
        worker = self._worker_of(GammuChannel(settings.spool), UNLIMITED)
        self._workers.append(worker)
        return {"sms": worker.run}

    def _worker_of(self, channel: Channel, limits: Limits) -> Worker:
        return Worker(self._store.outbox, channel, self._clock.now, Pace(limits), self._clock.until)

    async def _look_after_the_unheard(self) -> None:
        """Whom the first channel does not reach gets an SMS, and the admins hear of it."""
        while True:
            try:
                if told := await self._second.look():
                    log.info("told through the second channel", messages=told)
                if self._untold:
                    await self._troubles.look()
            except StoreUnavailable:
                log.warning("whom messages do not reach is looked after later, the database is away")
            await common_moment(UNHEARD_LOOK)

    def _first_channel_loops(self) -> dict[str, Loop]:
        settings = self._files.settings.telegram
        if settings.token is None:
            log.warning("no Telegram token: messages are printed here, see `telegram.token` in the settings")
            channel: Channel = ConsoleChannel(sys.stdout, self._files.settings.zone)
            self._workers = [self._worker_of(channel, UNLIMITED)]
            return {"console": self._workers[0].run}
        client = TelegramClient(settings.token.get_secret_value(), settings.base_url, settings.base_file_url)
        self._client = client
        redact(client.redactor, logging.getLogger().handlers)
        self._workers = [self._worker_of(TelegramChannel(client), TELEGRAM)]
        menu = [Command(name, description) for name, description in MENU]
        receiver = Receiver(client, self._desk, self._clock.now, menu)
        self._fetcher = PhotoFetcher(client, self._photos, self._files.settings.data, self._clock.now)
        return {"send": self._workers[0].run, "receive": receiver.run, "photos": self._fetcher.run}

    def _nudge(self) -> None:
        self._keeper.wake()
        self._nudge_workers()
        if self._fetcher is not None:
            self._fetcher.nudge()

    def _nudge_workers(self) -> None:
        for worker in self._workers:
            worker.nudge()

    def _take_poll(self, device: str, result: SnmpResult) -> None:
        self._conditions.take(device, result)
        if isinstance(result, SnmpFailure) and device in self._prober.city.tracks:
            # Before the next poll fails it is to be known whether it is the agent alone that is silent.
            self._prober.ask_now(device)

    def _ask_now(self, device: str) -> None:
        """The device itself, its agent, and the devices reached through it: a trap may be about the way to them."""
        if device in self._prober.city.tracks:
            for each in (device, *self._prober.city.children[device][:MOST_CHILDREN_ASKED]):
                self._prober.ask_now(each)
            self._poller.poll_now(device)

    # detection

    async def restore(self) -> None:
        """Takes up the states that were stored; nothing new is decided on them before each device was probed."""
        async with self._store.read() as tx:
            stored = await tx.devices.load()
            _, known = await tx.monitor.load() or (None, {})
        for device in known.keys() & self._prober.city.tracks.keys():
            self._prober.city.tracks[device].loss.restore(known[device].loss or 0.0)
        self._conditions.restore(stored)
        for status in stored.values():
            if status.since is not None:
                since, flapped_until = self._clock.monotonic_of(status.since), None
                if status.flapping:
                    flapped_until = self._clock.monotonic()
                self._prober.city.restore(status.device, status.state, since, status.reason, flapped_until)
        self._prober.take_stock()
        self._keeper.restore(stored)

    def _note_states(self, devices: Iterable[str]) -> None:
        """Of a device that has fallen, the parents' ports are read at once: they tell a cut from a hung device."""
        devices = list(devices)
        tracks = self._prober.city.tracks
        for device in devices:
            if device in tracks and tracks[device].health.state is State.DOWN:
                for parent in tracks[device].parents:
                    self._poller.poll_now(parent)
                surveys = self._surveyor.surveys
                answering = (p for p in tracks[device].parents if tracks[p].health.state is State.UP)
                self._ports.look(device, [lead for p in answering for lead in leads_to(p, device, surveys)])
        self._keeper.note(devices)

    def _note_evidence(self, device: str) -> None:
        """Something new is known of the ways from this device to others: no status, but perhaps a cause."""
        if any(self._prober.city.tracks[c].health.is_silent for c in self._prober.city.children.get(device, ())):
            self._keeper.wake()

    def _note_condition(self, device: str, matters: bool) -> None:
        self._keeper.note((device,), matters)

    def _ways(self) -> Ways:
        return Ways(self._surveyor.surveys, self._ports.seen)

    def _status(self) -> MonitorStatus:
        return MonitorStatus(
            os.getpid(), self._started_at, self._clock.now(), self._prober.city.way_out.isolation is not None,
            self._trap_port.counts, socket.gethostname(),
        )

    def _heed(self, before: Signs, now: Signs) -> None:
        """Another process has no other way to wake us than what it leaves in the database."""
        if (now.planned, now.ended) != (before.planned, before.ended):
            self._keeper.wake()
        if now.queued != before.queued:
            self._nudge_workers()
        self._untold = now.untold > 0


async def run_daemon(path: Path | None, environ: Mapping[str, str], clock: Clock) -> None:
    """`netwatch run`. Raises ConfigError, StoreError or PingUnavailable, each with what to do about it."""
    wishes = Wishes()
    serving = asyncio.create_task(_serve(path, environ, wishes, clock), name="serving")
    stopping = asyncio.create_task(wishes.stop.wait(), name="stopping")
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    if serving.done():
        stopping.cancel()
        serving.result()
        return
    end_within(LONGEST_FAREWELL)
    Notifier(environ).tell("STOPPING=1")
    serving.cancel()
    await asyncio.wait({serving})
    if not serving.cancelled() and (failure := serving.exception()) is not None:
        log.warning("the end was not clean", fault=describe(failure))
    log.info("stopped")


async def _serve(path: Path | None, environ: Mapping[str, str], wishes: Wishes, clock: Clock) -> None:
    collect_seldom()
    read = partial(read_files, path, environ, Rereading().load)
    with made_to_stay():
        files = read()
        await upgrade(files.settings.database)
        store = await Store.open(files.settings.database)
    try:
        await store.hold_lock()
        await store.outbox.release_claims()
        with made_to_stay():
            daemon = Daemon(read, environ, files, store, wishes, clock)
            await daemon.restore()
        await daemon.run()
    finally:
        await store.close()
