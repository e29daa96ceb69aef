"""The block types: each module turns one block's data and the source into plain, decided values to print.

A module has `content(data, source)`; its template is templates/reports/blocks/<type>.html. The shape
of the data is the class of the same name in schema/blocks.py.
"""

from . import (
    announcement,
    chart,
    comparison,
    cover,
    evidence_list,
    findings,
    item_scores,
    measures,
    photos,
    progress,
    ranking,
    scores_by_instrument,
    signatures,
    text,
    toc,
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
    "cover": cover,
    "toc": toc,
    "signatures": signatures,
    "evidence_list": evidence_list,
    "announcement": announcement,
    "years": years,
    "chart": chart,
    "progress": progress,
}
