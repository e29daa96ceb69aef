"""A zip file from a stranger: counted before it is opened, and counted again while it expands."""

import struct
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from .table import Limits, SheetRefused

BROKEN = "ไฟล์เสียหายหรือส่งมาไม่ครบ เปิดใน Excel ตรวจดู บันทึกเป็นไฟล์ใหม่ (.xlsx) แล้วนำเข้าอีกครั้ง"
EXPANDS = "ข้อมูลในไฟล์มีขนาดใหญ่ผิดปกติเมื่อคลายออก คัดลอกเฉพาะตารางไปไว้ในไฟล์ใหม่ หรือแบ่งเป็นหลายไฟล์ แล้วนำเข้าอีกครั้ง"
LOCKED = "ไฟล์มีรหัสผ่าน เปิดใน Excel เลือก ไฟล์ > ข้อมูล > ป้องกันสมุดงาน > เข้ารหัสด้วยรหัสผ่าน ลบรหัสผ่านออก บันทึก แล้วนำเข้าอีกครั้ง"
CHUNK = 1 << 16
# A single tag, comment or instruction of XML longer than this is no spreadsheet's.
MAX_TOKEN = 1 << 20
MAX_DEPTH = 64
# So many different tags, each so long.
MAX_TAGS = 500
CENTRAL_ENTRY = b"PK\x01\x02"
# Below this many bytes a high ratio is harmless.
SMALL = 2_000_000

_FAULTS = (
    *(BadZipFile, NotImplementedError, ValueError, OverflowError, EOFError, OSError, RuntimeError),
    *(struct.error, zlib.error),
)
Start = Callable[[str, dict[str, str]], None]  # takes a tag and its attributes
End = Callable[[str], None]  # takes a tag, or a text


class Archive:
    """The entries of a zip file that is within the limits.

    Every entry of the central directory carries CENTRAL_ENTRY, so counting those bounds what opening it costs;
    zipfile never gives more than an entry declares, so the sum of the declared sizes bounds what reading costs.
    """

    def __init__(self, data: bytes, limits: Limits):
        if data.count(CENTRAL_ENTRY) > limits.entries:
            raise SheetRefused(EXPANDS)
        try:
            self._zip = ZipFile(BytesIO(data))
        except _FAULTS as error:
            raise SheetRefused(BROKEN) from error
        self._left, self._tags = limits.expanded, limits.tags
        entries = self._zip.infolist()
        self._entries = {entry.filename: entry for entry in entries}
        if len(self._entries) != len(entries):
            raise SheetRefused(BROKEN)
        if any(entry.flag_bits & 1 for entry in entries):
            raise SheetRefused(LOCKED)
        if any(entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for entry in entries):
            raise SheetRefused(BROKEN)
        declared = sum(entry.file_size for entry in entries)
        if declared > limits.expanded or (declared > SMALL and declared > limits.ratio * len(data)):
            raise SheetRefused(EXPANDS)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._entries)

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of an entry; what all entries give together counts against the limit."""
        entry = self._entries.get(name)
        if entry is None:
            raise SheetRefused(BROKEN)
        try:
            with self._zip.open(entry) as stream:
                while chunk := stream.read(CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise SheetRefused(EXPANDS)
                    yield chunk
        except SheetRefused:
            raise
        except _FAULTS as error:
            raise SheetRefused(BROKEN) from error

    def walk(self, name: str, start: Start, end: End = lambda tag: None, text: End | None = None) -> Iterator[None]:
        """Feed an XML entry to the handlers, pausing after each piece; tags come without their prefix.

        A document type, and with it every entity, is refused; so are tags that nest or grow without end.
        """
        tags = _Tags(self._tags, start, end)
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler, parser.EndElementHandler = tags.open, tags.close
        if text:
            parser.CharacterDataHandler = text
        fed = 0
        try:
            for chunk in self.chunks(name):
                fed += len(chunk)
                parser.Parse(chunk, False)
                if fed - parser.CurrentByteIndex > MAX_TOKEN:
                    raise SheetRefused(BROKEN)
                yield
            parser.Parse(b"", True)
            yield
        except expat.ExpatError as error:
            raise SheetRefused(BROKEN) from error

    def read(self, name: str, start: Start, end: End = lambda tag: None, text: End | None = None) -> None:
        """Feed a whole XML entry to the handlers."""
        for _ in self.walk(name, start, end, text):
            pass


class _Tags:
    """Passes tags on without their prefix, as long as there are not too many, too deep or too different ones."""

    def __init__(self, left: int, start: Start, end: End):
        self._left, self._depth = left, 0
        self._local: dict[str, str] = {}
        self._start, self._end = start, end

    def open(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._left -= 1
        if self._depth > MAX_DEPTH:
            raise SheetRefused(BROKEN)
        if self._left < 0:
            raise SheetRefused(EXPANDS)
        if tag not in self._local:
            if len(self._local) == MAX_TAGS or len(tag) > MAX_TAGS:
                raise SheetRefused(BROKEN)
            self._local[tag] = tag.rpartition(":")[2]
        self._start(self._local[tag], attributes)

    def close(self, tag: str) -> None:
        self._depth -= 1
        self._end(self._local[tag])


def _refuse(*args: object) -> None:
    raise SheetRefused(BROKEN)
