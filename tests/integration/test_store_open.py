"""Opening, migrating, backing up and locking: every mistake is named with its remedy."""

import asyncio
import errno
import os
import re
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import textwrap
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, text

from netwatch.core.ticket import Priority, Source, Status, Ticket
from netwatch.own_user import own_user
from netwatch.store.address import parse_address
from netwatch.store.backup import backup, restore
from netwatch.store.error import StoreError, StoreUnavailable
from netwatch.store.migrate import age_of, revisions, upgrade
from netwatch.store.schema import metadata
from netwatch.store.sqlite_file import create_file
from netwatch.store.store import Store
from tests.integration.postgres import PostgresServer

NOW = datetime(2026, 11, 24, 3, 15, tzinfo=UTC)
TICKET = Ticket(0, None, Status.OPEN, NOW, Source.PROBE, Priority.HIGH, None, None)

DAEMON = textwrap.dedent("""
    import asyncio, sys
    from netwatch.store.store import Store

    async def main():
        store = await Store.open(sys.argv[1])
        await store.hold_lock()
        print("held", flush=True)
        await asyncio.Event().wait()

    asyncio.run(main())
""")


@pytest.mark.parametrize("url", [
    pytest.param("", id="nothing"),
    pytest.param("netwatch.db", id="no URL"),
    pytest.param("mysql://root:secret@host/x", id="another database"),
    pytest.param("postgresql+asyncpg://u:secret@host/x", id="another driver"),
    pytest.param("sqlite://", id="no file"),
    pytest.param("sqlite:///:memory:", id="memory, which a second connection cannot see"),
    pytest.param("postgresql://u:se@cret@host/x", id="an @ in the password"),
    pytest.param("postgresql://u:secret@host:port/x", id="a port that is no number"),
])
async def test_a_wrong_url_is_refused_without_being_shown(url: str):
    with pytest.raises(StoreError) as raised:
        await Store.open(url)
    assert "write " in str(raised.value)
    assert "secret" not in str(raised.value)
    assert "cret" not in str(raised.value)


async def test_each_mistake_with_a_file_is_named_with_its_remedy(tmp_path: Path):
    (tmp_path / "text.db").write_text("this is a letter, not a database at all")
    (tmp_path / "folder.db").mkdir()
    (tmp_path / "empty.db").touch()
    for name, expected in {
        "missing.db": "there is no database yet; the first start of netwatch makes it, or: netwatch db upgrade",
        "no/such/netwatch.db": f"there is no folder {tmp_path}/no/such; make it: mkdir -p {tmp_path}/no/such",
        "text.db": "is not an SQLite database; name another file",
        "folder.db": "is not a file; name a file",
        "empty.db": "holds no netwatch database; run: netwatch db upgrade",
    }.items():
        with pytest.raises(StoreError) as raised:
            await Store.open(f"sqlite:///{tmp_path / name}")
        assert str(raised.value).startswith(f"{tmp_path / name}: {expected}")
    assert not (tmp_path / "missing.db").exists()


async def test_a_folder_that_may_not_be_looked_into_is_named_in_one_line(nobody_may_enter: Path):
    for found in (Store.open, age_of):
        with pytest.raises(StoreError) as raised:
            await found(f"sqlite:///{nobody_may_enter}/netwatch.db")
        said = f"{nobody_may_enter}/netwatch.db: the user {own_user()} may not look into its folder; run this as root, "
        assert str(raised.value) == f"{said}with sudo"


async def test_three_slashes_before_an_absolute_path_are_taken_for_a_slip(tmp_path: Path):
    with pytest.raises(StoreError) as raised:
        await Store.open(f"sqlite:///{tmp_path}/usr/nw/netwatch.db")
    assert str(raised.value).endswith(
        f"make it: mkdir -p {tmp_path}/usr/nw. If /usr/nw/netwatch.db is meant: an absolute path takes four slashes, "
        "sqlite:////usr/nw/netwatch.db"
    )


def test_a_file_system_that_is_read_only_for_the_service_is_no_matter_of_ownership(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(Path, "touch", refuse)
    with pytest.raises(StoreError) as raised:
        create_file(tmp_path / "netwatch.db")
    assert f"ReadWritePaths= say, and {tmp_path} is not among them" in str(raised.value)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
async def test_a_file_that_may_not_be_written_is_named(sqlite_url: str):
    path = parse_address(sqlite_url).file
    assert path is not None
    path.chmod(0o400)
    with pytest.raises(StoreError, match="cannot be opened for writing"):
        await Store.open(sqlite_url)


async def test_a_damaged_file_is_named(sqlite_url: str):
    path = parse_address(sqlite_url).file
    assert path is not None
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 5000)
    with pytest.raises(StoreError, match=str(path)) as raised:
        await Store.open(sqlite_url)
    assert "backup" in str(raised.value) or "not an SQLite database" in str(raised.value)


