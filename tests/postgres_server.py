"""A PostgreSQL server of a test's own, which may be killed and started again."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import chown
from tempfile import TemporaryDirectory
from types import TracebackType

OPTIONS = "-k {home} -c listen_addresses='' -c fsync=off"  # the machine goes on: what was written is kept
POOL = """[databases]
* = host={home}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = trust
auth_file = {home}/users
pool_mode = transaction
default_pool_size = {most}
server_reset_query_always = 0
"""


class PostgresServer:
    """Reached by a socket in a directory of its own; `address` is a DATABASE_URL of an empty database."""

    def __enter__(self) -> "PostgresServer":
        self._folder = TemporaryDirectory(prefix="ita-postgres.", dir="/tmp")  # a socket has a short path
        self.home = self._folder.name
        if os.getuid() == 0:  # which PostgreSQL refuses
            chown(self.home, "postgres")
        self._pg_ctl("init", "-o", "-U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync")
        self.start()
        self.address = f"postgres://postgres@/{self.home.replace('/', '%2F')}/postgres"
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.kill()
        self._folder.cleanup()

    def start(self) -> None:
        self._pg_ctl("start", "-w", "-l", f"{self.home}/log", "-o", OPTIONS.format(home=self.home))

    def kill(self) -> None:
        """Stop as if the machine had failed: no transaction ends, nothing is tidied."""
        self._pg_ctl("stop", "-m", "immediate")

    @contextmanager
    def pooled(self, most: int = 2) -> Iterator[str]:
        """Give the address of a PgBouncer in transaction mode that has so many connections to this server."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        Path(f"{self.home}/users").write_text('"postgres" ""\n')
        Path(f"{self.home}/pgbouncer.ini").write_text(POOL.format(home=self.home, port=port, most=most))
        command = [*self._user(), shutil.which("pgbouncer") or "/usr/sbin/pgbouncer", f"{self.home}/pgbouncer.ini"]
        pool = subprocess.Popen(command, cwd=self.home, stderr=subprocess.DEVNULL)
        try:
            yield f"postgres://postgres@127.0.0.1:{port}/postgres"
        finally:
            pool.terminate()
            pool.wait(20)

    def _user(self) -> list[str]:
        return ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []

    def _pg_ctl(self, *words: str) -> None:
        program = str(max(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[4])))
        command = [*self._user(), program, *words, "-s", "-D", f"{self.home}/data"]
        subprocess.run(command, cwd=self.home, check=True, stdout=subprocess.DEVNULL, timeout=60)
