"""What a type of block is: all that the portal knows of it stands in one class."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from assessments.models import Assessment, Framework, Municipality
from reports.documents.block_types import LABELS, ONCE
from reports.documents.models import Block

from .forms.base import BlockForm
from .headings import BY_NUMBER, with_heading_as
from .inputs import DocumentInputs
from .schema import BlockData

NEWEST = 3  # version of packages
ASK_ADMINISTRATOR = "ให้ผู้ดูแลระบบเพิ่มในข้อมูลหน่วยงาน"


@dataclass(frozen=True)
class Surroundings:
    """What the builder's words on a block look at, of the document and its year."""

    municipality: Municipality
    with_scores: Set[int]  # fiscal years
    measures: int
    area_fault: str
    pictures: Set[int]
    proven: bool  # a measure or item of the year uses evidence
    headings: bool  # a table of contents has something to list


@dataclass(frozen=True)
class Chosen:
    """What a new block is made for: the document's year, and what its type asks for first."""

    year: Assessment
    framework: Framework  # whose result it prints
    instrument: str = ""
    indicator: int = 0


class BlockType:
    """A type of block. A further one is a module with a subclass, a template templates/reports/blocks/<name>.html and a
    line in documents/block_types.py.

    `data` is its shape in a package, `form` what is typed of it.
    """

    data: type[BlockData]
    form: type[BlockForm] = BlockForm
    description: str
    heading = ""  # of a new one
    package_version: int  # the first version of packages that holds it, 0 for none
    # Its shapes in packages of older versions, by the last version of each, and what a block means by keys that it
    # lacks: one of such a package, or one that was stored before its type had them.
    narrower: Mapping[int, type[BlockData]] = {}
    plain: Mapping[str, object] = {}

    def __init__(self, name: str):
        self.name, self.label, self.once = name, LABELS[name], name in ONCE
        self.template = f"reports/blocks/{name}.html"
        if not self.headless:
            self.narrower = {2: self.data, **self.narrower}
            self.data, self.plain = with_heading_as(self.data), {"heading_as": BY_NUMBER, **self.plain}

    @property
    def headless(self) -> bool:
        return self.data.headless

    def new(
        self, year: Assessment, *, framework: Framework | None = None, instrument: str = "", indicator: int = 0
    ) -> dict:
        """Return a new block as it stands in a package; `framework` is the year's own by default."""
        chosen = Chosen(year, framework or year.framework, instrument, indicator)
        return {"type": self.name, "heading": self.heading, **self.plain, **self.start(chosen)}

    def start(self, chosen: Chosen) -> dict:
        """Return what a new block holds beside type and heading."""
        return {}

    def content(self, data: dict, inputs: DocumentInputs) -> dict:
        """Return plain, decided values for the template."""
        raise NotImplementedError

    def summary(self, data: dict, around: Surroundings) -> str:
        """Say in a line what the block prints."""
        raise NotImplementedError

    def told(self, data: dict) -> Iterator[str]:
        """Say line by line what the block holds of its own kind of keys, for the history."""
        yield from ()

    def shape(self, version: int) -> type[BlockData]:
        """Return its shape in packages of this version."""
        return next((shape for last, shape in sorted(self.narrower.items()) if version <= last), self.data)

    def held_since(self, section: Mapping[str, object]) -> int:
        """Return the first version of packages that holds a block with all that it says; 0 for none."""
        if not self.package_version:
            return 0
        says = {key for key, value in self.plain.items() if section.get(key, value) != value}
        versions = range(self.package_version, NEWEST + 1)
        return next(version for version in versions if says <= self.shape(version).model_fields.keys())

    def needed_years(self, data: Mapping[str, int]) -> set[int]:
        """Return the fiscal years without whose scores the block prints dashes."""
        return {data[key] for key in ("from_year", "to_year", "year") if key in data}

    def lacks(self, data: dict) -> str:
        """Say what the block itself still lacks, whatever its year holds; "" for nothing."""
        return ""

    def by_hand(self, data: dict) -> str:
        """Say what is empty and has to be filled in by hand on paper; "" for nothing."""
        return ""

    def warning(self, block: Block, around: Surroundings) -> str:
        """Say what the year or the document lacks for the block; "" for nothing."""
        return ""
