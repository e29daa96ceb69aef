"""Which drafted sentences go into a text block, and where."""

from dataclasses import dataclass

from django import forms

from reports.blocks.cells import excerpt

from .rules import TOPICS, Sentence


@dataclass(frozen=True)
class OfferedSentence:
    """A sentence that may be chosen; `where` says that it stands in the document already."""

    sentence: Sentence
    where: str
    is_here: bool  # stands in this very block: not to be put in twice
    is_chosen: bool

    @property
    def anchor(self) -> str:
        return "sentence-" + self.sentence.key.replace(":", "-")


class SentencesForm(forms.Form):
    """`here` are the keys that stand in the block, `elsewhere` places in the document by key."""

    def __init__(self, data, offered: list[Sentence], paragraphs: list[str], here: set[str], elsewhere: dict[str, str]):
        super().__init__(data)
        self.offered, self.here, self.elsewhere = offered, here, elsewhere
        self.fields["sentences"] = forms.MultipleChoiceField(
            label="ข้อความที่จะใส่",
            choices=[(sentence.key, sentence.name) for sentence in offered if sentence.key not in here],
            error_messages={
                "required": "เลือกข้อความที่จะใส่อย่างน้อยหนึ่งข้อความ",
                "invalid_choice": "ข้อมูลเปลี่ยนไป บางข้อความที่เลือกจึงไม่มีแล้ว ให้เลือกใหม่จากรายการ",
            },
        )
        places = [(at, f"ก่อนย่อหน้าที่ {at + 1}: {excerpt(text, 60)}") for at, text in enumerate(paragraphs)]
        self.fields["place"] = forms.TypedChoiceField(
            label="ใส่ไว้ที่",
            required=False,
            coerce=int,
            empty_value=None,
            choices=[("", "ท้ายเนื้อความ"), *places],
            error_messages={"invalid_choice": "เนื้อความเปลี่ยนไปหลังจากเปิดหน้านี้ ให้เลือกตำแหน่งใหม่"},
        )

    def topics(self) -> list[tuple[str, list[OfferedSentence]]]:
        """Return what is offered under the names of the topics."""
        chosen = set(self["sentences"].value() or [])
        topics: dict[str, list[OfferedSentence]] = {}
        for sentence in self.offered:
            key, is_here = sentence.key, sentence.key in self.here
            where = "อยู่ในส่วนนี้แล้ว" if is_here else self.elsewhere.get(key, "")
            offered = OfferedSentence(sentence, where, is_here, key in chosen)
            topics.setdefault(TOPICS[sentence.topic], []).append(offered)
        return list(topics.items())
