"""Names of parts, columns and offices: a heading that is made of nothing else claims nothing of a year."""

import re
from collections.abc import Collection

from assessments.editing.kept_text import RUN, SENTENCE, bare
from assessments.editing.usual_words import WORDS

# The keys under which names stand; in a paragraph or a cell the same words may answer a question.
NAMING = frozenset(
    "heading headings remark_heading title caption prepared_by agency to subjects subject closing position opinion "
    "action issuer area_prefix total_label".split()
)
MOST_LETTERS = 200
# Of a heading: "๑.", "(๑๐)", "๑.๑"; "๙๑.๕๐ คะแนน", "๙.๕ คะแนน" and "๑๐ มาตรการ" are claims.
_NUMBER = re.compile(r"^[\s(]*(?:[0-9๐-๙]{1,2}[.)]+|[0-9๐-๙](?:\.[0-9๐-๙])+[.)]*)(?![0-9๐-๙.]|\s*คะแนน)\s*")
_LAW = re.compile(
    r"(?:พระราชบัญญัติ|พระราชกฤษฎีกา|พระราชกำหนด|ระเบียบ|รัฐธรรมนูญ)\S* (?:\(ฉบับที่ [0-9๐-๙]+\) )?พ\.ศ\. ?[0-9๐-๙]{4}"
    r"(?: และที่แก้ไขเพิ่มเติม)?"
)


class Names:
    """What is known to be a name: the texts with which the portal itself would begin a document, and usual words.

    `years` are the fiscal years that a heading may name.
    """

    def __init__(self, own_words: Collection[str], years: Collection[int] = ()):
        self.own = {*map(bare, own_words)} - {""}
        # "ที่", "ข้อ" would make sentences, and "ผลสำเร็จ" together with "ตาม" and "เป้าหมาย" a claim.
        longer = (word.lower() for word in self.own if len(word) >= RUN and "สำเร็จ" not in word)
        self.words = tuple({*longer, *WORDS, *map(str, years)})

    def holds(self, text: str, key: str) -> bool:
        """Tell whether a text, which stands under this key, names something and says nothing."""
        unnumbered = _NUMBER.sub("", text)
        letters = bare(unnumbered)
        if key not in NAMING and key != "paragraphs" and len(letters) < SENTENCE:
            return False  # "จุดแข็ง" as a remark or in a cell is an answer; in prose it is a heading typed by hand
        if {bare(text), letters} & self.own or _LAW.fullmatch(unnumbered.strip()):
            return True
        return key in NAMING and len(letters) <= MOST_LETTERS and self._makes(letters.lower())

    def _makes(self, letters: str) -> bool:
        """Tell whether words, one after another, make all of it."""
        ends = {0}
        for place in range(len(letters)):
            if place in ends:
                ends |= {place + len(word) for word in self.words if letters.startswith(word, place)}
        return len(letters) in ends
