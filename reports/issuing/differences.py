"""Two issues of a document side by side: which parts came, went or changed, down to the words. Pure: JSON in.

It walks the content of any block without knowing its type: a row of a table is one passage, and so is each line.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from ita_portal.difference import GONE, NEW, Piece, difference

CHANGED, MOVED = "changed", "moved"
VERBS = {NEW: "เพิ่ม", CHANGED: "แก้ไข", GONE: "ตัดออก", MOVED: "ย้ายที่"}
LOOK = ("numerals", "orientation", "text_size", "margins", "emblem")
# Keys of content that decide how something is printed, not what it says.
UNSAID = frozenset(
    {"type", "template", "kind", "file", "evidence", "level", "centred", "hang", "widths", "chart", "empty", "head"}
)
BETWEEN = " | "  # the cells of a row


@dataclass(frozen=True)
class ChangedPart:
    """A piece of a document that people have a name for."""

    key: tuple[str, str]  # what it is, and its heading
    label: str
    passages: tuple[str, ...]


@dataclass(frozen=True)
class Passage:
    """A changed line or row."""

    kind: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class IssueDifference:
    label: str
    kind: str
    passages: tuple[Passage, ...]  # of what stands elsewhere now, only what changed in it

    @property
    def verb(self) -> str:
        return VERBS[self.kind]


def differences(before: dict[str, Any], after: dict[str, Any], labels: dict[str, str]) -> list[IssueDifference]:
    """Return what differs between two contents (`DocumentContent.as_json`), in the order of the document.

    `labels` name the block types. How an issue marks its pages is no difference.
    """
    old, new = (list(_parts(content, labels)) for content in (before, after))
    told = list(_differences(list(_aligned(old, new))))
    if any(before.get(name) != after.get(name) for name in LOOK):
        told.append(IssueDifference("รูปแบบการพิมพ์ (ตัวเลข แนวกระดาษ ขนาดอักษร ขอบ หรือตรา)", CHANGED, ()))
    return told


def _parts(content: dict[str, Any], labels: dict[str, str]) -> Iterator[ChangedPart]:
    head = [content["municipality"], *content["title"], content["prepared_by"]]
    yield ChangedPart(("head", ""), "ชื่อเอกสารและหน่วยงาน", tuple(filter(None, head)))
    if content["memo"]:
        yield ChangedPart(("memo", ""), "บันทึกข้อความ", tuple(_passages(content["memo"])))
    for block in content["blocks"]:
        heading = " ".join(map(_line, block["heading"]))
        name = labels.get(block["type"], block["type"])
        label = f"{name}: {heading}" if heading else name
        yield ChangedPart((block["type"], heading), label, tuple(_passages({**block, "heading": ""})))


def _passages(value: Any) -> Iterator[str]:
    """Give what a value of a content says, passage by passage."""
    match value:
        case str():
            if value.strip():
                yield value
        case {"marker": _, "text": _}:
            yield _line(value)
        case {"lines": list(lines), "joined": _} | {"caption": list(lines), "file": _}:
            yield "\n".join(map(_line, lines))
        case dict():
            for key, part in value.items():
                if key not in UNSAID:
                    yield from _passages(part)
        case list() if value and all(isinstance(part, str) or _is_cell(part) for part in value):
            yield BETWEEN.join("\n".join(_passages(part)) for part in value)
        case list():
            for part in value:
                yield from _passages(part)


def _is_cell(value: Any) -> bool:
    return isinstance(value, dict) and "lines" in value and "joined" in value


def _line(line: dict[str, Any]) -> str:
    return f"{line['marker']}{line['text']}"


def _aligned(old: list[ChangedPart], new: list[ChangedPart]) -> Iterator[tuple[ChangedPart | None, ChangedPart | None]]:
    """Give the parts in pairs: the same heading first, else the next of the same kind."""
    matcher = SequenceMatcher(None, [part.key for part in old], [part.key for part in new], autojunk=False)
    for _, start, end, begin, stop in matcher.get_opcodes():
        left = old[start:end]
        for part in new[begin:stop]:
            equal = [other for other in left if other.key == part.key]
            alike = equal or [other for other in left if other.key[0] == part.key[0]]
            if alike:
                left.remove(alike[0])
            yield (alike[0] if alike else None), part
        yield from ((part, None) for part in left)


def _differences(pairs: list[tuple[ChangedPart | None, ChangedPart | None]]) -> Iterator[IssueDifference]:
    """Tell what differs in each pair; what went from one place and came to another moved there."""
    gone = [old for old, new in pairs if old and not new]
    came = Counter(new.key for old, new in pairs if new and not old)
    waiting = came & Counter(part.key for part in gone)
    left = waiting.copy()
    for old, new in pairs:
        if old and not new and left[old.key]:
            left[old.key] -= 1
        elif new and not old and waiting[new.key]:
            waiting[new.key] -= 1
            was = next(part for part in gone if part.key == new.key)
            gone.remove(was)
            yield IssueDifference(new.label, MOVED, tuple(_changed(was.passages, new.passages)))
        elif difference_of := _difference(old, new):
            yield difference_of


def _difference(old: ChangedPart | None, new: ChangedPart | None) -> IssueDifference | None:
    kind = NEW if old is None else GONE if new is None else CHANGED
    if (part := new or old) is None:
        return None
    passages = list(_changed(old.passages if old else (), new.passages if new else ()))
    if old and new and old.label != new.label:
        passages.insert(0, Passage(CHANGED, tuple(difference(old.label, new.label, short=0))))
    return IssueDifference(part.label, kind, tuple(passages)) if passages or kind != CHANGED else None


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Passage]:
    for kind, start, end, begin, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        both = min(end - start, stop - begin)
        for place in range(both):
            yield Passage(CHANGED, tuple(difference(old[start + place], new[begin + place], short=0)))
        whole = ((GONE, old[start + both : end]), (NEW, new[begin + both : stop]))
        yield from (Passage(kind, (Piece(kind, text),)) for kind, texts in whole for text in texts)
