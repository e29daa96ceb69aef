"""The block types: each module turns one block's data and the source into plain, decided values to print.

A module has `LABEL` and `content(data, source)`; its template is templates/reports/blocks/<type>.html. The shape
of the data is the class of the same name in schema/blocks.py.
"""

from . import (
    chart,
    comparison,
    findings,
    item_scores,
    measures,
    photos,
    progress,
    ranking,
    scores_by_instrument,
    text,
    years,
)

MODULES = {
    "text": text,
    "measures": measures,
    "comparison": comparison,
    "ranking": ranking,
    "scores_by_instrument": scores_by_instrument,
    "findings": findings,
    "item_scores": item_scores,
    "photos": photos,
    "years": years,
    "chart": chart,
    "progress": progress,
}
LABELS = {name: module.LABEL for name, module in MODULES.items()}
