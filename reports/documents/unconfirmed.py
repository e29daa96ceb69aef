"""Texts of an earlier year that stand in a document until a person rewrites or confirms them, one by one."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from string import digits
from typing import Any, TypedDict

from assessments.editing.conflicts import fingerprint
from assessments.editing.kept_text import NO_NAMES, RUN, SENTENCE, KeptText, bare, runs_of
from assessments.editing.usual_words import USUAL
from assessments.models import Area, Assessment, Indicator, Item
from assessments.scores.known_figures import result_marks
from ita_portal.thai import ITA
from measures.carry_over.quoting import CLAIMS, TOLD

from .block_types import NO_TEXTS
from .models import KEY_LENGTH, Block, Document
from .official_names import TITLES

SIGN = "[ยังไม่ยืนยัน]"
MID = 6 * RUN  # letters of texts that one changed word would make unknown by runs: those are compared line by line
SHORT_RUN = 3
LIKE = 0.6  # of the short runs of a text that are left where somebody changed a word of it
ELSEWHERE = -1  # the block of a text that came along with another document of the year
WORDED = 4  # letters of a cell or line that says something
TRACE = 10  # letters in a row that are a trace of a text in its own part
_FIGURE = re.compile(r"[0-9๐-๙][0-9๐-๙.,]*[0-9๐-๙]")
_LINE = re.compile("[\t\n]")
_ROW_NUMBER = re.compile(r"[0-9๐-๙]{1,3}[.)]?")
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
    """Name a text within its document, by its place too: the same words may be true of one indicator only."""
    place = unconfirmed["block"], unconfirmed["path"]
    return fingerprint([unconfirmed["year"], unconfirmed["was"], unconfirmed["why"], *place])[:KEY_LENGTH]


def place_of(unconfirmed: UnconfirmedText) -> str:
    name, _, rest = unconfirmed["path"].partition(".")
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
    """What came along with a document, and what of it was confirmed: a fixed number of queries, else one."""

    def __init__(self, document: Document):
        self.document = document
        self.texts = [*document.unconfirmed, *_texts_elsewhere(document)]
        confirmations = document.confirmations.all() if self.texts else ()
        self.results = {confirmation.key: confirmation.results for confirmation in confirmations}
        self.now = results_spoken_of(document) if self.results else {}

    @cached_property
    def names(self) -> re.Pattern[str]:
        """What texts of any year call the authority, its documents, the indicators, their items and the areas."""
        return _names(self.document)

    @cached_property
    def told(self) -> KeptText:
        """What the year's measures tell of results: somebody may have moved a text there, and their table prints it."""
        told = self.document.assessment.measures.values_list(*TOLD)
        return KeptText((text for texts in told for text in texts), self.names)

    def waits(self, text: UnconfirmedText) -> bool:
        return key_of(text) not in self.results or bool(self.changed(text))

    def changed(self, text: UnconfirmedText) -> list[int]:
        """Return the fiscal years whose results are others than when a text was confirmed."""
        then = self.results.get(key_of(text), self.now)
        return [int(year) for year, mark in self.now.items() if then.get(year) != mark]


def _texts_elsewhere(document: Document) -> Iterator[UnconfirmedText]:
    """Yield what came along with the year's other documents, also one whose copy was undone since: somebody may paste
    it here, or did before. Short texts are in many."""
    here = {bare(text["text"]) for text in document.unconfirmed}
    others = document.assessment.documents.exclude(pk=document.pk)
    gone = Document.history.filter(assessment=document.assessment_id, history_type="-").exclude(id=document.pk)
    there, were = (rows.exclude(unconfirmed=[]).order_by().values_list("unconfirmed") for rows in (others, gone))
    for (texts,) in there.union(were, all=True):
        for text in texts:
            letters = bare(text["text"])
            if len(letters) >= SENTENCE and letters not in here:
                here.add(letters)
                pasted: UnconfirmedText = text.copy()
                pasted["block"] = ELSEWHERE
                yield pasted


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
    if asked := [text for text in confirmed.texts if confirmed.waits(text)]:
        rows, told = _Rows(document, blocks, confirmed), set()
        for text in asked:
            for row in rows.holding(text):
                if (named := (row, key_of(text))) not in told:
                    waiting[row].append(text)
                    told.add(named)
    return waiting


