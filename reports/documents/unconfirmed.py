"""Texts of an earlier year that stand in a document until a person rewrites or confirms them, one by one."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any, TypedDict

from assessments.editing.conflicts import fingerprint
from assessments.editing.kept_text import RUN, KeptText, bare, runs_of
from assessments.scores.known_figures import result_marks

from .block_types import NO_TEXTS
from .models import KEY_LENGTH, Block, Document

SIGN = "[ยังไม่ยืนยัน]"
LIKE = 0.6  # of the letters of a short text that are left where somebody changed a word of it
OF_OWN_RESULT = (Document.Kind.RESULTS, Document.Kind.ANALYSIS)
TEXTS_OF_LOOK = ("columns", "area_prefix", "total_label")
PLACES = {
    "heading": "หัวข้อ",
    "paragraphs": "เนื้อความ",
    "title": "ชื่อเอกสาร",
    "prepared_by": "จัดทำโดย",
    "memo": "บันทึกข้อความ",
    "columns": "หัวคอลัมน์ของตารางมาตรการ",
    "area_prefix": "คำนำหน้าประเด็น",
    "total_label": "ชื่อแถวคะแนนรวม",
    "subject": "เรื่อง",
    "action": "ผู้ลงนาม",
    "position": "ผู้ลงนาม",
    "issuer": "ผู้ออกประกาศ",
    "rows": "แถวของตาราง",
    "titles": "ชื่อข้อ",
    "remarks": "ข้อสังเกต",
    "earlier": "ผลของปีก่อน ๒๕๖๒",
    "headings": "หัวคอลัมน์",
    "photos": "ภาพ",
    "signers": "ผู้ลงนาม",
    "blocks": "ส่วนของเอกสาร",
}


class UnconfirmedText(TypedDict):
    """As `Document.unconfirmed` keeps it, for good: whether it waits is asked anew each time.

    `was` is the text of the fiscal year `year`, `text` the same with its fiscal years moved; without one, something was
    left out, and `why` says why. `path` leads to it as it was copied, in the block whose key is `block`; 0 is the
    document itself.
    """

    path: str
    block: int
    year: int
    was: str
    text: str
    why: str


def key_of(unconfirmed: UnconfirmedText) -> str:
    """Name a text within its document: what stands there twice is confirmed once; what was left out has its place."""
    place = () if unconfirmed["text"] else (unconfirmed["block"], unconfirmed["path"])
    return fingerprint([unconfirmed["year"], unconfirmed["was"], unconfirmed["why"], *place])[:KEY_LENGTH]


def place_of(unconfirmed: UnconfirmedText) -> str:
    return PLACES.get(unconfirmed["path"].partition(".")[0], "เนื้อหา")


def results_spoken_of(document: Document) -> dict[str, str]:
    """Return what stands for the results of which a document of its kind speaks, by fiscal year.

    Reports and analyses compare their own year's with the one before; plans and what follows them answer that one.
    """
    own = document.assessment.fiscal_year
    years = (own - 1, own) if document.kind in OF_OWN_RESULT else (own - 1,)
    return {str(year): mark for year, mark in result_marks(document.assessment, years).items()}


class Confirmed:
    """What was confirmed of a document's texts; read in a fixed number of queries, none where nothing came along."""

    def __init__(self, document: Document):
        confirmations = document.confirmations.all() if document.unconfirmed else ()
        self.results = {confirmation.key: confirmation.results for confirmation in confirmations}
        self.now = results_spoken_of(document) if self.results else {}

    def waits(self, text: UnconfirmedText) -> bool:
        return key_of(text) not in self.results or bool(self.changed(text))

    def changed(self, text: UnconfirmedText) -> list[int]:
        """Return the fiscal years whose results are others than when a text was confirmed."""
        then = self.results.get(key_of(text), self.now)
        return [int(year) for year, mark in self.now.items() if then.get(year) != mark]


def waiting_texts(
    document: Document, blocks: Sequence[Block], confirmed: Confirmed | None = None
) -> dict[Any, list[UnconfirmedText]]:
    """Return the texts that wait for a person, by the row in which each stands now: the document itself or a block.

    Only who confirms a text takes it off, for the results as they are then. One that stands nowhere any more does not
    wait; it does again where somebody brings it back, in whichever part. What was left out waits with the part that
    lacks it.
    """
    confirmed = confirmed or Confirmed(document)
    waiting: dict[Any, list[UnconfirmedText]] = {row: [] for row in (document, *blocks)}
    if asked := [text for text in document.unconfirmed if confirmed.waits(text)]:
        rows, told = _Rows(document, blocks), set()
        for text in asked:
            for row in rows.holding(text):
                if (named := (row, key_of(text))) not in told:
                    waiting[row].append(text)
                    told.add(named)
    return waiting


