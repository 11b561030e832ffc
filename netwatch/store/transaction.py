"""One transaction, by aggregate."""

from netwatch.store.absences import Absences
from netwatch.store.backlogs import Backlogs
from netwatch.store.chats import Chats
from netwatch.store.connection import Connection
from netwatch.store.conversations import Conversations
from netwatch.store.device_events import DeviceEvents
from netwatch.store.devices import Devices
from netwatch.store.digests import Digests
from netwatch.store.drafts import Drafts
from netwatch.store.duty_swaps import DutySwaps
from netwatch.store.history import History
from netwatch.store.maintenance import Maintenance
from netwatch.store.members import Members
from netwatch.store.monitor import Monitor
from netwatch.store.mutes import Mutes
from netwatch.store.outbox import Outbox
from netwatch.store.own_engine import OwnEngineId
from netwatch.store.second_channel import SecondChannelBook
from netwatch.store.site_history import SiteHistory
from netwatch.store.tickets import Tickets
from netwatch.store.troubles import Troubles
from netwatch.store.updates import Updates
from netwatch.store.work_drafts import WorkDrafts


class Transaction:
    """What `store.begin()` and `store.read()` give; worth nothing after its end."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.tickets = Tickets(connection)
        self.history = History(connection)
        self.site_history = SiteHistory(connection)
        self.chats = Chats(connection)
        self.outbox = Outbox(connection, self.chats)
        self.backlogs = Backlogs(connection)
        self.troubles = Troubles(connection)
        self.second_channel = SecondChannelBook(connection)
        self.devices = Devices(connection)
        self.device_events = DeviceEvents(connection)
        self.monitor = Monitor(connection)
        self.own_engine = OwnEngineId(connection)
        self.updates = Updates(connection)
        self.digests = Digests(connection)
        self.drafts = Drafts(connection)
        self.conversations = Conversations(connection)
        self.maintenance = Maintenance(connection)
        self.members = Members(connection)
        self.absences = Absences(connection)
        self.duty_swaps = DutySwaps(connection)
        self.mutes = Mutes(connection)
        self.work_drafts = WorkDrafts(connection)
