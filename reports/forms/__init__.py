"""Forms of the document and the exchange page: between what is typed and what the package format stores."""

from .blocks import BLOCK_FORMS, BlockForm, PlaceForm, ScopeForm
from .document import ColumnsForm, CreateForm, SettingsForm
from .exchange import UploadForm
from .memo import MemoForm, SectionFormSet, SignatoryFormSet
from .sentences import SentencesForm
from .styles import StyleForm

__all__ = [
    "BLOCK_FORMS",
    "BlockForm",
    "ColumnsForm",
    "CreateForm",
    "MemoForm",
    "PlaceForm",
    "ScopeForm",
    "SectionFormSet",
    "SentencesForm",
    "SettingsForm",
    "SignatoryFormSet",
    "StyleForm",
    "UploadForm",
]
