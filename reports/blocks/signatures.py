"""Places to sign: dotted lines for the name, the position below, perhaps a line for the day."""

from reports.documents.inputs import Source
from reports.documents.models import Document

from .cells import batched

DOTS = "." * 36
DATE = f"วันที่{'.' * 8}เดือน{'.' * 20}พ.ศ.{'.' * 10}"


def content(data: dict, source: Source) -> dict:
    """Lay the signers out in rows: one below the other on the right, or side by side."""
    landscape = source.document.orientation == Document.Orientation.LANDSCAPE
    across = 1 if data["layout"] == "right" else 3 if landscape else 2
    signers = [_signer(each, data["with_date"]) for each in data["signers"]]
    return {
        "layout": data["layout"],
        "rows": batched(signers, across),
        "empty": "ยังไม่ได้ระบุผู้ลงนาม",
    }


def _signer(signer: dict, with_date: bool) -> dict:
    return {
        "sign": f"(ลงชื่อ){DOTS}{signer['action']}",
        "name": f"({signer['name'] or DOTS})",
        "position": signer["position"].split("\n") if signer["position"] else [],
        "date": DATE if with_date else "",
    }
