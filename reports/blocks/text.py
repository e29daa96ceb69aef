"""Typed prose: paragraphs under a heading."""

from reports.documents.inputs import Source

from .cells import lines


def content(data: dict, source: Source) -> dict:
    return {"lines": lines("\n".join(data["paragraphs"]))}
