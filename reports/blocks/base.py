"""What a type of block is: all that the portal knows of it stands in one class."""

from collections.abc import Set
from dataclasses import dataclass

from assessments.models import Assessment, Framework, Municipality
from reports.documents.block_types import LABELS, ONCE
from reports.documents.models import Block

from .forms.base import BlockForm
from .inputs import DocumentInputs
from .schema import BlockData

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
    package_version = 2  # the first version of packages that holds it, 0 for none

    def __init__(self, name: str):
        self.name, self.label, self.once = name, LABELS[name], name in ONCE
        self.template = f"reports/blocks/{name}.html"

    @property
    def headless(self) -> bool:
        return self.data.headless

    def new(
        self, year: Assessment, *, framework: Framework | None = None, instrument: str = "", indicator: int = 0
    ) -> dict:
        """Return a new block as it stands in a package; `framework` is the year's own by default."""
        chosen = Chosen(year, framework or year.framework, instrument, indicator)
        return {"type": self.name, "heading": self.heading, **self.start(chosen)}

    def start(self, chosen: Chosen) -> dict:
        """Return what a new block holds beside type and heading."""
        return {}

    def content(self, data: dict, inputs: DocumentInputs) -> dict:
        """Return plain, decided values for the template."""
        raise NotImplementedError

    def summary(self, data: dict, around: Surroundings) -> str:
        """Say in a line what the block prints."""
        raise NotImplementedError

    def lacks(self, data: dict) -> str:
        """Say what the block itself still lacks, whatever its year holds; "" for nothing."""
        return ""

    def warning(self, block: Block, around: Surroundings) -> str:
        """Say what the year or the document lacks for the block; "" for nothing."""
        return ""
