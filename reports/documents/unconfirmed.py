"""Texts of an earlier year that stand in a document until a person rewrites or confirms them, one by one."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypedDict

from assessments.editing.conflicts import fingerprint
from assessments.editing.kept_text import SENTENCE, EarlierTexts, bare, tells
from assessments.models import Assessment
from assessments.scores.known_figures import result_marks
from assessments.years.names import names_in
from measures.carry_over.quoting import TOLD
from measures.plan.models import PRINTED_TEXTS

from .block_types import NO_TEXTS
from .models import KEY_LENGTH, Block, Document
from .official_names import TITLES

SIGN = "[ยังไม่ยืนยัน]"
_ROW_NUMBER = re.compile(r"[0-9๐-๙]{1,3}[.)]?")  # a narrow column
OF_MEASURES = "measure."
PRINT_MEASURES = ("measures", "evidence_list")  # with what is typed of them
ELSEWHERE = -1  # the block of a text that came along with another document of the year
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
    "measure": "มาตรการ",
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


class Waiting(NamedTuple):
    """What is left of an earlier text, where it stands now: `came` is what came along, `text` what it says by now.

    `path` leads to it in its row; in a measure, which a row prints, it names that and its field.
    """

    key: str
    path: str
    text: str
    came: UnconfirmedText


def place_of(path: str) -> str:
    name, _, rest = path.partition(".")
    number = rest.partition(".")[0]
    return PLACES.get(name, "เนื้อหา") + (f" ลำดับที่ {int(number) + 1}" if number.isdecimal() else "")


def results_spoken_of(document: Document) -> dict[str, str]:
    """Return what stands for the results of which a document of its kind speaks, by fiscal year.

    Reports and analyses compare their own year's with the one before; plans and what follows them answer that one.
    """
    own = document.assessment.fiscal_year
    years = (own - 1, own) if document.kind in OF_OWN_RESULT else (own - 1,)
    return {str(year): mark for year, mark in result_marks(document.assessment, years).items()}


def remembered(year: Assessment, kind: str) -> list[UnconfirmedText]:
    """Return what came along with a document of this kind that is gone: its copy was undone, and a package may bring
    its texts back."""
    gone = Document.history.filter(assessment=year, kind=kind, history_type="-").order_by("-history_id").first()
    return [text for text in gone.unconfirmed if text["text"]] if gone else []


class Confirmed:
    """What came along with a document, and what was confirmed in it: a fixed number of queries, else one."""

    def __init__(self, document: Document):
        self.document = document
        self.texts = [*document.unconfirmed, *_texts_elsewhere(document)]
        confirmations = document.confirmations.all() if self.texts else ()
        self.results = {confirmation.key: confirmation.results for confirmation in confirmations}
        self.now = results_spoken_of(document) if self.results else {}

    def waits(self, key: str) -> bool:
        return key not in self.results or bool(self.changed(key))

    def changed(self, key: str) -> list[int]:
        """Return the fiscal years whose results are others than when what has this key was confirmed."""
        then = self.results.get(key, self.now)
        return [int(year) for year, mark in self.now.items() if then.get(year) != mark]


def _texts_elsewhere(document: Document) -> Iterator[UnconfirmedText]:
    """Yield what came along with the year's other documents, also one whose copy was undone since: somebody may paste
    it here, or did before. Short texts are in many."""
    others = document.assessment.documents.exclude(pk=document.pk)
    gone = Document.history.filter(assessment=document.assessment_id, history_type="-").exclude(id=document.pk)
    there, were = (rows.exclude(unconfirmed=[]).order_by().values_list("unconfirmed") for rows in (others, gone))
    for (texts,) in there.union(were, all=True):
        for text in texts:
            if len(bare(text["text"])) >= SENTENCE:
                pasted: UnconfirmedText = text.copy()
                pasted["block"] = ELSEWHERE
                yield pasted


def waiting_texts(
    document: Document, blocks: Sequence[Block], confirmed: Confirmed | None = None
) -> dict[Any, list[Waiting]]:
    """Return what waits for a person, by the row in which it stands now: the document itself or a block.

    A place waits while something is left there of a text that came along with it, and any place that holds a copied
    line or stretch of one, until somebody confirms it as it stands, for the results as they are then. What was left
    out waits with the part that lacks it.
    """
    confirmed = confirmed or Confirmed(document)
    waiting: dict[Any, list[Waiting]] = {row: [] for row in (document, *blocks)}
    if not confirmed.texts:
        return waiting
    earlier: EarlierTexts[UnconfirmedText] = EarlierTexts(names_in(document.assessment, TITLES.values()))
    for text in confirmed.texts:
        earlier.add(text["text"], text, (text["block"], _unnumbered(text["path"])))
    for row, there in waiting.items():
        number = row.pk if isinstance(row, Block) else 0
        for path, place, text in places_in(texts_of(row)):
            typed = _typed(row, text)
            if came := earlier.left_here(typed, (number, _unnumbered(path))) or earlier.copied_in(typed):
                there.append(Waiting(_key(number, place, bare(text)), path, text, came))
        there += _left_out(row, number, confirmed.texts)
    if tables := [block for block in blocks if block.type in PRINT_MEASURES]:
        waiting[tables[0]] += _waiting_in_measures(document.assessment, earlier)
    return {row: [text for text in there if confirmed.waits(text.key)] for row, there in waiting.items()}


def _left_out(row: Document | Block, number: int, texts: Sequence[UnconfirmedText]) -> Iterator[Waiting]:
    for text in texts:
        if text["block"] == number and not text["text"] and not _has_pictures(row, text["path"]):
            yield Waiting(_key(number, text["path"], text["was"], text["why"]), text["path"], "", text)


def _waiting_in_measures(year: Assessment, earlier: EarlierTexts[UnconfirmedText]) -> Iterator[Waiting]:
    """Yield what the year's measures say in copied words: somebody moved a text there.

    Where they tell of results that is anything, elsewhere what speaks of one; what came along with the measure itself
    waits with it.
    """
    for pk, came_along, *texts in year.measures.values_list("pk", "came_along", *PRINTED_TEXTS):
        for field, text in zip(PRINTED_TEXTS, texts, strict=True):
            says = (field in TOLD or tells(text)) and bare(text) != bare(came_along.get(field, ""))
            if says and (came := earlier.copied_in(text)):
                yield Waiting(_key(path := measure_path(pk, field), bare(text)), path, text, came)


def measure_path(measure: int, field: str) -> str:
    return f"{OF_MEASURES}{measure}.{field}"


def _key(*of: Any) -> str:
    """Name what stands at a place, by the words that it has there: they may be true of one indicator only."""
    return fingerprint([*of])[:KEY_LENGTH]


def _unnumbered(path: str) -> str:
    """Return a path as it is wherever somebody puts lines and rows between."""
    return re.sub(r"\.\d+(?=\.|$)", "", path)


def _typed(row: Document | Block, text: str) -> str:
    """Return what a text says besides the sentences that the portal drafted for its block."""
    drafted = [sentence["text"] for sentence in row.drafted] if isinstance(row, Block) else []
    lines = {line for sentence in drafted for line in (sentence, *sentence.splitlines()) if line.strip()}
    for line in sorted(lines, key=len, reverse=True):
        text = text.replace(line, "\n")
    return text


def _has_pictures(row: Document | Block, path: str) -> bool:
    """Tell whether a part whose pictures were left out has others by now."""
    return path == "photos" and isinstance(row, Block) and bool(row.data.get(path))


def texts_of(row: Document | Block) -> dict[str, Any]:
    """Return the typed texts of a document itself, or of a block, by their keys."""
    if isinstance(row, Block):
        return {"heading": row.heading, **row.data}
    return {name: getattr(row, name) for name in ("title", "prepared_by", "memo", *TEXTS_OF_LOOK)}


def places_in(value: Any, path: str = "", place: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield each text of a value: its path, what tells its place from others wherever it stands among them, itself.

    A row of a typed table is one text, its cells with tabs between.
    """
    if isinstance(value, str):
        yield path, place, value
    elif isinstance(value, Mapping):
        place = f"{place} {value['indicator']}" if "indicator" in value else place
        for key, part in value.items():
            if key not in NO_TEXTS:
                yield from places_in(part, f"{path}.{key}" if path else key, f"{place}.{key}")
    elif isinstance(value, list):
        for number, part in enumerate(value):
            if isinstance(part, list):
                yield f"{path}.{number}", place, row_text(part)
            else:
                yield from places_in(part, f"{path}.{number}", place)


def row_text(cells: Sequence[Mapping[str, Any]]) -> str:
    return "\t".join(cell["text"] for cell in cells)


def strings_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from () if key in NO_TEXTS else strings_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings_in(part)


def with_signs(value: Any, paths: Collection[str], path: str = "") -> Any:
    """Return a value in which what stands at these paths ends in a sign that a reader of the draft sees, in each line;
    of a row its first cell that says something."""
    if isinstance(value, str):
        return with_sign(value) if path in paths else value
    if isinstance(value, Mapping):
        return {key: with_signs(part, paths, f"{path}.{key}" if path else key) for key, part in value.items()}
    if not isinstance(value, list):
        return value
    if path in paths:
        said = [place for place, cell in enumerate(value) if bare(cell["text"])]
        first = next((place for place in said if not _ROW_NUMBER.fullmatch(value[place]["text"].strip())), said[0])
        return [{**cell, "text": with_sign(cell["text"])} if at == first else cell for at, cell in enumerate(value)]
    return [with_signs(part, paths, f"{path}.{number}") for number, part in enumerate(value)]


def with_sign(text: str) -> str:
    return "\n".join(f"{line.rstrip()} {SIGN}" if line.strip() else line for line in text.split("\n"))
