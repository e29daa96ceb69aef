"""Typed prose: paragraphs under a heading."""

from reports.source import Source

from .cells import lines

LABEL = "ข้อความ"


def content(data: dict, source: Source) -> dict:
    return {"lines": lines("\n".join(data["paragraphs"]))}
