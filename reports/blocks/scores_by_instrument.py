"""The indicators under their instruments with their scores, and one remark for each instrument.

The remark is a row of the full width: a cell that spans rows cannot cross a page.
"""

from reports.documents.inputs import Source

from .cells import cell, lines


def content(data: dict, source: Source) -> dict:
    year = data["year"]
    result = source.result(year)
    remarks: dict[str, list[str]] = {}
    for each in data["remarks"]:
        remarks.setdefault(each["instrument"], []).append(each["remark"])
    return {
        "headings": ["ตัวชี้วัด", "คะแนน"],
        "widths": [80, 20],
        "remark_heading": data["remark_heading"],
        "groups": [
            {
                "name": f"{instrument.name} ({instrument.code})",
                "rows": [
                    [
                        cell(source.named_indicator(year, number)),
                        cell(source.score(result.scores.get(number)), "num"),
                    ]
                    for number in instrument.indicators
                ],
                "remark": lines("\n".join(remarks.get(instrument.code, []))),
            }
            for instrument in result.rules.instruments
        ],
    }
