"""The list of block types: what a block may be, and what that is called."""

LABELS = {
    "text": "ข้อความ",
    "table": "ตารางที่พิมพ์เอง",
    "measures": "ตารางมาตรการ",
    "comparison": "เปรียบเทียบสองปี",
    "ranking": "ลำดับคะแนน",
    "scores_by_instrument": "คะแนนตามเครื่องมือประเมิน",
    "findings": "ประเด็นที่ต้องพัฒนา",
    "item_scores": "คะแนนรายข้อ",
    "photos": "ภาคผนวกภาพถ่าย",
    "cover": "ปก",
    "toc": "สารบัญ",
    "signatures": "ลงนาม",
    "evidence_list": "รายการหลักฐาน",
    "announcement": "ประกาศ",
    "years": "เปรียบเทียบหลายปี",
    "announced": "ผลที่ประกาศย้อนหลัง",
    "agencies": "ผลของหลายหน่วยงาน",
    "chart": "แผนภูมิ",
    "progress": "สรุปความก้าวหน้า",
}
ONCE = frozenset({"cover", "toc"})  # a document has one at most; what a package brings is taken as it is
# Keys of blocks whose strings nobody typed: the names of choices.
NO_TEXTS = frozenset(
    "type picture layout grouped_by instrument chart align field heading_as remarks_as by_year".split()
)
