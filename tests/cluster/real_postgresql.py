"""A PostgreSQL server of the tests' own: on loopback, in a temporary folder, gone at the end."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

USER, SERVER_ACCOUNT = "lab", "postgres"  # the server refuses to run as root


class PostgreSQL:
    """A running server, in which each test has a database of its own."""

    def __init__(self, port: int) -> None:
        self._port = port

    def create_database(self, name: str) -> str:
        """Make an empty database and give its SQLAlchemy URL."""
        place = f"host=127.0.0.1 port={self._port} user={USER} dbname=postgres"
        with psycopg.connect(place, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return f"postgresql+psycopg://{USER}@127.0.0.1:{self._port}/{name}"


def find_programs() -> Path | None:
    """Give the folder of PostgreSQL's newest server programs, or None if there are none."""
    places = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    found = sorted(
        (place for place in places if (place / "initdb").exists()),
        key=lambda place: int("".join(filter(str.isdecimal, place.parent.name)) or 0),
    )
    on_path = shutil.which("initdb")
    return found[-1] if found else Path(on_path).parent if on_path else None


@contextmanager
def open_postgresql(programs: Path) -> Iterator[PostgreSQL]:
    """Start a server that asks loopback for no password and trusts the disk, and stop it."""
    folder, port = Path(tempfile.mkdtemp(prefix="digit-lab-")), free_port()
    data, log = str(folder / "data"), str(folder / "log")
    if os.geteuid() == 0:
        shutil.chown(folder, SERVER_ACCOUNT)
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c fsync=off"
    try:
        _run(programs / "initdb", "-D", data, "-A", "trust", "-U", USER, "-E", "UTF8", "--no-sync")
        control = (programs / "pg_ctl", "-D", data, "-w", "-l", log)
        _run(*control, "-o", f"{options} -c unix_socket_directories={folder}", "start")
        try:
            yield PostgreSQL(port)
        finally:
            _run(*control, "-m", "fast", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """Give a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(*command: Path | str) -> None:
    account = SERVER_ACCOUNT if os.geteuid() == 0 else None
    groups: list[str] | None = None if account is None else []
    subprocess.run(
        list(map(str, command)),
        check=True,
        stdout=subprocess.DEVNULL,
        cwd="/",
        user=account,
        group=account,
        extra_groups=groups,
    )
