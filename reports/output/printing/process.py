"""The process that prints: orders come in on stdin, files go out on stdout, and it ends when stdin does.

A frame is a letter, a length of four bytes, and so many bytes: P how many pages are laid out, F the file, X a fault.
Run as `python -m reports.output.printing.process`, by `printer.Printer` alone.
"""

import logging
import os
import struct
import sys
import threading
import time
from collections.abc import Callable
from queue import SimpleQueue
from typing import BinaryIO

import django

HEAD = struct.Struct(">cI")
PAGES, FILE, FAULT = b"P", b"F", b"X"
TOLD_EVERY = 0.2  # seconds


class TooManyPages(Exception):
    pass


class PageCounter(logging.Handler):
    """Hears from WeasyPrint of each page that it lays out."""

    def __init__(self, most: int, tell: Callable[[bytes, bytes], None]):
        super().__init__()
        self.most, self.tell, self.told = most, tell, 0.0

    def emit(self, record: logging.LogRecord) -> None:
        if "Page %d" not in record.msg or not isinstance(record.args, tuple):
            return
        [page] = record.args
        if isinstance(page, int) and page > self.most:
            raise TooManyPages
        if time.monotonic() - self.told > TOLD_EVERY:
            self.told = time.monotonic()
            self.tell(PAGES, str(page).encode())


def main() -> None:
    out = _own_output()
    orders: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_read_orders, args=(sys.stdin.buffer, orders), daemon=True).start()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ita_portal.settings")
    django.setup()
    from django.conf import settings

    from reports.output.printing.orders import Order

    os.nice(settings.RENDER_NICE)

    def tell(kind: bytes, body: bytes) -> None:
        try:
            out.write(HEAD.pack(kind, len(body)) + body)
            out.flush()
        except BrokenPipeError:  # nobody is there to hear it
            os._exit(0)

    _warm_up()
    progress = logging.getLogger("weasyprint.progress")
    progress.setLevel(logging.INFO)
    progress.propagate = False
    tell(PAGES, b"0")
    while True:
        order = Order.from_json(orders.get().decode())
        progress.handlers = [PageCounter(settings.RENDER_PAGES, tell)]
        try:
            tell(FILE, order.render())
        except TooManyPages:
            tell(FAULT, b"pages")
        except MemoryError:
            tell(FAULT, b"memory")
        except Exception:
            logging.getLogger(__name__).exception("print=%s outcome=broken", order.name)
            tell(FAULT, b"broken")


def _own_output() -> BinaryIO:
    """Keep stdout for frames: what anything else prints goes to stderr."""
    own = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return own


def _read_orders(source: BinaryIO, orders: "SimpleQueue[bytes]") -> None:
    """Hand on what is ordered; end the process at once when whoever started it is gone."""
    while head := source.read(HEAD.size):
        _, length = HEAD.unpack(head)
        orders.put(source.read(length))
    os._exit(0)


def _warm_up() -> None:
    from reports.output.render import html_to_pdf

    html_to_pdf("<html lang=th><title>ก</title><p>ก")


if __name__ == "__main__":
    main()
