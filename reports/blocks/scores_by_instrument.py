"""The indicators under their instruments with their scores, and one remark for each instrument."""

from reports.source import Source

from .cells import cell, lines

LABEL = "คะแนนตามเครื่องมือพร้อมข้อสังเกต"
LONGEST_CELL = 1500  # characters: a remark beyond this gets a row of its own, which may cross pages


def content(data: dict, source: Source) -> dict:
    year = data["year"]
    result = source.results[year]
    remarks = {each["instrument"]: each["remark"] for each in data["remarks"]}
    groups = []
    for instrument in result.rules.instruments:
        remark = remarks.get(instrument.code, "")
        groups.append(
            {
                "name": f"{instrument.name} ({instrument.code})",
                "rows": [
                    [
                        cell(source.named_indicator(year, number)),
                        cell(source.score(result.scores.get(number)), "num"),
                    ]
                    for number in instrument.indicators
                ],
                "remark": lines(remark),
                "remark_below": len(remark) > LONGEST_CELL,
                "span": len(instrument.indicators),
            }
        )
    return {
        "headings": ["ตัวชี้วัด", "คะแนน", data["remark_heading"] or "ข้อสังเกต"],
        "widths": [40, 13, 47],
        "groups": groups,
    }
