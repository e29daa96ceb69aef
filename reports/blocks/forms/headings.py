"""A table of three columns whose headings are typed."""

from .base import BlockForm
from .keeping import text_field


class HeadingsForm(BlockForm):
    """A block with a table of three columns whose headings are typed."""

    def build(self):
        for place, text in enumerate(self.stored["headings"]):
            self.fields[f"heading_{place}"] = text_field(f"หัวคอลัมน์ที่ {place + 1}")
            self.initial[f"heading_{place}"] = text

    def content(self):
        headings = enumerate(self.stored["headings"])
        return {
            **super().content(),
            "headings": [self.kept(f"heading_{place}", text) for place, text in headings],
        }
