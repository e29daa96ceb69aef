"""A PostgreSQL server of a test's own, which may be killed and started again."""

import os
import subprocess
from pathlib import Path
from shutil import chown
from tempfile import TemporaryDirectory
from types import TracebackType

OPTIONS = "-k {home} -c listen_addresses='' -c fsync=off"  # the machine goes on: what was written is kept


class PostgresServer:
    """Reached by a socket in a directory of its own; `address` is a DATABASE_URL of an empty database."""

    def __enter__(self) -> "PostgresServer":
        self._folder = TemporaryDirectory(prefix="ita-postgres.", dir="/tmp")  # noqa: S108  a socket's path is short
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

    def _pg_ctl(self, *words: str) -> None:
        program = str(max(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[4])))
        user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        command = [*user, program, *words, "-s", "-D", f"{self.home}/data"]
        subprocess.run(command, cwd=self.home, check=True, stdout=subprocess.DEVNULL, timeout=60)
