"""The block types: each module turns one block's data and the source into plain, decided values to print.

A module has `LABEL` and `content(data, source)`; its template is templates/reports/blocks/<type>.html. The shape
of the data is the class of the same name in schema.py.
"""

from . import (
    announcement,
    comparison,
    cover,
    evidence_list,
    findings,
    item_scores,
    measures,
    photos,
    ranking,
    scores_by_instrument,
    signatures,
    text,
    toc,
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
    "cover": cover,
    "toc": toc,
    "signatures": signatures,
    "evidence_list": evidence_list,
    "announcement": announcement,
}
LABELS = {name: module.LABEL for name, module in MODULES.items()}