class _Rows:
    """A document and its blocks with all that they say."""

    def __init__(self, document: Document, blocks: Sequence[Block], confirmed: Confirmed):
        self.document = document
        self.by_key: dict[int, Document | Block] = {0: document, **{block.pk: block for block in blocks}}
        self.confirmed, self.names = confirmed, confirmed.names
        self.strings = {row: list(strings_in(texts_of(row))) for row in self.by_key.values()}
        self.typed = {row: _typed(row, strings) for row, strings in self.strings.items()}
        self.held = {row: KeptText(strings, self.names, self.typed[row]) for row, strings in self.strings.items()}
        letters, typed = (kept.letters for kept in self.held.values()), "\n".join(self.typed.values())
        self.everything = KeptText(letters, self.names, typed)

    def holding(self, unconfirmed: UnconfirmedText) -> list[Any]:
        """Return the rows in which a text stands: its own first, else those that hold all of it, or most."""
        own, text = self.by_key.get(unconfirmed["block"]), unconfirmed["text"]
        if not text:
            return [own] if own and not _has_pictures(own, unconfirmed["path"]) else []
        lines = [line for line in lines_of(text) if len(line.lstrip(digits)) >= WORDED] if _LINE.search(text) else []
        if unconfirmed["block"] == ELSEWHERE:
            return [row for row, kept in self.typed_here.items() if kept.holds(text)][:1]
        figures = figures_of(text.split("\t")) if "\t" in text else frozenset()
        if own and (self.held[own].holds(text) or not self.lines[own].isdisjoint(lines) or self.keeps(own, figures)):
            return [own]
        if own and self.is_left_of(unconfirmed, own):
            return [own]
        wanted = bare(text)
        if len(wanted) < RUN:  # inside of others so short a text stands by chance
            rows = [row for row, there in self.lines.items() if wanted in there]
        elif self.everything.holds(text):
            rows = [row for row, kept in self.held.items() if wanted in kept.letters] or [self.with_most(text)]
        else:
            rows = [row for row, there in self.lines.items() if lines and 2 * len(there & {*lines}) >= len(lines)]
        rows = rows or self.with_like(wanted, own)
        rows = rows or [row for row in self.figures if len(figures) > 1 and self.keeps(row, figures)][:1]
        return rows or self.with_results(text)

    def is_left_of(self, unconfirmed: UnconfirmedText, own: Any) -> bool:
        """Tell whether a trace of a text stands in its own part still, besides what other texts left there too."""
        told = self.told_by[unconfirmed["block"]]
        return any(told[trace] == 1 for trace in traces_of(unconfirmed["text"], self.names) & self.traces[own])

    @cached_property
    def traces(self) -> dict[Any, set[str]]:
        """What each row says, as traces of texts."""
        return {row: traces_of(typed, self.names) for row, typed in self.typed.items()}

    @cached_property
    def told_by(self) -> dict[int, Counter[str]]:
        """How many of the texts that came along with each part leave a trace."""
        told: dict[int, Counter[str]] = defaultdict(Counter)
        for text in self.confirmed.texts:
            told[text["block"]].update(traces_of(text["text"], self.names))
        return told

    def with_results(self, text: str) -> list[Any]:
        """Return the first table of measures, if one of them tells this text as its result."""
        tables = [row for row in self.by_key.values() if isinstance(row, Block) and row.type == "measures"]
        return tables[:1] if tables and len(bare(text)) >= SENTENCE and self.confirmed.told.quotes(text) else []

    def keeps(self, row: Any, figures: frozenset[str]) -> bool:
        """Tell whether a row of a typed table has half and more of these figures: the others were typed anew."""
        return any(_keeps(figures, now) for now in self.figures[row])

    @cached_property
    def figures(self) -> dict[Any, list[frozenset[str]]]:
        """What each row of a typed table says in figures."""
        return {row: [*map(figures_of, _table_rows(texts_of(row)))] for row in self.by_key.values()}

    def with_like(self, wanted: str, own: Any) -> list[Any]:
        """Return the row, its own unless that is gone, with a line of which a word or a digit only was changed: most of
        its short runs stand there still."""
        runs = {*runs_of(wanted, SHORT_RUN)} if len(wanted) < MID else set()
        kept = Counter(place for run in runs for place in self.lines_with.get(run, ()) if own in (None, place[0]))
        rows = [
            row for (row, line), count in kept.items() if count >= LIKE * len(runs) and len(line) <= 2 * len(wanted)
        ]
        return rows[:1]

    @cached_property
    def typed_here(self) -> dict[Any, KeptText]:
        return {row: KeptText([typed], self.names) for row, typed in self.typed.items()}

    def with_most(self, text: str) -> Any:
        parts = Counter(self.first_with[run] for run in runs_of(bare(text)) if run in self.first_with)
        [(row, _)] = parts.most_common(1) or [(self.document, 0)]
        return row

    @cached_property
    def lines(self) -> dict[Any, set[str]]:
        """What each row says, whole and line by line."""
        return {row: {*map(bare, strings)} | {*lines_of("\n".join(strings))} for row, strings in self.strings.items()}

    @cached_property
    def lines_with(self) -> dict[str, set[tuple[Any, str]]]:
        """The lines that hold a short run of letters; long ones are known by longer runs."""
        lines: dict[str, set[tuple[Any, str]]] = defaultdict(set)
        for row, there in self.lines.items():
            for line in there:
                for run in runs_of(line, SHORT_RUN) if len(line) <= 2 * MID else ():
                    lines[run].add((row, line))
        return lines

    @cached_property
    def first_with(self) -> dict[str, Any]:
        """The first row that holds a run of letters."""
        rows: dict[str, Any] = {}
        for row, kept in self.held.items():
            for run in runs_of(kept.letters):
                rows.setdefault(run, row)
        return rows


