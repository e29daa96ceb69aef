"""One form for each type of block."""

from .base import BlockForm, Definitions
from .official import (
    AnnouncementForm,
    CoverForm,
    EvidenceListForm,
    SignaturesForm,
    TocForm,
)
from .photos import PhotosForm
from .place import PlaceForm
from .plain import ComparisonForm, MeasuresForm, RankingForm, TextForm
from .rows import FindingsForm, ItemScoresForm, ScoresByInstrumentForm
from .scope import ScopeForm
from .spans import ChartForm, ProgressForm, YearsForm

BLOCK_FORMS: dict[str, type[BlockForm]] = {
    "text": TextForm,
    "measures": MeasuresForm,
    "comparison": ComparisonForm,
    "ranking": RankingForm,
    "scores_by_instrument": ScoresByInstrumentForm,
    "findings": FindingsForm,
    "item_scores": ItemScoresForm,
    "photos": PhotosForm,
    "cover": CoverForm,
    "toc": TocForm,
    "signatures": SignaturesForm,
    "evidence_list": EvidenceListForm,
    "announcement": AnnouncementForm,
    "years": YearsForm,
    "chart": ChartForm,
    "progress": ProgressForm,
}

__all__ = ["BLOCK_FORMS", "BlockForm", "Definitions", "PlaceForm", "ScopeForm"]