async def test_a_schema_of_another_version_is_named(database_url: str):
    store = await Store.open(database_url)
    assert await store.schema_is_current()
    async with store.begin() as tx:
        await tx.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert not await store.schema_is_current()
    await store.close()
    with pytest.raises(StoreError, match=r"is of a newer netwatch; install that version"):
        await Store.open(database_url)
    with pytest.raises(StoreError, match=r"is of a newer netwatch; install that version"):
        await upgrade(database_url)


@pytest.mark.postgres
async def test_each_mistake_with_a_server_is_named_without_the_password(postgres: PostgresServer):
    postgres.create_database("bare")
    for url, expected in {
        f"postgresql://netwatch:hush@127.0.0.1:{postgres.port}/nowhere": "",
        "postgresql://netwatch:hush@127.0.0.1:1/netwatch": "check the server and the way to it",
        f"postgresql://nobody:hush@127.0.0.1:{postgres.port}/bare": "",
        f"postgresql://netwatch@127.0.0.1:{postgres.port}/bare?password=hush": "run: netwatch db upgrade",
    }.items():
        with pytest.raises(StoreError, match=r"^PostgreSQL \w+@127\.0\.0\.1:\d+/") as raised:
            await Store.open(url)
        assert expected in str(raised.value)
        assert "hush" not in str(raised.value)


@pytest.mark.postgres
async def test_a_server_on_its_socket_is_found(postgres: PostgresServer, postgres_url: str):
    database = postgres_url.rpartition("/")[2]
    store = await Store.open(
        f"postgresql://netwatch@/{database}?host={postgres.socket_folder}&port={postgres.port}"
    )
    assert await store.schema_is_current()
    await store.close()


async def test_upgrade_makes_a_database_for_its_owner_only_and_may_be_repeated(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'a b%20c.db'}"
    await upgrade(url)
    store = await Store.open(url)
    async with store.begin() as tx:
        added = await tx.tickets.add(TICKET)
    await store.close()
    await upgrade(url)
    store = await Store.open(url)
    async with store.read() as tx:
        assert await tx.tickets.all() == [added]
    await store.close()
    path = parse_address(url).file
    assert path is not None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_upgrades_at_once_end_well(tmp_path: Path):
    """Of a new file, where two of them seldom meet in the one moment that could do harm."""
    for attempt in range(8):
        url = f"sqlite:///{tmp_path / f'{attempt}.db'}"
        await asyncio.gather(*(upgrade(url) for _ in range(3)))
        await (await Store.open(url)).close()


def test_the_names_of_the_migrations_files_tell_their_order():
    config = Config()
    config.set_main_option("script_location", "netwatch.store:migrations")
    newest_first = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert sorted(revisions(), reverse=True) == newest_first


def shape(connection: Connection) -> dict[str, object]:
    """Everything the database itself tells of its tables."""
    seen = inspect(connection)
    return {
        table: {
            "columns": [
                (c["name"], str(c["type"]), c["nullable"], c.get("identity")) for c in seen.get_columns(table)
            ],
            "primary key": seen.get_pk_constraint(table),
            "foreign keys": sorted(map(str, seen.get_foreign_keys(table))),
            "unique": sorted(map(str, seen.get_unique_constraints(table))),
            "checks": sorted(map(str, seen.get_check_constraints(table))),
            "indexes": sorted(re.sub(r" object at \w+", "", str(index)) for index in seen.get_indexes(table)),
        }
        for table in seen.get_table_names() if table != "alembic_version"
    }


async def test_the_migrations_lead_to_the_schema_of_the_code(
    database_url: str, request: pytest.FixtureRequest
):
    address = parse_address(database_url)
    url = str(address.url.render_as_string(hide_password=False)).replace("+aiosqlite", "")
    if address.is_sqlite:
        fresh_url = "sqlite://"
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        server.create_database("fresh")
        fresh_url = server.url("fresh")
    migrated, fresh = create_engine(url), create_engine(fresh_url)
    metadata.create_all(fresh)
    with migrated.connect() as connection, fresh.connect() as created:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert shape(connection) == shape(created)
        assert set(shape(connection)) == set(metadata.tables)
        if address.is_sqlite:  # these show in the statement only
            for part in ("%AUTOINCREMENT%", "%WHERE state = 'waiting'%"):
                query = text("SELECT name FROM sqlite_master WHERE sql LIKE :part ORDER BY name")
                found = [c.execute(query, {"part": part}).all() for c in (connection, created)]
                assert found[0] == found[1] != []
    migrated.dispose()
    fresh.dispose()


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def test_a_backup_is_whole_while_the_daemon_writes(sqlite_url: str, tmp_path: Path):
    store = await Store.open(sqlite_url)
    copy = tmp_path / "backup.db"

    async def write_on() -> None:
        while not copy.exists():
            async with store.begin() as tx:
                ticket = await tx.tickets.add(TICKET)
                await tx.tickets.next_sequence(ticket.opened_at.year)

    async with asyncio.timeout(120):
        await asyncio.gather(write_on(), backup(sqlite_url, copy))
    await store.close()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert {name for name in await asyncio.to_thread(names_in, tmp_path) if "backup" in name} == {"backup.db"}
    restored = await Store.open(f"sqlite:///{copy}")
    async with restored.begin() as tx:
        assert await tx.tickets.next_sequence(2026) == len(await tx.tickets.all()) + 1
    await restored.close()