def _typed(row: Document | Block, strings: Iterable[str]) -> str:
    """Return what a row says besides the sentences that the portal drafted for it."""
    text = "\n".join(strings)
    for sentence in row.drafted if isinstance(row, Block) else ():
        text = text.replace(sentence["text"], "\n")
    return text


def _names(document: Document) -> re.Pattern[str]:
    years = [document.assessment.fiscal_year - 1, document.assessment.fiscal_year]
    indicators = Indicator.objects.filter(framework__fiscal_year__in=years).order_by().values_list("name")
    areas = Area.objects.filter(framework__fiscal_year__in=years).order_by().values_list("title")
    items = Item.objects.filter(framework__fiscal_year__in=years).order_by().values_list("title")
    defined = (name for (name,) in indicators.union(areas, items) if len(name) >= TRACE)
    names = {document.assessment.municipality.name, ITA, *TITLES.values(), *defined}
    return re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))


def traces_of(text: str, names: re.Pattern[str]) -> set[str]:
    """Return what a text leaves behind where somebody works on it: claims, figures, and letters in a row that are no
    names, no usual words and no years."""
    said = USUAL.sub("\n", names.sub("\n", text))
    claims = {bare(claim[0]) for claim in CLAIMS.finditer(said)}
    figures = {bare(figure) for figure in _FIGURE.findall(said)}
    return claims | figures | {run for part in said.split("\n") for run in runs_of(bare(part), TRACE)}


def lines_of(text: str) -> list[str]:
    """Return the letters of each line of a text, and of each cell of a row."""
    return [letters for line in _LINE.split(text) if (letters := bare(line))]


def figures_of(cells: Sequence[str]) -> frozenset[str]:
    """Return the figures in the cells of a row, but for its number and years, which are the same in every year."""
    said = (bare(USUAL.sub("", cell)) for cell in cells[_is_numbered(cells) :])
    return frozenset(letters for letters in said if letters[:1].isdecimal())


def _is_numbered(cells: Sequence[str]) -> bool:
    return bool(cells) and _ROW_NUMBER.fullmatch(cells[0].strip()) is not None


def _keeps(figures: frozenset[str], now: frozenset[str]) -> bool:
    return bool(figures) and 2 * len(figures & now) >= len(figures)


def _table_rows(value: Mapping[str, Any]) -> Iterator[list[str]]:
    for row in value.get("rows", ()):
        if isinstance(row, list):
            yield [cell["text"] for cell in row]


def _has_pictures(row: Document | Block, path: str) -> bool:
    """Tell whether a part whose pictures were left out has others by now."""
    return path == "photos" and isinstance(row, Block) and bool(row.data.get(path))


def texts_of(row: Document | Block) -> dict[str, Any]:
    """Return the typed texts of a document itself, or of a block, by their keys."""
    if isinstance(row, Block):
        return {"heading": row.heading, **row.data}
    return {name: getattr(row, name) for name in ("title", "prepared_by", "memo", *TEXTS_OF_LOOK)}


def with_signs(value: Any, texts: Iterable[UnconfirmedText], names: re.Pattern[str] = NO_NAMES) -> Any:
    """Return a value in which each line of an unconfirmed text ends in a sign that a reader of the draft sees."""
    waiting = [text["text"] for text in texts if bare(text["text"])]
    if not waiting:
        return value
    traces = set().union(*(traces_of(text, names) for text in waiting))
    kept = KeptText(waiting, names)

    def is_left(text: str) -> bool:
        return kept.holds(text) or not traces.isdisjoint(traces_of(text, names))

    marked = _marked(value, [*map(bare, waiting)], is_left)
    return _with_signs_of_rows(marked, [figures_of(text.split("\t")) for text in waiting if "\t" in text])


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


def _with_signs_of_rows(value: Any, waiting: Sequence[frozenset[str]]) -> Any:
    """Sign the rows of a typed table of which figures wait: each cell is too short to be known by itself."""
    if not (waiting and isinstance(value, dict) and any(_table_rows(value))):
        return value

    def signed(row: list[dict[str, Any]]) -> list[dict[str, Any]]:
        cells = [cell["text"] for cell in row]
        now = figures_of(cells)
        if any(SIGN in cell for cell in cells) or all(map(now.isdisjoint, waiting)):
            return row
        said = (place for place, cell in enumerate(cells) if cell.strip() and place >= _is_numbered(cells))
        first = next(said)  # not the narrow column of numbers
        return [*row[:first], {**row[first], "text": with_sign(cells[first])}, *row[first + 1 :]]

    return {**value, "rows": [*map(signed, value["rows"])]}


def _marked(value: Any, marked: Sequence[str], is_left: Callable[[str], bool]) -> Any:
    """Sign what holds an unconfirmed text, or what is left of one: each string is looked at once, however many wait."""
    if isinstance(value, str):
        letters = bare(value)
        whole = any(text in letters if len(text) >= RUN else text == letters for text in marked)
        return with_sign(value) if whole or (len(letters) >= RUN and is_left(value)) else value
    if isinstance(value, dict):
        return {key: part if key in NO_TEXTS else _marked(part, marked, is_left) for key, part in value.items()}
    return [_marked(part, marked, is_left) for part in value] if isinstance(value, list) else value