class _Rows:
    """A document and its blocks with all that they say."""

    def __init__(self, document: Document, blocks: Sequence[Block]):
        self.document = document
        self.by_key: dict[int, Document | Block] = {0: document, **{block.pk: block for block in blocks}}
        self.strings = {row: list(strings_in(texts_of(row))) for row in self.by_key.values()}
        self.held = {row: KeptText(strings) for row, strings in self.strings.items()}
        self.everything = KeptText(part.letters for part in self.held.values())

    def holding(self, unconfirmed: UnconfirmedText) -> list[Any]:
        """Return the rows in which a text stands: its own first, else those that hold all of it, or most."""
        own, text = self.by_key.get(unconfirmed["block"]), unconfirmed["text"]
        if not text:
            return [own] if own and not _has_pictures(own, unconfirmed["path"]) else []
        if own and self.held[own].holds(text):
            return [own]
        wanted = bare(text)
        if len(wanted) < 2 * RUN:  # inside of others a short text stands by chance
            if own and _is_like(wanted, _text_at(own, unconfirmed["path"])):
                return [own]
            return [row for row, lines in self.lines.items() if wanted in lines]
        if not self.everything.holds(text):
            return []
        return [row for row, kept in self.held.items() if wanted in kept.letters] or [self.with_most(wanted)]

    def with_most(self, wanted: str) -> Any:
        parts = Counter(self.first_with[run] for run in runs_of(wanted) if run in self.first_with)
        [(row, _)] = parts.most_common(1) or [(self.document, 0)]
        return row

    @cached_property
    def lines(self) -> dict[Any, set[str]]:
        return {row: {*map(bare, strings)} for row, strings in self.strings.items()}

    @cached_property
    def first_with(self) -> dict[str, Any]:
        """The first row that holds a run of letters."""
        rows: dict[str, Any] = {}
        for row, kept in self.held.items():
            for run in runs_of(kept.letters):
                rows.setdefault(run, row)
        return rows


def _text_at(row: Document | Block, path: str) -> str:
    """Return what stands now where a text was copied to; "" where that place is gone."""
    value: Any = texts_of(row)
    for step in path.split("."):
        if isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        elif isinstance(value, dict) and step in value:
            value = value[step]
        else:
            return ""
    return value if isinstance(value, str) else ""


def _is_like(short: str, text: str) -> bool:
    """Tell whether a short text was changed by a word or a digit only: most of its letters stand in what is there now,
    and are most of it."""
    now = bare(text[: 8 * RUN])
    kept = sum(block.size for block in SequenceMatcher(None, short, now, autojunk=False).get_matching_blocks())
    return kept >= LIKE * len(short) and 2 * kept >= len(now)


def _has_pictures(row: Document | Block, path: str) -> bool:
    """Tell whether a part whose pictures were left out has others by now."""
    return path == "photos" and isinstance(row, Block) and bool(row.data.get(path))


def texts_of(row: Document | Block) -> dict[str, Any]:
    """Return the typed texts of a document itself, or of a block, by their keys."""
    if isinstance(row, Block):
        return {"heading": row.heading, **row.data}
    return {name: getattr(row, name) for name in ("title", "prepared_by", "memo", *TEXTS_OF_LOOK)}


def with_signs(value: Any, texts: Iterable[UnconfirmedText]) -> Any:
    """Return a value in which each line of an unconfirmed text ends in a sign that a reader of the draft sees."""
    marked = [letters for text in texts if (letters := bare(text["text"]))]
    return _marked(value, marked, KeptText(marked)) if marked else value


def with_sign(text: str) -> str:
    return "\n".join(f"{line.rstrip()} {SIGN}" if line.strip() else line for line in text.split("\n"))


def strings_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from () if key in NO_TEXTS else strings_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings_in(part)


def _marked(value: Any, marked: Sequence[str], together: KeptText) -> Any:
    """Sign what holds an unconfirmed text, or is a part of one: each string is looked at once, however many wait."""
    if isinstance(value, str):
        letters = bare(value)
        whole = any(text in letters if len(text) >= RUN else text == letters for text in marked)
        return with_sign(value) if whole or (len(letters) >= RUN and together.holds(value)) else value
    if isinstance(value, dict):
        return {key: part if key in NO_TEXTS else _marked(part, marked, together) for key, part in value.items()}
    return [_marked(part, marked, together) for part in value] if isinstance(value, list) else value
