"""What was made of documents, in files of bounded size that may be emptied at any time, or cannot be written at all."""

import logging
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from django.conf import settings

log = logging.getLogger(__name__)


def folder() -> Path:
    return Path(settings.PAGES_DIR)


def kept(name: str) -> bytes | None:
    try:
        return (folder() / name).read_bytes()
    except OSError:
        return None


def is_kept(name: str) -> bool:
    return (folder() / name).exists()


def keep(name: str, body: bytes) -> bytes:
    """Keep a file and return it; one that cannot be kept is made again the next time."""
    try:
        write(folder() / name, body)
        _sweep(folder())
    except OSError as error:
        log.warning("page_cache=unwritable reason=%s", error)
    return body


def write(path: Path, body: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        try:
            file.write(body)
            file.flush()
            os.replace(file.name, path)
        except OSError:
            os.unlink(file.name)
            raise


def _sweep(place: Path) -> None:
    """Drop the oldest files while there are more bytes than the settings allow."""
    files = []
    with os.scandir(place) as entries:
        for entry in entries:
            with suppress(FileNotFoundError):  # another process sweeps too
                if entry.is_file():
                    files.append((entry.stat(), entry.path))
    total = sum(stat.st_size for stat, _ in files)
    for stat, path in sorted(files, key=lambda file: file[0].st_mtime_ns):
        if total <= settings.PAGES_MAX_MB * 1_000_000:
            return
        Path(path).unlink(missing_ok=True)
        total -= stat.st_size
