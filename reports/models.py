"""Documents of a municipality's year, and what was issued of them."""

from .collecting.models import Collection, Part
from .documents.models import LOOK_FIELDS, Block, Confirmation, Document, Look, Style
from .issuing.models import IssuedDocument

__all__ = ["LOOK_FIELDS", "Block", "Collection", "Confirmation", "Document", "IssuedDocument", "Look", "Part", "Style"]