async def test_a_backup_overwrites_nothing(sqlite_url: str, tmp_path: Path):
    path = parse_address(sqlite_url).file
    assert path is not None
    before = path.read_bytes()
    with pytest.raises(StoreError, match="exists already; name another file"):
        await backup(sqlite_url, path)
    assert path.read_bytes() == before
    with pytest.raises(StoreError, match="there is no folder"):
        await backup(sqlite_url, tmp_path / "no" / "backup.db")


async def test_a_backup_of_postgresql_names_its_own_tool():
    with pytest.raises(StoreError, match=r"run: pg_dump --format=custom --file=/backup/x\.dump netwatch"):
        await backup("postgresql://u:hush@host/netwatch", Path("/backup/x.dump"))


async def test_a_backup_is_put_back_whole_also_one_of_an_older_version(sqlite_url: str, tmp_path: Path):
    copy = tmp_path / "backup.db"
    store = await Store.open(sqlite_url)
    async with store.begin() as tx:
        await tx.tickets.add(TICKET)
    await backup(sqlite_url, copy)
    with closing(sqlite3.connect(copy)) as older:
        older.execute("update alembic_version set version_num = '0001'")
        older.commit()
    async with store.begin() as tx:
        await tx.tickets.add(TICKET)
    await store.close()
    await restore(sqlite_url, copy)
    with pytest.raises(StoreError, match="is of an older netwatch"):
        await Store.open(sqlite_url)
    with closing(sqlite3.connect(str(parse_address(sqlite_url).file))) as database:
        assert database.execute("select count(*) from ticket").fetchone() == (1,)
        assert database.execute("pragma integrity_check").fetchone() == ("ok",)


async def test_a_backup_is_not_put_back_under_a_running_daemon(sqlite_url: str, tmp_path: Path):
    await backup(sqlite_url, tmp_path / "backup.db")
    first = start_daemon(sqlite_url)
    try:
        with pytest.raises(StoreError, match=rf"another daemon uses .*process {first.pid} on .*; stop it"):
            await restore(sqlite_url, tmp_path / "backup.db")
    finally:
        first.send_signal(signal.SIGKILL)
        first.communicate()


async def test_what_is_no_backup_is_not_put_back(sqlite_url: str, tmp_path: Path):
    (tmp_path / "other").write_text("these are notes")
    path = parse_address(sqlite_url).file
    assert path is not None
    before = path.read_bytes()
    with pytest.raises(StoreError, match="is not an SQLite database"):
        await restore(sqlite_url, tmp_path / "other")
    with pytest.raises(StoreError, match=r"cannot be read .*name a copy that `netwatch db backup` made"):
        await restore(sqlite_url, tmp_path / "nowhere")
    with pytest.raises(StoreError, match="pg_restore"):
        await restore("postgresql://u:hush@host/netwatch", tmp_path / "other")
    assert path.read_bytes() == before


def start_daemon(url: str) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", DAEMON, url], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


async def test_a_second_daemon_is_told_who_the_first_is_and_follows_when_it_was_killed(
    store: Store, database_url: str
):
    first = start_daemon(database_url)
    try:
        with pytest.raises(StoreError, match=rf"another daemon uses .*process {first.pid} on .*; stop it"):
            await store.hold_lock()
    finally:
        first.send_signal(signal.SIGKILL)
        first.communicate()
    async with asyncio.timeout(60):
        while True:
            try:
                await store.hold_lock()
                break
            except StoreError:  # the server takes a moment to notice
                await asyncio.sleep(0.05)
    await store.hold_lock()


async def test_closing_gives_the_lock_back(database_url: str):
    first, second = await Store.open(database_url), await Store.open(database_url)
    await first.hold_lock()
    with pytest.raises(StoreError, match=f"process {os.getpid()}"):
        await second.hold_lock()
    await first.close()
    async with asyncio.timeout(60):
        while True:
            try:
                await second.hold_lock()
                break
            except StoreError:
                await asyncio.sleep(0.05)
    await second.close()


@pytest.mark.postgres
async def test_a_restarted_server_makes_the_lock_be_taken_again(postgres: PostgresServer, postgres_url: str):
    store, other = await Store.open(postgres_url), await Store.open(postgres_url)
    await store.hold_lock()
    postgres.stop()
    try:
        with pytest.raises(StoreUnavailable):
            await store.hold_lock()
    finally:
        postgres.start()
    await store.hold_lock()
    with pytest.raises(StoreError, match="another daemon uses it"):
        await other.hold_lock()
    await store.close()
    await other.close()


def test_an_old_database_is_not_touched_by_looking_at_it(sqlite_url: str, tmp_path: Path):
    path = parse_address(sqlite_url).file
    assert path is not None
    old = shutil.copy(path, tmp_path / "old.db")
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("DELETE FROM alembic_version")
        connection.commit()
    with pytest.raises(StoreError, match="holds no netwatch database"):
        asyncio.run(Store.open(f"sqlite:///{old}"))
