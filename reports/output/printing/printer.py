"""A printer: a process that makes files, warm between them, and killed as soon as one goes over its limits."""

import logging
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

from django.conf import settings

from .process import FAULT, FILE, HEAD, PAGES
from .spool import Fault

log = logging.getLogger(__name__)
LOOK = 0.05  # seconds between two looks at the limits
ASK = 1.0  # seconds between two questions whether the file is still wanted
STARTING = 60  # seconds that a process may take until it is ready
PATIENCE = 5  # times the seconds of the processor that the clock may show: others use the machine too
PAGE, TICK = os.sysconf("SC_PAGE_SIZE"), os.sysconf("SC_CLK_TCK")


class Failed(Exception):
    """A file could not be made."""

    def __init__(self, fault: Fault):
        super().__init__(fault)
        self.fault = fault


class GivenUp(Exception):
    """Nobody wants the file of this printer any more."""


class Printer:
    """One process, started when it is needed. Not for two threads at once."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None

    def warm(self) -> subprocess.Popen[bytes]:
        """Return the process, ready to print."""
        if self.process is None or self.process.poll() is not None:
            self.stop()
            self.process = self._started()
            next(self._frames(self.process, STARTING, lambda pages: True))
        return self.process

    def draw(self, paper: bytes, still_wanted: Callable[[int], bool]) -> bytes:
        """Return the file of an order; Failed says what went wrong, and the process is gone then if it was at fault.

        `still_wanted` hears every ASK seconds how many pages are laid out; once it is False the process is killed.
        """
        try:
            process = self.warm()
            assert process.stdin is not None  # noqa: S101 - piped
            process.stdin.write(HEAD.pack(FILE, len(paper)) + paper)
            process.stdin.flush()
            for kind, body in self._frames(process, settings.RENDER_SECONDS, still_wanted):
                if kind == FAULT:
                    raise Failed(Fault(body.decode()))
                if kind == FILE:
                    return body
            raise Failed(Fault.BROKEN)
        except BrokenPipeError as error:
            raise Failed(Fault.BROKEN) from error
        finally:
            self._retire()

    def stop(self) -> None:
        """End the process, whatever it does."""
        if self.process is None:
            return
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was not sent any more
                    pipe.close()
        self.process = None

    def _started(self) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "MEDIA_ROOT": str(settings.MEDIA_ROOT), "PYTHONPATH": str(settings.BASE_DIR)}
        program = [sys.executable, "-m", "reports.output.printing.process"]
        return subprocess.Popen(  # noqa: S603
            program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=settings.BASE_DIR, env=environment
        )

    def _frames(
        self, process: subprocess.Popen[bytes], seconds: float, still_wanted: Callable[[int], bool]
    ) -> Iterator[tuple[bytes, bytes]]:
        """Give what the process says, watching its limits; the process is killed where it breaks one."""
        assert process.stdout is not None  # noqa: S101 - piped
        end, told, pages, read = time.monotonic() + PATIENCE * seconds, time.monotonic(), 0, bytearray()
        most = computed_by(process.pid) + seconds
        while True:
            if select.select([process.stdout], [], [], LOOK)[0]:
                piece = os.read(process.stdout.fileno(), 1 << 16)
                if not piece:
                    self._kill(Fault.BROKEN)
                read += piece
            while len(read) >= HEAD.size and len(read) >= HEAD.size + HEAD.unpack_from(read)[1]:
                kind, length = HEAD.unpack_from(read)
                body = bytes(read[HEAD.size : HEAD.size + length])
                del read[: HEAD.size + length]
                pages = int(body) if kind == PAGES else pages
                yield kind, body
            if computed_by(process.pid) > most or time.monotonic() > end:
                self._kill(Fault.TIME)
            if memory_of(process.pid) > settings.RENDER_MEMORY_MB:
                self._kill(Fault.MEMORY)
            if time.monotonic() > told + ASK:
                told = time.monotonic()
                if not still_wanted(pages):
                    self.stop()
                    raise GivenUp

    def _kill(self, fault: Fault) -> None:
        log.warning("printer=killed reason=%s", fault)
        self.stop()
        raise Failed(fault)

    def _retire(self) -> None:
        """Let go of a process that ended, or that holds much memory after what it printed."""
        process = self.process
        if process and (process.poll() is not None or memory_of(process.pid) > settings.RENDER_MEMORY_MB / 2):
            self.stop()


def computed_by(pid: int) -> float:
    """Return the seconds of the processor that a process has taken."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            user, system = file.read().rpartition(")")[2].split()[11:13]
    except (OSError, ValueError):  # it has just ended
        return 0
    return (int(user) + int(system)) / TICK


def memory_of(pid: int) -> float:
    """Return the MB that a process holds in memory."""
    try:
        with open(f"/proc/{pid}/statm") as file:
            return int(file.read().split()[1]) * PAGE / 1_000_000
    except (OSError, IndexError):  # it has just ended
        return 0
